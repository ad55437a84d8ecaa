//! Revokes the session of a console sign-in.

use crate::{Error, ListSessions, RevokeSessions};
use daypass_login_session::{
    ErrorKind, LoginProfile, LoginSessions,
    console_login::{IdTokenClaims, LoginSession},
    with_causes,
};
use daypass_sso_types::{Credentials, Region};
use daypass_token_cache::LoginEntry;
use daypass_transport::{Endpoint, EndpointOptions, Service};
use std::slice;

/// What became of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there was something to revoke, or there was not")]
pub enum Revoked {
    /// AWS has revoked it. Keys that are out stay good for up to 15 minutes.
    Now,
    /// Nobody was signed in, or the session was over.
    NothingToRevoke,
}

/// Revokes the session of a sign-in at AWS, with its own keys, which are refreshed if they have ended. The file stays: remove
/// it with [`LoginSessions::sign_out`].
///
/// Dropping the future does not end a refresh, and may leave it unknown whether the session was revoked.
///
/// # Errors
/// The session lives on, as the [`kind`](Error::kind) says why.
pub async fn revoke(sessions: &LoginSessions, profile: &LoginProfile) -> Result<Revoked, Error> {
    let keys = match sessions.credentials(profile).await {
        Ok(keys) => keys,
        Err(error) if error.kind() == ErrorKind::SignInNeeded => return Ok(Revoked::NothingToRevoke),
        Err(error) => return Err(error.into()),
    };
    let Some(entry) = sessions.stored(profile.session())? else { return Ok(Revoked::NothingToRevoke) };
    let claims = entry.id_token.as_ref().and_then(|token| IdTokenClaims::read(token).ok());
    let said = entry.sign_in_region.as_deref().and_then(|region| Region::new(region).ok());
    let region = said.or_else(|| claims.as_ref()?.region()).or_else(|| profile.region().cloned());
    let region = region.ok_or_else(|| Error::not_found("nothing says in which region the session is"))?;
    let endpoint = control_plane(profile, &region)?;
    let arn = match claims.and_then(|claims| claims.session_arn) {
        Some(arn) => arn,
        None => the_only_one(sessions, &endpoint, &region, &keys, &entry).await?,
    };
    let request = RevokeSessions { session_arns: slice::from_ref(&arn) };
    let request = request.request(&endpoint, &region, &keys, sessions.clock().now())?;
    let response = sessions.caller().send(request).await.map_err(daypass_sts_client::Error::from)?;
    match RevokeSessions::read(&response, sessions.clock().now())?.contains(&arn) {
        true => Ok(Revoked::Now),
        false => Err(Error::not_found("AWS does not know the session of the sign-in")),
    }
}

/// What became of several sessions.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Revocations {
    /// How many sessions AWS has revoked.
    pub revoked: usize,
    /// The sessions that live on, and why.
    pub failed: Vec<(LoginSession, Error)>,
}

impl Revocations {
    /// Says for each session that lives on why it does.
    pub fn messages(&self) -> impl Iterator<Item = String> {
        self.failed.iter().map(|(identity, error)| format!("{identity}: {}", with_causes(error)))
    }
}

/// Revokes the sessions of several sign-ins, as [`revoke`] does, one after another. A failure does not end the others.
pub async fn revoke_all(
    sessions: &LoginSessions,
    profiles: impl IntoIterator<Item = LoginProfile>,
) -> Revocations {
    let mut done = Revocations::default();
    for profile in profiles {
        match revoke(sessions, &profile).await {
            Ok(Revoked::Now) => done.revoked += 1,
            Ok(Revoked::NothingToRevoke) => {}
            Err(error) => done.failed.push((profile.session().clone(), error)),
        }
    }
    done
}

/// The endpoint of the operations on sessions: AWS's own has a host of its own, a configured one is used as it is.
fn control_plane(profile: &LoginProfile, region: &Region) -> Result<Endpoint, Error> {
    let at = profile.endpoint(region).map_err(Error::no_endpoint)?.endpoint;
    let options = EndpointOptions { dual_stack: true, ..EndpointOptions::default() };
    Ok(match at.is_of_aws(Service::Signin, region) {
        true => Endpoint::aws(Service::Signin, region, options),
        false => at,
    })
}

/// The session of a sign-in whose id token does not name it: that of its client, if the identity has no other.
async fn the_only_one(
    sessions: &LoginSessions,
    endpoint: &Endpoint,
    region: &Region,
    keys: &Credentials,
    entry: &LoginEntry,
) -> Result<String, Error> {
    let client_id = entry.client_id.as_deref();
    let mut found = Vec::new();
    let mut next_token = None;
    loop {
        let request = ListSessions { client_id, next_token: next_token.as_deref() };
        let request = request.request(endpoint, region, keys, sessions.clock().now())?;
        let response = sessions.caller().send(request).await.map_err(daypass_sts_client::Error::from)?;
        let page = ListSessions::read(&response, sessions.clock().now())?;
        found.extend(page.session_arns);
        if page.next_token.is_none() || found.len() > 1 {
            break;
        }
        next_token = page.next_token;
    }
    match <[String; 1]>::try_from(found) {
        Ok([arn]) => Ok(arn),
        Err(found) if found.is_empty() => Err(Error::not_found("AWS lists no session of this client")),
        Err(_) => {
            Err(Error::not_found("the identity has several sessions, and nothing says which is this one"))
        }
    }
}
