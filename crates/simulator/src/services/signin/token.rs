//! CreateOAuth2Token: the authorization code and refresh grants of console sign-ins.

use super::{
    model::{Refresh, Session},
    proof, region, reply,
};
use crate::{
    call::Call,
    failure::{AUTHCODE_EXPIRED, Failure, SIGNIN_INVALID_REQUEST, TOKEN_EXPIRED},
    site::{Site, organisation::Principal, settings::ConsoleRefresh},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_transport::Response;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    client_id: String,
    grant_type: String,
    code: Option<String>,
    code_verifier: Option<String>,
    redirect_uri: Option<String>,
    refresh_token: Option<String>,
}

/// Answers `POST /v1/token`. Members: docs/evidence/console-login.md#tokens.
pub(crate) fn create_token(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let input: Input = serde_json::from_slice(call.request.body())
        .map_err(|_| SIGNIN_INVALID_REQUEST.because("The request body is not the JSON of this operation."))?;
    let thumbprint = proof::verify(site, call)?;
    match input.grant_type.as_str() {
        "authorization_code" => redeem(site, call, &input, thumbprint),
        "refresh_token" => refresh(site, call, &input, &thumbprint),
        _ => Err(SIGNIN_INVALID_REQUEST.because("The grant type is not supported.")),
    }
}

fn required<'i>(value: Option<&'i String>, name: &str) -> Result<&'i str, Failure> {
    let value = value.map(String::as_str).filter(|value| !value.is_empty());
    value.ok_or_else(|| SIGNIN_INVALID_REQUEST.because(format!("{name} is required.")))
}

/// The words of AWS for a code or token that is not good, whatever the reason.
fn refused() -> Failure {
    SIGNIN_INVALID_REQUEST
        .because("The provided authorization grant is invalid, expired, revoked, or malformed")
}

fn redeem(site: &mut Site, call: &Call<'_>, input: &Input, thumbprint: String) -> Result<Response, Failure> {
    let code = required(input.code.as_ref(), "code")?;
    let verifier = required(input.code_verifier.as_ref(), "codeVerifier")?;
    let redirect_uri = required(input.redirect_uri.as_ref(), "redirectUri")?;
    let issued = site.signin.codes.get_mut(code);
    let issued = issued.filter(|issued| issued.client_id == input.client_id && !issued.is_spent);
    let issued = issued.ok_or_else(refused)?;
    if issued.expires_at <= call.now.world {
        return Err(AUTHCODE_EXPIRED.because("The authorization code has expired."));
    }
    if issued.redirect_uri != redirect_uri
        || URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != issued.challenge
    {
        return Err(refused());
    }
    issued.is_spent = true;
    let user = issued.user.clone();
    let region = region(site, call);
    let principal = principal(site, &user);
    let arn = session_arn(site, &region, &principal);
    let session = Session {
        arn,
        client_id: input.client_id.clone(),
        thumbprint,
        region,
        issued_at: call.now.world,
        last_used_at: call.now.world,
        ends_at: call.now.after(site.settings.console_session_seconds),
        is_over: false,
        principal,
    };
    let id_token = id_token(site, call, &session);
    site.signin.sessions.push(session);
    let session = site.signin.sessions.len() - 1;
    issue(site, call, session, Some(&id_token))
}

fn refresh(site: &mut Site, call: &Call<'_>, input: &Input, thumbprint: &str) -> Result<Response, Failure> {
    let token = required(input.refresh_token.as_ref(), "refreshToken")?;
    let region = region(site, call);
    let Site { signin, settings, .. } = &mut *site;
    let known = signin.refresh_tokens.get_mut(token).ok_or_else(refused)?;
    let index = known.session;
    let session = signin.sessions.get_mut(index).ok_or_else(refused)?;
    // A token of another region, client or key is refused with the words for a bad one.
    if session.region != region || session.client_id != input.client_id || session.thumbprint != thumbprint {
        return Err(refused());
    }
    if !session.is_live(call.now.world) {
        return Err(TOKEN_EXPIRED.because("The refresh token has expired"));
    }
    let grace = Duration::from_secs(settings.console_grace_seconds);
    let is_reused =
        known.used_at.is_some_and(|used| call.now.world.saturating_sub(used) > grace || grace.is_zero());
    match settings.console_refresh {
        ConsoleRefresh::SingleUse if is_reused => return Err(refused()),
        ConsoleRefresh::ReuseEndsSession if is_reused => {
            session.is_over = true;
            return Err(refused());
        }
        ConsoleRefresh::Reusable | ConsoleRefresh::SingleUse | ConsoleRefresh::ReuseEndsSession => {}
    }
    known.used_at.get_or_insert(call.now.world);
    session.last_used_at = call.now.world;
    issue(site, call, index, None)
}

/// Issues keys and a refresh token for a session.
fn issue(
    site: &mut Site,
    call: &Call<'_>,
    session: usize,
    id_token: Option<&str>,
) -> Result<Response, Failure> {
    let principal = site.signin.sessions.get(session).map(|session| session.principal.clone());
    let principal = principal.ok_or_else(refused)?;
    let seconds = site.settings.console_key_seconds;
    let (id, key) = site.keys.issue(&mut site.ids, principal, call.now.after(seconds));
    let refresh_token = site.ids.opaque("console refresh token", 240);
    site.signin.refresh_tokens.insert(refresh_token.clone(), Refresh { session, used_at: None });
    Ok(reply::tokens(&id, &key, seconds, &refresh_token, id_token))
}

/// Returns the identity of a user in the console: an IAM user of the first account.
fn principal(site: &Site, user: &str) -> Principal {
    let organisation = &site.organisation;
    let account = organisation.accounts.first().map(|account| account.id.clone()).unwrap_or_default();
    let name = user.split('@').next().unwrap_or_default();
    let arn = format!("arn:{}:iam::{account}:user/{name}", organisation.partition());
    let user_id = crate::site::ids::unique_id_of(organisation.seed, "AIDA", &arn);
    Principal { account, user_id, role_arn: arn.clone(), arn, permission_set: None }
}

fn session_arn(site: &mut Site, region: &str, principal: &Principal) -> String {
    let (partition, account) = (site.organisation.partition(), &principal.account);
    format!("arn:{partition}:signin:{region}:{account}:session/{}", site.ids.request_id())
}

/// Builds the id token. Nobody is known to check its signature, so it has none that could be.
fn id_token(site: &mut Site, call: &Call<'_>, session: &Session) -> String {
    let at = call.now.wire.as_secs();
    let header = json!({ "kid": "1", "typ": "JWT", "alg": "ES384" });
    let claims = json!({
        "iss": "https://signin.aws.amazon.com/signin",
        "iat": at,
        "exp": at + 900,
        "aud": session.client_id,
        "sub": session.principal.arn,
        "session_arn": session.arn,
    });
    let encode = |part: serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
    format!("{}.{}.{}", encode(header), encode(claims), site.ids.opaque("signature", 96))
}
