//! Who has signed in: asked of a role that a profile uses, remembered for the session, and told with a warning where it is
//! somebody else than last time.

use crate::context::{Context, Files};
use daypass_credentials::{Plan, Provider, Session, Source, resolve};
use daypass_sign_in::{KnownUsers, profiles_of};
use daypass_terminal::{Text, strong};
use daypass_token_cache::Token;
use std::time::Duration;

/// A name is worth no longer wait to somebody who is signed in.
const USER_NAME_WAIT: Duration = Duration::from_secs(5);

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
    let asked = tokio::time::timeout(USER_NAME_WAIT, provider.user_of(&plan, token)).await;
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

/// The first profile of the session that leads to a role.
fn plan(context: &Context, files: &Files, session: &Session) -> Option<Plan> {
    let (config, settings) = (files.config(), context.sign_in_settings().ok()?);
    let mut plans =
        profiles_of(&config, session).into_iter().filter_map(|name| resolve(&config, &settings, &name).ok());
    plans.find(|plan| matches!(plan.source(), Source::Sso { .. }))
}
