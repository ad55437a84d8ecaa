//! `--events ndjson`: prints the events of a sign-in on standard output, one JSON object per line, for programs.

use crate::{context::Context, report::Report};
use daypass_credentials::Session;
use daypass_terminal::Text;
use daypass_token_cache::{Token, time};
use serde_json::{Value, json};
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

    /// The person has to open this address.
    pub(super) fn url(self, session: &Session, flow: &str, url: &str) {
        self.emit(session, "url", json!({ "flow": flow, "url": url }));
    }

    /// The person has to enter this code at this address.
    pub(super) fn code(self, session: &Session, code: &str, uri: &str, expires_at: SystemTime) {
        let until = time::format(expires_at);
        self.emit(
            session,
            "code",
            json!({ "user_code": code, "verification_uri": uri, "expires_at": until }),
        );
    }

    /// The wait for the person begins.
    pub(super) fn waiting(self, session: &Session, until: SystemTime) {
        self.emit(session, "waiting", json!({ "until": time::format(until) }));
    }

    /// The person has approved.
    pub(super) fn approved(self, session: &Session) {
        self.emit(session, "approved", json!({}));
    }

    /// The token is stored, or was valid already.
    pub(crate) fn saved(self, session: &Session, token: &Token) {
        self.emit(session, "saved", json!({ "token_expires_at": time::format(token.expires_at) }));
    }

    /// The sign-in has failed; the report goes to standard error, too.
    pub(crate) fn failed(self, session: &Session, report: &Report) {
        self.emit(session, "failed", json!({ "error": report.exit().word(), "message": report.message() }));
    }

    fn emit(self, session: &Session, event: &str, more: Value) {
        if !self.on {
            return;
        }
        let mut line = json!({ "event": event, "session": session.label() });
        if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
            line.extend(more);
        }
        // A program that stops reading does not stop the sign-in.
        let _unheard = self.context.print(&Text::json(&line));
    }
}
