//! The sign-in at this terminal: flags, messages and events around the crate `sign-in`.

mod console;
mod events;
mod run;
mod signed_in_user;

pub(crate) use console::console_grant;
pub(crate) use events::Events;

use crate::{args::FlowFlags, browser, context::Context, machine};
use daypass_at_terminal::PersonAtTerminal;
use daypass_credentials::{Provider, Session};
use daypass_environment::Variable;
use daypass_sign_in::Portal;
use daypass_transport::TokioTimer;

/// A sign-in that is about to start.
#[derive(Debug)]
pub(crate) struct SignIn<'a> {
    pub(crate) context: &'a Context,
    pub(crate) provider: &'a Provider,
    pub(crate) session: &'a Session,
    pub(crate) flags: &'a FlowFlags,
    pub(crate) events: Events<'a>,
    /// The portal behind a vanity start URL, if the caller has resolved it.
    pub(crate) portal: Option<Portal>,
    /// The number of this sign-in among several, as `2 of 3`.
    pub(crate) turn: Option<&'a str>,
}

impl<'a> SignIn<'a> {
    /// Creates a sign-in without events, to be the only one.
    pub(crate) fn new(
        context: &'a Context,
        provider: &'a Provider,
        session: &'a Session,
        flags: &'a FlowFlags,
    ) -> Self {
        Self {
            context,
            provider,
            session,
            flags,
            events: Events::new(context, false),
            portal: None,
            turn: None,
        }
    }

    /// The person at this terminal, or behind the program that reads the events.
    fn person(&self) -> PersonAtTerminal<'a> {
        let Self { context, session, flags, events, turn, .. } = *self;
        let person = PersonAtTerminal::new(&context.ui, session, &context.env, &machine::now, &TokioTimer)
            .in_turn(turn)
            .observed(move |event| events.step(session.label(), event));
        equipped(person, context, flags, session.name.as_deref(), events.are_read())
    }
}

/// Gives a person the browser for this session, and says what the flags and the environment say of the person; `is_read`:
/// a program reads along.
fn equipped<'a>(
    person: PersonAtTerminal<'a>,
    context: &'a Context,
    flags: &FlowFlags,
    session: Option<&'a str>,
    is_read: bool,
) -> PersonAtTerminal<'a> {
    let is_disabled =
        context.env.hint(Variable::SsoDisableBrowser).is_some_and(|set| set == "1" || set == "true");
    let is_ci = context.env.hint(Variable::Ci).is_some_and(|ci| ci != "false");
    let is_seen = daypass_terminal::stderr_is_terminal() || is_read;
    let is_there = !(context.global.no_input || is_ci) || is_seen || flags.timeout.is_some();
    let mut person = person.in_zone(context.env.time_zone()).there(is_there).printing(flags.prints_address);
    if browser::available(context, session) {
        person = person.with_browser(move |address| browser::open(context, session, address));
    }
    if flags.no_browser || is_disabled { person.without_opening() } else { person }
}
