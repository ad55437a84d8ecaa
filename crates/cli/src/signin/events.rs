//! `--events ndjson`: what a sign-in does, one JSON object a line on stdout, for programs that show it themselves.

use crate::{context::Context, report::Report};
use daypass_credentials::Session;
use daypass_terminal::Text;
use daypass_token_cache::{Token, time};
use serde_json::{Value, json};
use std::time::SystemTime;

/// Tells a program about one sign-in, if it asked to be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Events<'a> {
    context: &'a Context,
    on: bool,
}

impl<'a> Events<'a> {
    pub(crate) fn new(context: &'a Context, on: bool) -> Self {
        Self { context, on }
    }

    /// Whether a program reads them.
    pub(super) fn are_read(self) -> bool {
        self.on
    }

    /// An address that the person has to open.
    pub(super) fn url(self, session: &Session, flow: &str, url: &str) {
        self.emit(session, "url", json!({ "flow": flow, "url": url }));
    }

    /// The code of a device sign-in, and where it is typed.
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

    /// The token is stored, or was good all along.
    pub(crate) fn saved(self, session: &Session, token: &Token) {
        self.emit(session, "saved", json!({ "token_expires_at": time::format(token.expires_at) }));
    }

    /// The sign-in has failed; the report goes to stderr as ever.
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
        // A program that stops listening does not stop the sign-in.
        let _unheard = self.context.print(&Text::json(&line));
    }
}
