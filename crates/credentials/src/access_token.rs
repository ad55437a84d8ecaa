//! The access token of a session: read, renewed ahead of time by one process for all, never lost.

use crate::{Error, ErrorKind, Notice, Provider, Renewal, Session, provider::with_causes};
use daypass_oidc_device as oidc;
use daypass_sso_types::AccessToken;
use daypass_token_cache::{Backoff, Lock, REFRESH_LOCK_WAIT, TokenAction, Token};
use daypass_transport::Service;
use std::time::Duration;

/// How long a refused refresh looks for the token of the tool that came first, which takes no lock of ours: it
/// may have its answer and not have stored it yet.
const ADOPTION: Duration = Duration::from_secs(1);

impl Provider {
    /// A token that is good now. Renewed when less than 15 minutes are left and the session allows it.
    ///
    /// While the token is still good nothing that goes wrong with renewing it is a failure, and a renewal that
    /// another process has under way is not waited for. Dropping the future does not end a renewal; see [`Provider`].
    pub async fn access_token(&self, session: &Session) -> Result<Token, Error> {
        let token = self.signed_in(session)?;
        match self.action(session, &token) {
            TokenAction::Use => Ok(token),
            TokenAction::SignIn => Err(over(session)),
            TokenAction::Refresh => self.renewed(session, None).await,
            TokenAction::RefreshOrUse => {
                let file = self.tokens.path(&session.token_key());
                if let Some(result) = self.exchanges.join(&file).await {
                    return result;
                }
                if let Ok(lock) = self.try_lock(&session.token_key(), session.label()) {
                    return self.exchange(session, None, lock).await;
                }
                self.decide("another process is renewing the session; its present token still serves");
                Ok(token)
            }
        }
    }

    /// Another token than the one the portal has just refused: one that another tool stored, or a renewed one.
    /// Dropping the future does not end a renewal; see [`Provider`].
    ///
    /// # Errors
    /// Of kind `LoginRequired` or `TokenRefused` where the session cannot give another.
    pub async fn other_token(&self, session: &Session, refused: &Token) -> Result<Token, Error> {
        let renewed = self.renewed(session, Some(&refused.access_token)).await?;
        if renewed.access_token == refused.access_token { Err(token_refused(session)) } else { Ok(renewed) }
    }

    /// The result of the one renewal that is under way, here or in another process; else of one of our own.
    async fn renewed(&self, session: &Session, refused: Option<&AccessToken>) -> Result<Token, Error> {
        let key = session.token_key();
        let file = self.tokens.path(&key);
        let mut waits = Backoff::new(REFRESH_LOCK_WAIT);
        loop {
            match self.exchanges.join::<Result<Token, Error>>(&file).await {
                // It began before the portal refused what it gave.
                Some(Ok(token)) if Some(&token.access_token) == refused => {}
                Some(result) => return result,
                None => {}
            }
            match self.try_lock(&key, session.label()) {
                Ok(lock) => return self.exchange(session, refused, lock).await,
                Err(error) => self.wait_for(&mut waits, session.label(), error).await?,
            }
        }
    }

    /// Decides once more with the lock in hand, and renews. All of it outlives its awaiter, and holds the lock.
    async fn exchange(
        &self,
        session: &Session,
        refused: Option<&AccessToken>,
        lock: Lock,
    ) -> Result<Token, Error> {
        let file = self.tokens.path(&session.token_key());
        let (provider, session, refused) = (self.detached(), session.clone(), refused.cloned());
        let work = async move {
            let _lock = lock;
            let token = provider.signed_in(&session)?;
            if let Some(refused) = refused {
                if token.access_token != refused {
                    return Ok(token);
                }
                let renewed = match session.renewal(&token, provider.now()) {
                    Renewal::Never => Err(over(&session)),
                    _ => provider.renew(&session, token.clone(), Present::Refused).await,
                };
                return match renewed {
                    Err(error) if error.kind() == ErrorKind::LoginRequired => {
                        provider.retire_locked(&session, &token)?;
                        Err(token_refused(&session).with_source(error))
                    }
                    renewed => renewed,
                };
            }
            match provider.action(&session, &token) {
                TokenAction::Use => Ok(token),
                TokenAction::SignIn => Err(over(&session)),
                TokenAction::RefreshOrUse | TokenAction::Refresh => provider.renew(&session, token, Present::Serves).await,
            }
        };
        self.exchanges.carry_one(&file, work).await
    }

    /// Redeems the refresh token; the lock is held. A refusal looks again: another tool, which takes no lock,
    /// may have rotated the token in the meantime.
    async fn renew(&self, session: &Session, token: Token, present: Present) -> Result<Token, Error> {
        let (Some(client), Some(refresh_token)) = (&token.client, &token.refresh_token) else {
            return Err(over(session));
        };
        self.decide(format!("renewing the session {}", session.label()));
        let endpoint = session.endpoints.endpoint(Service::Oidc, &session.region)?;
        let oidc = oidc::Client::new(self.caller.clone(), endpoint);
        let grant = oidc.refresh(&client.id, &client.secret, refresh_token, self.now()).await;
        let error = match grant {
            Ok(grant) => {
                let mut renewed = token.clone();
                // A token that says where it is from goes on saying so: the config may have changed since.
                let origin = (session.start_url.as_str(), session.region.as_str());
                let said = |member: Option<String>| member.filter(|text| !text.is_empty());
                renewed.start_url = said(renewed.start_url).or_else(|| Some(origin.0.to_owned()));
                renewed.region = said(renewed.region).or_else(|| Some(origin.1.to_owned()));
                renewed.access_token = grant.access_token;
                renewed.expires_at = grant.expires_at;
                // RFC 6749, section 6: a reply without a new refresh token leaves the old one in force.
                renewed.refresh_token = grant.refresh_token.or(renewed.refresh_token);
                self.saved("the renewed session", self.tokens.save_token(&session.token_key(), &renewed));
                return Ok(renewed);
            }
            Err(error) => error,
        };
        let is_refusal = error.failure() == oidc::CallFailure::Refused;
        let serves = present == Present::Serves && token.is_valid(self.now());
        let mut waits = Backoff::new(if is_refusal && !serves { ADOPTION } else { Duration::ZERO });
        loop {
            match self.stored_token(session)? {
                Some(other) if other.access_token != token.access_token && other.is_valid(self.now()) => {
                    self.decide("another tool has renewed the session; its token is used");
                    return Ok(other);
                }
                _ if serves => {
                    self.tell(&Notice::NotRenewed { reason: with_causes(&error) });
                    return Ok(token);
                }
                _ => {}
            }
            let Some(wait) = waits.next() else { break };
            self.caller.sleep(wait).await;
        }
        Err(match (is_refusal, error.kind().is_over()) {
            (true, true) => over(session),
            (true, false) => not_signed_in(session, "the sign-in service does not renew the last one"),
            (false, _) => {
                let message = format!("the session {} could not be renewed", session.label());
                Error::new(ErrorKind::Network, message).with_session(session.label())
            }
        }
        .with_call(error))
    }

    fn signed_in(&self, session: &Session) -> Result<Token, Error> {
        self.stored_token(session)?.ok_or_else(|| not_signed_in(session, "nobody has signed in"))
    }

    /// What to do with a token; that of a legacy profile is never renewed, by any tool.
    fn action(&self, session: &Session, token: &Token) -> TokenAction {
        match token.action(self.now()) {
            TokenAction::RefreshOrUse if !session.renews() => TokenAction::Use,
            TokenAction::Refresh if !session.renews() => TokenAction::SignIn,
            step => step,
        }
    }
}

/// What the token that is to be renewed is still worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Present {
    /// It serves until its end, whatever comes of the renewal.
    Serves,
    /// The portal has refused it.
    Refused,
}

fn not_signed_in(session: &Session, why: &str) -> Error {
    Error::new(ErrorKind::LoginRequired, format!("sign-in needed for {} ({why})", session.label()))
        .with_session(session.label())
}

fn over(session: &Session) -> Error {
    not_signed_in(session, "the last one is over")
}

fn token_refused(session: &Session) -> Error {
    Error::new(
        ErrorKind::TokenRefused,
        format!("the portal no longer accepts the sign-in to {}", session.label()),
    )
    .with_session(session.label())
}
