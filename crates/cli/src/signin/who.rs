//! Who has signed in: asked of a role that a profile uses, remembered for the session, and told with a warning where it is
//! somebody else than last time. Who was led to approve another's sign-in finds out here.

use crate::{
    context::{Context, Files},
    host,
};
use daypass_credentials::{Plan, Provider, Session, Source, resolve};
use daypass_files::{Care, read_private, write_unlinked};
use daypass_portal_client::Client as Portal;
use daypass_sign_in::profiles_of;
use daypass_sts_client::Client as Sts;
use daypass_terminal::{Text, strong};
use daypass_token_cache::Token;
use daypass_transport::Service;
use serde_json::{Value, json};
use std::{path::PathBuf, time::Duration};

/// A name is worth no longer wait to somebody who is signed in.
const AT_MOST: Duration = Duration::from_secs(5);
/// What is longer is no such file, in bytes.
const MOST_BYTES: u64 = 64 * 1024;

/// Says it to a person at a terminal. Where no profile uses the session, or nobody answers in time, nothing is said.
pub(crate) async fn tell(
    context: &Context,
    provider: &Provider,
    files: &Files,
    session: &Session,
    token: &Token,
) {
    if !context.ui.draws() {
        return;
    }
    let Some(plan) = plan(context, files, session) else { return };
    let Ok(Some(user)) = tokio::time::timeout(AT_MOST, ask(provider, &plan, token)).await else { return };
    let path = remembered(context, session);
    let last = last(&path, session);
    match last.filter(|last| *last != user) {
        Some(last) => {
            context.ui.warn(format!(
                "you are {user} in {}; at the last sign-in it was {last}. If that is not you, sign out.",
                session.label()
            ));
        }
        None => context.ui.say(Text::from("You are ") + strong(&*user) + "."),
    }
    let text = json!({ "user": user, "start_url": session.start_url.as_str() }).to_string();
    if let Err(error) = write_unlinked(&path, text.as_bytes(), Care::Private) {
        context.ui.log(1, format!("who signed in is not remembered: {error}"));
    }
}

/// The first profile of the session that leads to a role.
fn plan(context: &Context, files: &Files, session: &Session) -> Option<Plan> {
    let (config, settings) = (files.config(), context.sign_in_settings().ok()?);
    let mut plans =
        profiles_of(&config, session).into_iter().filter_map(|name| resolve(&config, &settings, &name).ok());
    plans.find(|plan| matches!(plan.source(), Source::Sso { .. }))
}

/// The name of the session of an assumed role: that is the user's. The keys for it are forgotten at once.
async fn ask(provider: &Provider, plan: &Plan, token: &Token) -> Option<String> {
    let Source::Sso { session, account, role } = plan.source() else { return None };
    let portal = session.endpoints.endpoint(Service::Portal, &session.region).ok()?;
    let keys = Portal::new(provider.caller().clone(), portal);
    let keys = keys.role_credentials(&token.access_token, account, role).await.ok()?;
    let region = plan.service_region()?.clone();
    let sts = session.endpoints.endpoint(Service::Sts, &region).ok()?;
    let identity =
        Sts::new(provider.caller().clone(), sts, region).caller_identity(&keys, host::now()).await.ok()?;
    identity.user_id.split_once(':').map(|(_, user)| user.to_owned())
}

/// The file that remembers who signed in to a session.
fn remembered(context: &Context, session: &Session) -> PathBuf {
    context.paths.state.join("users").join(session.token_key().file_name())
}

/// Who it was at the last sign-in to the same portal.
fn last(path: &std::path::Path, session: &Session) -> Option<String> {
    let file = read_private(path, MOST_BYTES).ok()??;
    let known: Value = serde_json::from_slice(&file.bytes).ok()?;
    let text = |member: &str| known.get(member).and_then(Value::as_str);
    (text("start_url") == Some(session.start_url.as_str())).then(|| text("user").map(str::to_owned)).flatten()
}
