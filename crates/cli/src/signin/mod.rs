//! The sign-in at this terminal: flags, messages and events around the crate `sign-in`.

mod events;
mod run;
mod signed_in_user;

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
        let name = session.name.as_deref();
        let is_disabled =
            context.env.hint(Variable::SsoDisableBrowser).is_some_and(|set| set == "1" || set == "true");
        let is_ci = context.env.hint(Variable::Ci).is_some_and(|ci| ci != "false");
        let is_seen = daypass_terminal::stderr_is_terminal() || events.are_read();
        let is_there = !(context.global.no_input || is_ci) || is_seen || flags.timeout.is_some();
        let mut person =
            PersonAtTerminal::new(&context.ui, session, &context.env, &machine::now, &TokioTimer)
                .in_zone(context.env.time_zone())
                .in_turn(turn)
                .there(is_there)
                .printing(flags.prints_address)
                .observed(move |event| events.step(session, event));
        if browser::available(context, name) {
            person = person.with_browser(move |address| browser::open(context, name, address));
        }
        if flags.no_browser || is_disabled { person.without_opening() } else { person }
    }
}
