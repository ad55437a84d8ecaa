//! Refreshes a console session under its lock, and judges what the service says.

use crate::{
    Error, ErrorKind, LoginProfile, LoginSessions, Notice,
    login_sessions::{needed, unrenewable},
    with_causes,
};
use daypass_console_login::{
    self as console_login, CallFailure, Client, IdTokenClaims, MANAGED_POLICY, ProofKey,
};
use daypass_sso_types::{Region, Remedy};
use daypass_token_cache::{Backoff, Lock, LoginEntry, LoginKey, TokenAction};
use daypass_transport::skew_in_words;
use std::{sync::Arc, time::Duration};

/// How long a refused refresh waits for another tool to store its keys: AWS's tools take no lock, and one of them may
/// have used the refresh token and not have stored the new one yet.
const OTHER_TOOL_SAVE_WAIT: Duration = Duration::from_secs(1);

/// A clock that is further off than this may be why a proof is refused, in seconds.
const NOTABLE_SKEW: u64 = 300;

impl LoginSessions {
    /// Reads the file again under the lock, and refreshes it if that is still needed. The work holds the lock, and goes
    /// on if its future is dropped.
    pub(crate) async fn exchange(&self, profile: &LoginProfile, lock: Lock) -> Result<LoginEntry, Error> {
        let file = self.store.login_path(&LoginKey::of(profile.session().as_str()));
        let (sessions, profile) = (self.detached(), profile.clone());
        let work = async move {
            let _lock = lock;
            let entry = sessions.signed_in(profile.session())?;
            match entry.action(sessions.now()) {
                TokenAction::Use => Ok(entry),
                TokenAction::SignIn => Err(unrenewable(profile.session(), &entry)),
                TokenAction::RefreshOrUse | TokenAction::Refresh => sessions.refresh(&profile, entry).await,
            }
        };
        self.exchanges.run_once_for_file(&file, work).await
    }

    async fn refresh(&self, profile: &LoginProfile, before: LoginEntry) -> Result<LoginEntry, Error> {
        let session = profile.session();
        self.log(format!("renewing the console session of {session}"));
        let error = match self.ask(profile, &before).await {
            Ok((region, renewed)) => return self.stored_refresh(profile, &before, &region, renewed),
            Err(error) => error,
        };
        let is_refusal = error.call().is_some_and(|call| call.failure() == CallFailure::Refused);
        let is_valid = before.is_valid(self.now());
        let mut waits =
            Backoff::new(if is_refusal && !is_valid { OTHER_TOOL_SAVE_WAIT } else { Duration::ZERO });
        loop {
            match self.stored(session)? {
                Some(other) if !other.is_same_grant(&before) && other.is_valid(self.now()) => {
                    self.log("another tool has renewed the session; its keys are used");
                    return Ok(other);
                }
                _ if is_valid => {
                    self.notify(&Notice::NotRenewed { reason: with_causes(&error) });
                    return Ok(before);
                }
                _ => {}
            }
            let Some(wait) = waits.next() else { return Err(error) };
            self.caller.sleep(wait).await;
        }
    }

    /// Stores what a refresh in this region gave.
    pub(crate) fn stored_refresh(
        &self,
        profile: &LoginProfile,
        before: &LoginEntry,
        region: &Region,
        renewed: console_login::Refreshed,
    ) -> Result<LoginEntry, Error> {
        let mut after = before.refreshed(renewed.credentials, renewed.refresh_token);
        // The session is refreshed here, so it was opened here: readers of the member find it from now on.
        after.sign_in_region.get_or_insert_with(|| region.as_str().to_owned());
        // Some tool may have written the key in a form that others do not read.
        let key = after.dpop_key.as_ref().and_then(|pem| ProofKey::from_pem(pem).ok());
        after.dpop_key = key.map(|key| key.to_pem()).or(after.dpop_key);
        self.written(profile, before, after)
    }

    /// Stores a refresh, unless somebody has signed in or out meanwhile. A file that cannot be written is a notice: the
    /// keys are good, and without the file the refresh token is lost, which the next refresh will tell.
    fn written(
        &self,
        profile: &LoginProfile,
        before: &LoginEntry,
        after: LoginEntry,
    ) -> Result<LoginEntry, Error> {
        let session = profile.session();
        match self.store.save_refreshed_login(&LoginKey::of(session.as_str()), before, &after) {
            Ok(Some(saved)) => {
                self.report("the renewed console session", &saved);
                Ok(after)
            }
            Ok(None) => match self.stored(session)? {
                Some(other) if other.is_valid(self.now()) => {
                    self.log("another sign-in has replaced the session meanwhile; its keys are used");
                    Ok(other)
                }
                Some(_) => Ok(after),
                None => Err(needed(session, "it was signed out meanwhile")),
            },
            Err(error) => {
                let what = "the renewed console session";
                self.notify(&Notice::NotSaved { what, reason: with_causes(&error) });
                Ok(after)
            }
        }
    }

    /// Redeems the refresh token where the session was opened. Of a session whose file does not say that, each region
    /// that may be the one is asked: another one refuses the token and does not use it up.
    pub(crate) async fn ask(
        &self,
        profile: &LoginProfile,
        before: &LoginEntry,
    ) -> Result<(Region, console_login::Refreshed), Error> {
        let session = profile.session();
        let (Some(token), Some(client_id), Some(pem)) =
            (&before.refresh_token, &before.client_id, &before.dpop_key)
        else {
            return Err(unrenewable(session, before));
        };
        let key = ProofKey::from_pem(pem)
            .map_err(|error| needed(session, "the key of the last one is damaged").with_source(error))?;
        let mut asked = Vec::new();
        let mut regions = regions(profile, before).into_iter().peekable();
        while let Some(region) = regions.next() {
            let at = profile.endpoint(&region).map_err(|error| {
                Error::new(ErrorKind::Endpoint, "the endpoint of the sign-in service cannot be used")
                    .with_cause(Arc::from(error))
            })?;
            if let Some(unbound) = self.unbound(&at, client_id, &key) {
                return Err(needed(session, &format!("the last one was not got at {unbound}")));
            }
            self.bind(&at, client_id, &key);
            let client = Client::new(self.caller.clone(), at.endpoint, Arc::clone(&self.signer));
            asked.push(region.to_string());
            match client.refresh(client_id, token, &key, &*self.clock).await {
                Ok(renewed) => return Ok((region, renewed)),
                Err(error)
                    if error.kind() == console_login::ErrorKind::InvalidRequest
                        && regions.peek().is_some() =>
                {
                    self.log(format!("the session is not renewed in {region}"));
                }
                Err(error) => {
                    let is_said = said_region(before).is_some();
                    return Err(explained(profile, &asked.join(" and "), is_said, error));
                }
            }
        }
        let message = format!("nothing says in which region {session} was signed in");
        Err(Error::new(ErrorKind::NoRegion, message)
            .with_remedy(Remedy::Option { name: "--region", value: None }))
    }
}

/// The region that the file says.
fn said_region(entry: &LoginEntry) -> Option<Region> {
    Region::new(entry.sign_in_region.as_deref()?).ok()
}

/// Returns the region in which the session was opened, as the file says it. The AWS CLI does not write it; then the one
/// that the id token names in the ARN of the session, and that of the profile or the environment, in which the AWS CLI
/// itself refreshes.
fn regions(profile: &LoginProfile, entry: &LoginEntry) -> Vec<Region> {
    if let Some(said) = said_region(entry) {
        return vec![said];
    }
    let claims = entry.id_token.as_ref().and_then(|token| IdTokenClaims::read(token).ok());
    let mut regions: Vec<_> = claims.and_then(|claims| claims.region()).into_iter().collect();
    if let Some(region) = profile.region().filter(|region| !regions.contains(region)) {
        regions.push(region.clone());
    }
    regions
}

/// Says what a refused or failed refresh means, and what helps.
fn explained(profile: &LoginProfile, regions: &str, is_said: bool, error: console_login::Error) -> Error {
    use console_login::ErrorKind as Kind;
    let session = profile.session();
    let explained = match error.kind() {
        Kind::SessionEnded => needed(session, "the last one is over"),
        Kind::CredentialsChanged => needed(session, "its password or other credentials have changed"),
        Kind::InvalidKey => needed(session, "the key of the last one is damaged"),
        Kind::ReplyLost => {
            needed(session, "the answer to the last renewal was lost, and with it the next refresh token")
        }
        // A token of another region is refused in the same words as one that is used up.
        Kind::InvalidRequest if !is_said => needed(
            session,
            &format!("the last one is not renewed in {regions}; it may be over, or of another region"),
        )
        .with_fact("region", format!("{regions}, which the file does not say")),
        Kind::InvalidRequest => needed(session, "the sign-in service does not renew the last one"),
        Kind::InsufficientPermissions => Error::new(
            ErrorKind::Refused,
            format!("{session} may not use `aws login` sessions (signin:CreateOAuth2Token)"),
        )
        .with_remedy(Remedy::Advice(format!(
            "An administrator attaches the managed policy {MANAGED_POLICY} to it."
        ))),
        Kind::AccessDenied => {
            Error::new(ErrorKind::Refused, format!("AWS denies the console session of {session}"))
        }
        Kind::Network | Kind::Unavailable | Kind::Throttled | Kind::Malformed => {
            let why = error.failure().of("the AWS sign-in service");
            Error::new(ErrorKind::Network, format!("the console session could not be renewed: {why}"))
        }
        _ => Error::new(ErrorKind::Service, "the console session could not be renewed"),
    };
    let skew = error.clock_skew().filter(|seconds| seconds.unsigned_abs() > NOTABLE_SKEW);
    let explained = match skew {
        Some(seconds) => {
            explained.with_fact("clock", format!("this machine's is {}", skew_in_words(seconds)))
        }
        None => explained,
    };
    explained.with_source(error)
}
