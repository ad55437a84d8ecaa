//! CreateToken: the device, authorization code and refresh grants.

use super::{
    client::{CODE_GRANT, DEVICE_GRANT, REFRESH_GRANT, client},
    grant::{self, Issued, Tokens},
    model::{Decision, Device},
    reply,
};
use crate::{
    call::Call,
    failure::{
        ACCESS_DENIED, AUTHORIZATION_PENDING, EXPIRED_TOKEN, Failure, INVALID_GRANT, INVALID_REQUEST,
        SLOW_DOWN, UNAUTHORIZED_CLIENT, UNSUPPORTED_GRANT_TYPE,
    },
    site::{Site, settings::RefreshTokens},
    time::Moment,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_transport::Response;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    client_id: Option<String>,
    client_secret: Option<String>,
    grant_type: Option<String>,
    device_code: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    refresh_token: Option<String>,
}

/// Answers `POST /token`. Members: docs/evidence/oidc.md#tokens.
pub(crate) fn create_token(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let input: Input = call.json()?;
    let grant_type = input.grant_type.as_deref();
    let grant_type = grant_type.ok_or_else(|| INVALID_REQUEST.because("grantType is required."))?;
    let work = match grant_type {
        DEVICE_GRANT => device,
        CODE_GRANT => code,
        REFRESH_GRANT => refresh,
        other => {
            return Err(UNSUPPORTED_GRANT_TYPE.because(format!("The grant type {other:?} is not supported.")));
        }
    };
    let client = client(&site.oidc, input.client_id.as_deref(), input.client_secret.as_deref(), call.now)?;
    if !client.may(grant_type) {
        return Err(UNAUTHORIZED_CLIENT.because("This client is not registered for this grant type."));
    }
    let may_refresh = client.is_refreshable() && site.settings.refresh_tokens != RefreshTokens::None;
    let first = if may_refresh { Tokens::AccessAndRefresh } else { Tokens::Session };
    work(site, &input, first, call.now).map(|issued| reply::tokens(&issued))
}

fn required<'i>(value: Option<&'i String>, name: &str) -> Result<&'i str, Failure> {
    let value = value.map(String::as_str).filter(|value| !value.is_empty());
    value.ok_or_else(|| INVALID_REQUEST.because(format!("{name} is required.")))
}

fn device(site: &mut Site, input: &Input, first: Tokens, moment: Moment) -> Result<Issued, Failure> {
    let device_code = required(input.device_code.as_ref(), "deviceCode")?;
    let client_id = input.client_id.as_deref().unwrap_or_default();
    let device = site.oidc.devices.get_mut(device_code).filter(|device| device.client_id == client_id);
    let device =
        device.ok_or_else(|| INVALID_GRANT.because("The device code is not known, or was redeemed."))?;
    if device.expires_at <= moment.world {
        return Err(EXPIRED_TOKEN.because("The device code has expired."));
    }
    let is_too_fast = poll_is_too_fast(device, site.settings.polling_burst, moment);
    let user = match &device.decision {
        Decision::Allowed { user } => user.clone(),
        Decision::Denied => return Err(ACCESS_DENIED.because("The user denied the request.")),
        Decision::Pending if is_too_fast => {
            // RFC 8628, section 3.5: slow_down lengthens the interval by 5 s.
            device.interval += 5;
            return Err(SLOW_DOWN.because("Polled faster than the interval allows."));
        }
        Decision::Pending => return Err(AUTHORIZATION_PENDING.because("The user has not decided yet.")),
    };
    site.oidc.devices.remove(device_code);
    let scopes =
        site.oidc.registrations.get(client_id).map(|client| client.scopes.clone()).unwrap_or_default();
    let session = grant::open(site, &user, client_id, &scopes, moment);
    Ok(grant::issue(site, session, first, moment))
}

/// Counts a poll and says whether it came too early: one is due per interval, plus `Settings::polling_burst`.
fn poll_is_too_fast(device: &mut Device, burst: u32, moment: Moment) -> bool {
    let since = moment.world.saturating_sub(device.polled_at).as_secs_f64();
    let interval = Duration::from_secs(device.interval).as_secs_f64();
    let earned = if interval > 0.0 { since / interval } else { 1.0 };
    device.polled_at = moment.world;
    // Timers can fire a little early, so a twentieth of a poll is tolerated.
    let left = (device.polls_left + earned).min(f64::from(burst.max(1)));
    let is_too_fast = left < 0.95;
    device.polls_left = if is_too_fast { left } else { (left - 1.0).max(0.0) };
    is_too_fast
}

fn code(site: &mut Site, input: &Input, first: Tokens, moment: Moment) -> Result<Issued, Failure> {
    let code = required(input.code.as_ref(), "code")?;
    let verifier = required(input.code_verifier.as_ref(), "codeVerifier")?;
    let redirect_uri = required(input.redirect_uri.as_ref(), "redirectUri")?;
    let client_id = input.client_id.as_deref().unwrap_or_default();
    let issued = site.oidc.codes.get(code).filter(|issued| issued.client_id == client_id).cloned();
    let issued = issued.ok_or_else(|| INVALID_GRANT.because("The authorization code is not known."))?;
    if let Some(session) = issued.session {
        // RFC 6749, section 4.1.2: a code that is used twice was stolen, so its session is ended.
        if let Some(session) = site.oidc.sessions.get_mut(session) {
            session.is_over = true;
        }
        return Err(INVALID_GRANT.because("The authorization code was redeemed before."));
    }
    if issued.expires_at <= moment.world {
        return Err(EXPIRED_TOKEN.because("The authorization code has expired."));
    }
    if issued.redirect_uri != redirect_uri {
        return Err(INVALID_GRANT.because("The redirect URI is not the one that the code was sent to."));
    }
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != issued.challenge {
        return Err(INVALID_GRANT.because("The code verifier does not fit the code challenge."));
    }
    let session = grant::open(site, &issued.user, client_id, &issued.scopes, moment);
    if let Some(code) = site.oidc.codes.get_mut(code) {
        code.session = Some(session);
    }
    Ok(grant::issue(site, session, first, moment))
}

fn refresh(site: &mut Site, input: &Input, first: Tokens, moment: Moment) -> Result<Issued, Failure> {
    let refresh_token = required(input.refresh_token.as_ref(), "refreshToken")?;
    let client_id = input.client_id.as_deref().unwrap_or_default();
    let Site { oidc, settings, .. } = &mut *site;
    let refused =
        || INVALID_GRANT.because("The refresh token is not known, was used, or its session is over.");
    let known =
        oidc.refresh_tokens.get_mut(refresh_token).filter(|known| !known.is_spent).ok_or_else(refused)?;
    let session = known.session;
    let alive = oidc.sessions.get(session).filter(|session| {
        session.client_id == client_id && !session.is_over && session.ends_at > moment.world
    });
    alive.ok_or_else(refused)?;
    if settings.refresh_tokens == RefreshTokens::SingleUse {
        known.is_spent = true;
    }
    let tokens = match settings.refresh_tokens {
        RefreshTokens::Omitted | RefreshTokens::None => Tokens::Access,
        RefreshTokens::Reusable | RefreshTokens::SingleUse => first,
    };
    Ok(grant::issue(site, session, tokens, moment))
}
