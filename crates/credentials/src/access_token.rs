//! Reads the access token of a session, and renews it before it expires; one process renews for all.

use crate::{Error, ErrorKind, Notice, Provider, Renewal, Session, provider::with_causes};
use daypass_oidc_device as oidc;
use daypass_sso_types::AccessToken;
use daypass_token_cache::{Backoff, Lock, REFRESH_LOCK_WAIT, SealError, SealErrorKind, Token, TokenAction};
use daypass_transport::Service;
use std::time::Duration;

/// How long a refused refresh waits for another tool to store its token: the AWS CLI and the SDKs take no lock, and one
/// of them may have redeemed the refresh token and not have stored the new one yet.
const OTHER_TOOL_SAVE_WAIT: Duration = Duration::from_secs(1);

impl Provider {
    /// Returns a token that has not expired. A token with less than 15 minutes left is renewed, if the session renews.
    ///
    /// While the token is valid, a renewal that fails is not an error, and a renewal by another process is not waited
    /// for. Dropping the future does not end a renewal; see [`Provider`].
    ///
    /// # Errors
    /// [`ErrorKind::LoginRequired`], [`ErrorKind::Network`], [`ErrorKind::Cache`] or [`ErrorKind::Configuration`].
    pub async fn access_token(&self, session: &Session) -> Result<Token, Error> {
        let token = self.signed_in(session)?;
        match self.action(session, &token) {
            TokenAction::Use => Ok(token),
            TokenAction::SignIn => Err(session_ended(session)),
            TokenAction::Refresh => {
                self.tokens.prepare(Some(&token)).map_err(|error| not_opened(session, error))?;
                self.renewed(session, None).await
            }
            TokenAction::RefreshOrUse => {
                if let Err(error) = self.tokens.prepare(Some(&token)) {
                    self.notify(&Notice::NotRenewed { reason: with_causes(&error) });
                    return Ok(token);
                }
                let file = self.tokens.path(&session.token_key());
                if let Some(result) = self.exchanges.join(&file).await {
                    return result;
                }
                if let Ok(lock) = self.try_lock(&session.token_key(), session.label()) {
                    return self.exchange(session, None, lock).await;
                }
                self.log_decision("another process is renewing the session; its current token is used");
                Ok(token)
            }
        }
    }

    /// Returns a token other than the one that the portal has refused: one that another tool has stored, or a renewed
    /// one. Dropping the future does not end a renewal; see [`Provider`].
    ///
    /// # Errors
    /// [`ErrorKind::LoginRequired`] or [`ErrorKind::TokenRefused`] if the session has no other token.
    pub async fn token_after_refusal(&self, session: &Session, refused: &Token) -> Result<Token, Error> {
        self.tokens.prepare(Some(refused)).map_err(|error| not_opened(session, error))?;
        let renewed = self.renewed(session, Some(&refused.access_token)).await?;
        if renewed.access_token == refused.access_token { Err(token_refused(session)) } else { Ok(renewed) }
    }

    /// Joins a renewal that is in progress in this process or another one, or else begins one.
    async fn renewed(&self, session: &Session, refused: Option<&AccessToken>) -> Result<Token, Error> {
        let key = session.token_key();
        let file = self.tokens.path(&key);
        let mut waits = Backoff::new(REFRESH_LOCK_WAIT);
        loop {
            match self.exchanges.join::<Result<Token, Error>>(&file).await {
                // The portal refused this token after the renewal had begun.
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

    /// Reads the token again under the lock, and renews it if that is still needed. The work holds the lock, and goes
    /// on if its future is dropped.
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
                    Renewal::Never => Err(session_ended(&session)),
                    _ => provider.renew(&session, token.clone(), CurrentToken::Refused).await,
                };
                return match renewed {
                    Err(error) if error.kind() == ErrorKind::LoginRequired => {
                        provider.mark_refused_locked(&session, &token)?;
                        Err(token_refused(&session).with_source(error))
                    }
                    renewed => renewed,
                };
            }
            match provider.action(&session, &token) {
                TokenAction::Use => Ok(token),
                TokenAction::SignIn => Err(session_ended(&session)),
                TokenAction::RefreshOrUse | TokenAction::Refresh => {
                    provider.renew(&session, token, CurrentToken::Usable).await
                }
            }
        };
        self.exchanges.run_once_for_file(&file, work).await
    }

    /// Redeems the refresh token under the lock. After a refusal it reads the file again, because another tool, which
    /// takes no lock, may have redeemed the refresh token and stored a new token.
    async fn renew(&self, session: &Session, token: Token, present: CurrentToken) -> Result<Token, Error> {
        let is_usable = present == CurrentToken::Usable && token.is_valid(self.now());
        let token = match self.tokens.open_token(&session.token_key(), token.clone()) {
            Ok(opened) => opened,
            Err(error) if is_usable => {
                self.notify(&Notice::NotRenewed { reason: with_causes(&error) });
                return Ok(token);
            }
            Err(error) => return Err(not_opened(session, error)),
        };
        let (Some(client), Some(refresh_token)) = (&token.client, &token.refresh_token) else {
            return Err(session_ended(session));
        };
        self.log_decision(format!("renewing the session {}", session.label()));
        let endpoint = session.endpoints.endpoint(Service::Oidc, &session.region)?;
        let oidc = oidc::Client::new(self.caller.clone(), endpoint);
        let grant = oidc.refresh(&client.id, &client.secret, refresh_token, self.now()).await;
        let error = match grant {
            Ok(grant) => {
                let mut renewed = token.clone();
                // The token keeps its own start URL and region: the config may have changed since the sign-in.
                let origin = (session.start_url.as_str(), session.region.as_str());
                let said = |member: Option<String>| member.filter(|text| !text.is_empty());
                renewed.start_url = said(renewed.start_url).or_else(|| Some(origin.0.to_owned()));
                renewed.region = said(renewed.region).or_else(|| Some(origin.1.to_owned()));
                renewed.access_token = grant.access_token;
                renewed.expires_at = grant.expires_at;
                // RFC 6749, section 6: after a reply without a refresh token, the old refresh token stays valid.
                renewed.refresh_token = grant.refresh_token.or(renewed.refresh_token);
                self.report_save(
                    "the renewed session",
                    self.tokens.save_token(&session.token_key(), &renewed),
                );
                return Ok(renewed);
            }
            Err(error) => error,
        };
        let is_refusal = error.failure() == oidc::CallFailure::Refused;
        let still_usable = present == CurrentToken::Usable && token.is_valid(self.now());
        let mut waits =
            Backoff::new(if is_refusal && !still_usable { OTHER_TOOL_SAVE_WAIT } else { Duration::ZERO });
        loop {
            match self.stored_token(session)?.filter(|other| self.is_bound(session, other)) {
                Some(other) if other.access_token != token.access_token && other.is_valid(self.now()) => {
                    self.log_decision("another tool has renewed the session; its token is used");
                    return Ok(other);
                }
                _ if still_usable => {
                    self.notify(&Notice::NotRenewed { reason: with_causes(&error) });
                    return Ok(token);
                }
                _ => {}
            }
            let Some(wait) = waits.next() else { break };
            self.caller.sleep(wait).await;
        }
        Err(match (is_refusal, error.kind().is_over()) {
            (true, true) => session_ended(session),
            (true, false) => not_signed_in(session, "the sign-in service does not renew the last one"),
            (false, _) => {
                let message = format!("the session {} could not be renewed", session.label());
                Error::new(ErrorKind::Network, message).with_session(session.label())
            }
        }
        .with_call(error))
    }

    fn signed_in(&self, session: &Session) -> Result<Token, Error> {
        let nobody = || not_signed_in(session, "nobody has signed in");
        let token = self.stored_token(session)?.ok_or_else(nobody)?;
        if !session.is_origin_of(&token) {
            return Err(not_signed_in(session, "the last one is of another portal or region"));
        }
        let unbound = self.unbound(&session.endpoints, &session.region, &token).join(", ");
        if !unbound.is_empty() {
            return Err(not_signed_in(session, &format!("the last one was not got at {unbound}")));
        }
        self.bind(session, &token);
        Ok(token)
    }

    /// Returns what to do with a token. No AWS tool renews the token of a legacy profile.
    fn action(&self, session: &Session, token: &Token) -> TokenAction {
        match token.action(self.now()) {
            TokenAction::RefreshOrUse if !session.renews() => TokenAction::Use,
            TokenAction::Refresh if !session.renews() => TokenAction::SignIn,
            step => step,
        }
    }
}

/// Whether the token that is renewed can be used if the renewal fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CurrentToken {
    /// The token can be used until it expires.
    Usable,
    /// The portal has refused the token.
    Refused,
}

fn not_signed_in(session: &Session, why: &str) -> Error {
    Error::new(ErrorKind::LoginRequired, format!("sign-in needed for {} ({why})", session.label()))
        .with_session(session.label())
}

fn not_opened(session: &Session, error: SealError) -> Error {
    match error.kind() {
        SealErrorKind::Altered => not_signed_in(session, "what renews the last one was altered"),
        _ => Error::new(ErrorKind::Locked, format!("the session {} cannot be renewed", session.label()))
            .with_session(session.label()),
    }
    .with_source(error)
}

fn session_ended(session: &Session) -> Error {
    not_signed_in(session, "the last one is over")
}

fn token_refused(session: &Session) -> Error {
    Error::new(
        ErrorKind::TokenRefused,
        format!("the portal no longer accepts the sign-in to {}", session.label()),
    )
    .with_session(session.label())
}
