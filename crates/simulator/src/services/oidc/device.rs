//! The device authorization grant (RFC 8628): its start, and the page where a person types and confirms the code.

use super::{
    client::{DEVICE_GRANT, client},
    model::{Decision, Device},
    person::{automatic, decision},
    reply::{Request as Asked, ask_code, ask_decision},
    start_url::check_start_url,
};
use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST, UNAUTHORIZED_CLIENT},
    page, reply,
    site::Site,
};
use daypass_transport::Response;
use http::Method;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    client_id: Option<String>,
    client_secret: Option<String>,
    start_url: Option<String>,
}

/// Answers `POST /device_authorization`. Members: docs/evidence/oidc.md#device-grant.
pub(crate) fn start_device(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let input: Input = call.json()?;
    let client = client(&site.oidc, input.client_id.as_deref(), input.client_secret.as_deref(), call.now)?;
    if !client.may(DEVICE_GRANT) {
        return Err(UNAUTHORIZED_CLIENT.because("This client is not registered for the device grant."));
    }
    let start_url = input.start_url.filter(|url| !url.is_empty());
    let start_url = start_url.ok_or_else(|| INVALID_REQUEST.because("startUrl is required."))?;
    check_start_url(&site.organisation, site.settings.check_start_url, &start_url)?;
    let settings = &site.settings;
    let device = Device {
        user_code: site.ids.user_code(),
        client_id: input.client_id.unwrap_or_default(),
        expires_at: call.now.after(settings.device_code_seconds),
        interval: settings.interval,
        polled_at: call.now.world,
        polls_left: f64::from(settings.polling_burst.max(1)),
        decision: automatic(settings.auto_approve, &site.organisation).unwrap_or(Decision::Pending),
    };
    let device_code = site.ids.opaque("device code", 48);
    let reply = json!({
        "deviceCode": device_code,
        "userCode": device.user_code,
        "verificationUri": format!("{}/device", call.base),
        "verificationUriComplete": format!("{}/device?user_code={}", call.base, device.user_code),
        "expiresIn": settings.device_code_seconds,
        "interval": device.interval,
    });
    site.oidc.devices.insert(device_code, device);
    Ok(reply::json(200, &reply))
}

/// Answers `/device`: asks for the code without `user_code`; with it, `GET` shows the request and `POST` decides.
pub(crate) fn device_page(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let typed = call.query("user_code").or_else(|| call.form("user_code")).unwrap_or_default().trim();
    if typed.is_empty() {
        return Ok(ask_code(None));
    }
    let Site { oidc, organisation, .. } = site;
    let found = oidc.device_code(typed).map(str::to_owned);
    let device = found.and_then(|code| oidc.devices.get_mut(&code));
    let Some(device) = device.filter(|device| device.expires_at > call.now.world) else {
        return Ok(ask_code(Some(
            "This code is not known, or it has expired. Start again where it came from.",
        )));
    };
    if device.decision != Decision::Pending {
        return Ok(decided(&device.decision));
    }
    if call.is(&Method::GET) {
        let client = oidc.registrations.get(&device.client_id);
        return Ok(ask_decision(&Asked {
            client: client.map_or("", |client| &client.name),
            scopes: client.map_or(&[], |client| &client.scopes),
            users: &organisation.users,
            user_code: Some(&device.user_code),
            returns_to: None,
            action: call.address(),
        }));
    }
    device.decision = decision(call, &organisation.users)?;
    Ok(decided(&device.decision))
}

fn decided(decision: &Decision) -> Response {
    match decision {
        Decision::Allowed { user } => page::message(
            200,
            "Request approved",
            &format!("Signed in as {user}. You can close this window."),
        ),
        Decision::Denied => {
            page::message(200, "Request denied", "Nothing was given access. You can close this window.")
        }
        Decision::Pending => ask_code(None),
    }
}
