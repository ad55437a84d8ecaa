//! The control interface `/_sim/…`: the world's controls as JSON, for tests in any language.

use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST, UNKNOWN_OPERATION},
    faults::{Fault, InvalidFault},
    reply,
    services::oidc::{
        model::Decision,
        signed_in::{SignIn, sign_in},
    },
    site::settings::{AutoApprove, Settings},
    world::World,
};
use daypass_transport::Response;
use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// The path of the controls.
const PATH: &str = "/_sim/";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockInput {
    advance: Option<u64>,
    skew: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApproveInput {
    mode: AutoApprove,
}

/// Says whether a request is for the controls.
pub(crate) fn is_for(call: &Call<'_>) -> bool {
    call.path.starts_with(PATH)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInInput {
    session: String,
    user: Option<String>,
    #[serde(default)]
    aged: bool,
}

/// Answers a control request. The crate's README lists the controls.
pub(crate) fn answer(world: &mut World, call: &Call<'_>) -> Result<Response, Failure> {
    let done = || Ok(reply::json(200, &json!({ "done": true })));
    match (call.request.method(), call.path.trim_start_matches(PATH)) {
        (&Method::GET, "health") => done(),
        (&Method::GET, "state") => Ok(reply::json(200, &state(world, call))),
        (&Method::GET, "requests") => {
            let entries: Vec<_> = world.log.entries().map(crate::log::LogEntry::json).collect();
            Ok(reply::json(200, &json!({ "requests": entries })))
        }
        (&Method::GET, "counters") => Ok(reply::json(200, &world.log.counts())),
        (&Method::DELETE, "requests" | "counters") => {
            world.clear_log();
            done()
        }
        (&Method::GET, "faults") => Ok(reply::json(200, &json!({ "faults": world.faults.lines() }))),
        (&Method::POST, "faults") => {
            add_faults(world, call)?;
            Ok(reply::json(200, &json!({ "faults": world.faults.lines() })))
        }
        (&Method::DELETE, "faults") => {
            world.clear_faults();
            done()
        }
        (&Method::POST, "clock") => {
            let ClockInput { advance, skew } = call.json()?;
            world.advance(Duration::from_secs(advance.unwrap_or_default()));
            world.site.settings.skew_seconds = skew.unwrap_or(world.site.settings.skew_seconds);
            done()
        }
        (&Method::POST, "approve") => {
            world.site.settings.auto_approve = call.json::<ApproveInput>()?.mode;
            done()
        }
        (&Method::GET, "settings") => Ok(reply::json(200, &json!(world.site.settings))),
        (&Method::POST | &Method::PATCH, "settings") => {
            world.site.settings = changed(&world.site.settings, call)?;
            Ok(reply::json(200, &json!(world.site.settings)))
        }
        (&Method::POST, "sign_in") => {
            let SignInInput { session, user, aged } = call.json()?;
            let mut who = SignIn::new(session);
            who.user = user;
            who.is_aged = aged;
            let signed_in = sign_in(&mut world.site, &who, call.now);
            let signed_in = signed_in.ok_or_else(|| INVALID_REQUEST.because("There is no such user."))?;
            let reply = json!({ "file": signed_in.file_name(), "token": signed_in.token() });
            Ok(reply::json(200, &reply))
        }
        (&Method::POST, action) => {
            let act = match action {
                "expire_tokens" => World::expire_access_tokens,
                "expire_credentials" => World::expire_credentials,
                "expire_device_codes" => World::expire_device_codes,
                "end_sessions" => World::end_sessions,
                "revoke_registrations" => World::revoke_registrations,
                "release" => World::release,
                "reset" => World::reset,
                _ => return Err(UNKNOWN_OPERATION.because(format!("There is no control {action:?}."))),
            };
            act(world);
            done()
        }
        (method, path) => Err(UNKNOWN_OPERATION.because(format!("There is no control {method} {path:?}."))),
    }
}

/// Adds faults from JSON, one or a list (see [`Fault::from_json`]), or from lines of plain text; all or none.
fn add_faults(world: &mut World, call: &Call<'_>) -> Result<(), Failure> {
    let body = call.request.body();
    let is_json = call.header("content-type").is_some_and(|kind| kind.starts_with("application/json"))
        || body.first().is_some_and(|first| b"{[".contains(first));
    let faults: Result<Vec<_>, _> = if is_json {
        match call.json()? {
            Value::Array(faults) => faults.iter().map(Fault::from_json).collect(),
            fault => Fault::from_json(&fault).map(|fault| vec![fault]),
        }
    } else {
        let text = String::from_utf8_lossy(body);
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::parse).collect()
    };
    let faults = faults.map_err(|error: InvalidFault| INVALID_REQUEST.because(error.to_string()))?;
    for fault in faults {
        world.add_fault(fault);
    }
    Ok(())
}

/// Returns the settings with the request's changes.
fn changed(settings: &Settings, call: &Call<'_>) -> Result<Settings, Failure> {
    let changes: Map<String, Value> = call.json()?;
    let mut all = json!(settings);
    if let Some(all) = all.as_object_mut() {
        all.extend(changes);
    }
    serde_json::from_value(all).map_err(|error| INVALID_REQUEST.because(error.to_string()))
}

fn state(world: &World, call: &Call<'_>) -> Value {
    let state = &world.site.oidc;
    let waiting = state
        .devices
        .values()
        .filter(|device| device.decision == Decision::Pending && device.expires_at > call.now.world)
        .map(|device| {
            json!({
                "user_code": device.user_code,
                "url": format!("{}/device?user_code={}", call.base, device.user_code),
            })
        });
    let live = state.sessions.iter().filter(|session| !session.is_over && session.ends_at > call.now.world);
    json!({
        "scenario": world.site.name,
        "region": world.site.organisation.region,
        "start_url": world.site.organisation.start_url,
        "users": world.site.organisation.users,
        "accounts": world.site.organisation.accounts.len(),
        "registrations": state.registrations.len(),
        "sessions": live.count(),
        "console_sessions": world.site.signin.live(call.now.world).count(),
        "held": world.held(),
        "waiting": waiting.collect::<Vec<_>>(),
    })
}
