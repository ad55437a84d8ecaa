//! The sign-in at this terminal: flags, messages and events around the crate `sign-in`.

mod events;
mod person;
mod run;
mod signed_in_user;

pub(crate) use events::Events;

use crate::{args::FlowFlags, context::Context};
use daypass_credentials::{Provider, Session};
use daypass_sign_in::Portal;

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
}
