//! The person at this terminal, or behind the program that reads the events: implements [`Person`].

use super::{Events, SignIn};
use crate::{browser, context::Context, machine};
use daypass_credentials::Session;
use daypass_environment::Variable;
use daypass_sign_in::{Error, Event, Flow, Invitation, Person};
use daypass_sso_types::WebAddress;
use daypass_terminal::{PastedLines, Text, big_code, qr_code, strong, time};
use daypass_token_cache::Token;
use daypass_transport::BoxFuture;
use std::{
    future::pending,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, SystemTime},
};

/// Shows a sign-in on the terminal and prints its events.
pub(super) struct AtTerminal<'a> {
    context: &'a Context,
    session: &'a Session,
    events: Events<'a>,
    /// The number of this sign-in among several.
    turn: Option<&'a str>,
    may_open: bool,
    /// Whether the address and the code go to standard output, too, as in the AWS CLI.
    prints: bool,
    /// A person sees the messages, or `--timeout` limits the wait.
    is_there: bool,
    /// A browser was to be opened.
    has_tried: AtomicBool,
    /// The redirect may have to be brought by hand.
    by_hand: AtomicBool,
}

impl<'a> AtTerminal<'a> {
    pub(super) fn of(sign_in: &SignIn<'a>) -> Self {
        let SignIn { context, session, flags, events, turn, .. } = *sign_in;
        let env = &context.env;
        let is_disabled =
            env.hint(Variable::SsoDisableBrowser).is_some_and(|set| set == "1" || set == "true");
        let (may_open, prints) = (!flags.no_browser && !is_disabled, flags.prints_address);
        let nobody_asks = context.global.no_input || env.hint(Variable::Ci).is_some_and(|ci| ci != "false");
        let is_seen = daypass_terminal::stderr_is_terminal() || events.are_read();
        let is_there = !nobody_asks || is_seen || flags.timeout.is_some();
        let (has_tried, by_hand) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { context, session, events, turn, may_open, prints, is_there, has_tried, by_hand }
    }

    fn session_name(&self) -> Option<&str> {
        self.session.name.as_deref()
    }

    /// Shows the address, the short one for this machine or the long one for another machine, with the way back from there.
    fn show_address(&self, url: &str, short: &str, port: u16, is_opened: bool) {
        let ui = &self.context.ui;
        let (label, portal) = (self.session.label(), self.session.start_url.as_str());
        if is_opened {
            ui.say(format!("Signing in to {label} ({portal}) in your browser."));
            ui.say(format!("If it did not open:  {short}"));
            return;
        }
        if self.has_tried.load(Ordering::Relaxed) {
            ui.say("No browser could be started.");
        }
        ui.say(format!("Sign in to {label} ({portal}) at this address:"));
        ui.say(format!("  {url}"));
        ui.say(format!("The browser then comes back to 127.0.0.1:{port} on this machine."));
        if let Some(host) = self.context.env.ssh_destination() {
            ui.say("From the machine that you sit at, forward that port first:");
            ui.say(format!("  ssh -L {port}:127.0.0.1:{port} {host}"));
        }
        if ui.prompts() {
            ui.say(
                "Or paste the address that the browser ends up at here, and press Enter; it is not shown.",
            );
        }
        self.by_hand.store(true, Ordering::Relaxed);
    }

    /// Shows the code and the address where it is entered, with a QR code if there is room.
    fn show_code(&self, code: &str, uri: &str, complete: Option<&str>, is_opened: bool) {
        let ui = &self.context.ui;
        ui.say(format!("Sign in to {}:", self.session.label()));
        ui.say(format!("  address  {uri}"));
        ui.say("  code     " + strong(code));
        let room = ui.room().filter(|(rows, _)| *rows >= 12);
        let large = room.and_then(|(_, columns)| big_code(code, columns.saturating_sub(2)));
        if let Some(lines) = &large {
            ui.say("");
            for line in lines {
                ui.say("  " + strong(line));
            }
            ui.say("");
        }
        if is_opened {
            ui.say("The address has been opened in your browser.");
            return;
        }
        if let Some((rows, columns)) = ui.room() {
            let below_the_rest = rows.saturating_sub(if large.is_some() { 11 } else { 6 });
            let picture = qr_code(complete.unwrap_or(uri), columns, below_the_rest).unwrap_or_default();
            for line in &picture {
                ui.say(line);
            }
        }
        if let Some(complete) = complete {
            ui.say(format!("or, with the code filled in:  {complete}"));
        }
    }
}

impl Person for AtTerminal<'_> {
    fn is_there(&self) -> bool {
        self.is_there
    }

    fn has_browser(&self) -> bool {
        browser::available(self.context, self.session_name())
    }

    fn open(&self, address: &WebAddress) -> bool {
        if !self.may_open || !self.has_browser() {
            return false;
        }
        self.has_tried.store(true, Ordering::Relaxed);
        browser::open(self.context, self.session_name(), address)
    }

    fn show(&self, invitation: &Invitation<'_>) {
        if self.prints {
            // A script that stops reading does not stop the sign-in.
            let _unread = self.context.print(&Text::lines(invitation.aws_cli_lines()));
        }
        match *invitation {
            Invitation::Browser { url, short, port, is_opened, .. } => {
                self.show_address(url, short, port, is_opened);
            }
            Invitation::Code { user_code, verification_uri, complete_uri, is_opened, .. } => {
                self.show_code(user_code, verification_uri, complete_uri, is_opened);
            }
            _ => {}
        }
    }

    fn wait(&self, until: SystemTime) -> BoxFuture<'_, String> {
        // Input is read only if a person can paste, and only during this wait: what is typed later belongs to the next
        // question.
        let by_hand = self.by_hand.load(Ordering::Relaxed) && self.context.ui.prompts();
        let mut lines = if by_hand { PastedLines::open() } else { None };
        let pasted = async move {
            match &mut lines {
                Some(lines) => lines.next(tokio::time::sleep).await,
                None => pending().await,
            }
        };
        let ui = &self.context.ui;
        let of = self.turn.map(|turn| format!(" of {} ({turn})", self.session.label())).unwrap_or_default();
        let left = move || until.duration_since(machine::now()).unwrap_or_default();
        if !ui.animates() {
            // Without a countdown, one line says what is waited for and how long.
            ui.say(format!("Waiting for approval{of}, {} at most.", time::span(left())));
        }
        let second = || tokio::time::sleep(Duration::from_secs(1));
        let what = format!("Waiting for approval{of}");
        Box::pin(async move { daypass_terminal::with_countdown(ui, what, left, second, pasted).await })
    }

    fn done(&self, result: Result<&Token, &Error>) -> Option<String> {
        self.context.ui.end_progress();
        // Keys typed during the wait do not answer the next question.
        self.context.ui.discard_typed();
        result.ok().map(|token| format!("{}.", self.context.outlook(token, self.session)))
    }

    fn event(&self, event: &Event<'_>) {
        let (ui, session) = (&self.context.ui, self.session);
        let label = session.label();
        match *event {
            Event::AnotherSignIn { .. } => {
                ui.say(format!("Waiting for another sign-in to {label}."));
            }
            Event::NoBrowser => {
                let remote = self.context.env.is_ssh();
                let why = if remote { "this is an SSH session" } else { "there is no display" };
                ui.say(format!("No browser here ({why}), so this sign-in can be finished on any device."));
            }
            Event::RegisteringAnew => {
                ui.log(1, "the service no longer knows this client; registering a new one");
            }
            Event::Address { flow, url, .. } => {
                let flow = if flow == Flow::Browser { "pkce" } else { "device" };
                self.events.url(session, flow, url);
            }
            Event::Code { user_code, verification_uri, expires_at, .. } => {
                self.events.code(session, user_code, verification_uri, expires_at);
            }
            Event::Waiting { until, .. } => self.events.waiting(session, until),
            Event::NotTheRedirect => {
                ui.end_progress();
                ui.say("  That is not the address of this sign-in; it begins with http://127.0.0.1");
            }
            Event::Approved => self.events.approved(session),
            _ => {}
        }
    }
}
