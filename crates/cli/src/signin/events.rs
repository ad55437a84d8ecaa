//! `--events ndjson`: prints the events of a sign-in on standard output, one JSON object per line, for programs.

use crate::{context::Context, report::Report};
use daypass_sign_in::{Event, failed_event, saved_event};
use daypass_terminal::Text;
use serde_json::Value;
use std::time::SystemTime;

/// Prints the events of one sign-in, if `--events` asks for them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Events<'a> {
    context: &'a Context,
    on: bool,
}

impl<'a> Events<'a> {
    pub(crate) fn new(context: &'a Context, on: bool) -> Self {
        Self { context, on }
    }

    /// Whether a program reads the events.
    pub(super) fn are_read(self) -> bool {
        self.on
    }

    /// A step of the sign-in.
    pub(super) fn step(self, session: &str, event: &Event<'_>) {
        event.to_json(session).into_iter().for_each(|line| self.print(&line));
    }

    /// The token is stored, or was valid already.
    pub(crate) fn saved(self, session: &str, expires_at: SystemTime) {
        self.print(&saved_event(session, expires_at));
    }

    /// The sign-in has failed; the report goes to standard error, too.
    pub(crate) fn failed(self, session: &str, report: &Report) {
        self.print(&failed_event(session, report.exit().word(), report.message()));
    }

    /// A program that stops reading does not stop the sign-in.
    fn print(self, line: &Value) {
        if self.on {
            let _unheard = self.context.print(&Text::json(line));
        }
    }
}
