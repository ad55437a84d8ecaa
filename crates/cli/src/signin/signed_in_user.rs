//! Shows the user who has signed in, and warns if another user signed in to the session last time.

use crate::context::{Context, Files};
use daypass_credentials::{Plan, Provider, Session, Source, resolve};
use daypass_sign_in::{KnownUsers, profiles_of, user_of};
use daypass_terminal::{Text, strong};
use std::time::Duration;

/// How long to wait for the name of the user; the sign-in itself is complete.
const USER_NAME_WAIT: Duration = Duration::from_secs(5);

/// Prints the name of the user; nothing if the user has no role, or if AWS does not answer in time.
pub(super) async fn tell(context: &Context, provider: &Provider, files: &Files, session: &Session) {
    let plan = plan(context, files, session);
    let asked = tokio::time::timeout(USER_NAME_WAIT, user_of(provider, session, plan.as_ref())).await;
    let Ok(Some(user)) = asked else { return };
    let known = KnownUsers::new(context.paths.state.join("users"));
    match known.last(session).filter(|last| *last != user) {
        Some(last) => context.ui.warn(format!(
            "you are {user} in {}; at the last sign-in it was {last}. If that is not you, sign out.",
            session.label()
        )),
        None => context.ui.say(Text::from("You are ") + strong(&*user) + "."),
    }
    if let Err(error) = known.remember(session, &user) {
        context.ui.log(1, format!("who signed in is not remembered: {error}"));
    }
}

/// The plan of the first profile of the session with a role.
fn plan(context: &Context, files: &Files, session: &Session) -> Option<Plan> {
    let (config, settings) = (files.config(), context.sign_in_settings().ok()?);
    let mut plans =
        profiles_of(&config, session).into_iter().filter_map(|name| resolve(&config, &settings, &name).ok());
    plans.find(|plan| matches!(plan.source(), Source::Sso { .. }))
}
