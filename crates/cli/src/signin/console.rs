//! A sign-in with console credentials at this terminal.

use super::{Events, equipped};
use crate::{args::FlowFlags, context::Context, machine, report::Report};
use daypass_at_terminal::PersonAtTerminal;
use daypass_credentials::LoginSessions;
use daypass_sign_in::{ConsoleGrant, ConsoleSignIn, Options};
use daypass_sso_types::SignInTarget;
use daypass_transport::{Endpoint, TokioTimer};

/// Asks the person to sign in at this endpoint for a profile, here or on another device.
pub(crate) async fn console_grant(
    context: &Context,
    flags: &FlowFlags,
    (profile, events): (&str, Events<'_>),
    sessions: &LoginSessions,
    endpoint: Endpoint,
    is_remote: bool,
) -> Result<ConsoleGrant, Report> {
    context.refuse_agent(&SignInTarget::Profile(profile.to_owned()))?;
    let origin = endpoint.origin();
    let person = PersonAtTerminal::at_console(&context.ui, &origin, &context.env, &machine::now, &TokioTimer)
        .observed(move |event| events.step(profile, event));
    let person = equipped(person, context, flags, None, events.are_read());
    let mut options = Options::default();
    options.callback_port = flags.callback_port;
    options.timeout = flags.timeout;
    let sign_in = ConsoleSignIn::new(sessions, endpoint, &person).with_options(options);
    let sign_in = if is_remote { sign_in.on_another_device() } else { sign_in };
    let granted = sign_in.run().await;
    person.ended();
    Ok(granted?)
}
