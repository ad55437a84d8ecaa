//! The person at a terminal: implements [`Person`].

use crate::{code_lines::code_lines, outlook};
use daypass_credentials::Session;
use daypass_environment::Environment;
use daypass_sign_in::{Error, Event, Invitation, Person};
use daypass_sso_types::{Clock, WebAddress};
use daypass_terminal::{PastedLines, Terminal, Text, time};
use daypass_token_cache::Token;
use daypass_transport::{BoxFuture, Sleep};
use jiff::tz::TimeZone;
use std::{
    fmt,
    future::pending,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, SystemTime},
};

/// Starts a browser; says whether one was started.
type Opens<'a> = Box<dyn Fn(&WebAddress) -> bool + Send + Sync + 'a>;
/// Is told each step.
type Observes<'a> = Box<dyn Fn(&Event<'_>) + Send + Sync + 'a>;

/// Shows a sign-in to one session on a terminal.
pub struct PersonAtTerminal<'a> {
    terminal: &'a Terminal,
    /// The name and the address of what the person signs in to.
    label: &'a str,
    place: &'a str,
    /// The session, if it is one of IAM Identity Center.
    session: Option<&'a Session>,
    environment: &'a Environment,
    clock: &'a dyn Clock,
    timer: &'a dyn Sleep,
    zone: TimeZone,
    browser: Option<Opens<'a>>,
    observer: Option<Observes<'a>>,
    /// The number of this sign-in among several.
    turn: Option<&'a str>,
    may_open: bool,
    prints: bool,
    is_there: bool,
    /// A browser was to be opened.
    has_tried: AtomicBool,
    /// The redirect may have to be brought by hand.
    by_hand: AtomicBool,
}

impl fmt::Debug for PersonAtTerminal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonAtTerminal").field("label", &self.label).finish_non_exhaustive()
    }
}

impl<'a> PersonAtTerminal<'a> {
    /// Creates a person who is there, without a browser, whose times are in UTC.
    pub fn new(
        terminal: &'a Terminal,
        session: &'a Session,
        environment: &'a Environment,
        clock: &'a dyn Clock,
        timer: &'a dyn Sleep,
    ) -> Self {
        let (label, place) = (session.label(), session.start_url.as_str());
        let session = Some(session);
        Self { label, place, session, ..Self::at_console(terminal, place, environment, clock, timer) }
    }

    /// Creates a person who signs in with console credentials at this address, and is otherwise as [`Self::new`] says.
    pub fn at_console(
        terminal: &'a Terminal,
        origin: &'a str,
        environment: &'a Environment,
        clock: &'a dyn Clock,
        timer: &'a dyn Sleep,
    ) -> Self {
        Self {
            terminal,
            label: "AWS",
            place: origin,
            session: None,
            environment,
            clock,
            timer,
            zone: TimeZone::UTC,
            browser: None,
            observer: None,
            turn: None,
            may_open: true,
            prints: false,
            is_there: true,
            has_tried: AtomicBool::new(false),
            by_hand: AtomicBool::new(false),
        }
    }

    /// Shows times in this zone.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// Has a browser, which `open` starts without waiting for it; `false` means that none could be started.
    #[must_use]
    pub fn with_browser(self, open: impl Fn(&WebAddress) -> bool + Send + Sync + 'a) -> Self {
        Self { browser: Some(Box::new(open)), ..self }
    }

    /// Shows the address instead of opening it, although there may be a browser.
    #[must_use]
    pub fn without_opening(self) -> Self {
        Self { may_open: false, ..self }
    }

    /// Tells each step of the sign-in to a program that reads along.
    #[must_use]
    pub fn observed(self, observer: impl Fn(&Event<'_>) + Send + Sync + 'a) -> Self {
        Self { observer: Some(Box::new(observer)), ..self }
    }

    /// Is one of several sign-ins: `turn` is its number, as `2 of 3`.
    #[must_use]
    pub fn in_turn(self, turn: Option<&'a str>) -> Self {
        Self { turn, ..self }
    }

    /// Prints the address and the code on standard output, too, as the AWS CLI prints them.
    #[must_use]
    pub fn printing(self, prints: bool) -> Self {
        Self { prints, ..self }
    }

    /// Says whether anybody sees the messages, or may come in time.
    #[must_use]
    pub fn there(self, is_there: bool) -> Self {
        Self { is_there, ..self }
    }

    /// Ends the wait: keys typed during it do not answer the next question.
    pub fn ended(&self) {
        self.terminal.end_progress();
        self.terminal.discard_typed();
    }

    /// The address, the short one for this machine or the long one for another machine, with the way back from there.
    fn address(&self, url: &str, short: &str, port: u16, is_opened: bool) -> Vec<Text> {
        let (label, portal) = (self.label, self.place);
        if is_opened {
            return vec![
                format!("Signing in to {label} ({portal}) in your browser.").into(),
                format!("If it did not open:  {short}").into(),
            ];
        }
        let mut lines: Vec<Text> = Vec::new();
        if self.has_tried.load(Ordering::Relaxed) {
            lines.push("No browser could be started.".into());
        }
        lines.push(format!("Sign in to {label} ({portal}) at this address:").into());
        lines.push(format!("  {url}").into());
        lines.push(format!("The browser then comes back to 127.0.0.1:{port} on this machine.").into());
        if let Some(host) = self.environment.ssh_destination() {
            lines.push("From the machine that you sit at, forward that port first:".into());
            lines.push(format!("  ssh -L {port}:127.0.0.1:{port} {host}").into());
        }
        if self.terminal.prompts() {
            lines.push(
                "Or paste the address that the browser ends up at here, and press Enter; it is not shown."
                    .into(),
            );
        }
        lines
    }
}

impl Person for PersonAtTerminal<'_> {
    fn is_there(&self) -> bool {
        self.is_there
    }

    fn has_browser(&self) -> bool {
        self.browser.is_some()
    }

    fn open(&self, address: &WebAddress) -> bool {
        let Some(open) = self.browser.as_ref().filter(|_| self.may_open) else { return false };
        self.has_tried.store(true, Ordering::Relaxed);
        open(address)
    }

    fn show(&self, invitation: &Invitation<'_>) {
        if self.prints {
            // A script that stops reading does not stop the sign-in.
            let _unread = self.terminal.print(&Text::lines(invitation.aws_cli_lines()));
        }
        let lines = match *invitation {
            Invitation::Browser { url, short, port, is_opened, .. } => {
                self.by_hand.fetch_or(!is_opened, Ordering::Relaxed);
                self.address(url, short, port, is_opened)
            }
            Invitation::Elsewhere { url, .. } => {
                self.by_hand.store(true, Ordering::Relaxed);
                vec![
                    format!("Sign in to {} in a browser on any device, at this address:", self.label).into(),
                    format!("  {url}").into(),
                    "Then paste the code that it shows here, and press Enter; it is not shown.".into(),
                ]
            }
            Invitation::Code { user_code, verification_uri, complete_uri, is_opened, .. } => {
                let code = (user_code, verification_uri, complete_uri);
                code_lines(self.label, code, is_opened, self.terminal.room())
            }
            _ => Vec::new(),
        };
        for line in lines {
            self.terminal.say(line);
        }
    }

    fn wait(&self, until: SystemTime) -> BoxFuture<'_, String> {
        // Input is read only if a person can paste, and only during this wait: what is typed later belongs to the next
        // question.
        let by_hand = self.by_hand.load(Ordering::Relaxed) && self.terminal.prompts();
        let mut lines = if by_hand { PastedLines::open() } else { None };
        let pasted = async move {
            match &mut lines {
                Some(lines) => lines.next(|time| self.timer.sleep(time)).await,
                None => pending().await,
            }
        };
        let of = self.turn.map(|turn| format!(" of {} ({turn})", self.label)).unwrap_or_default();
        let left = move || until.duration_since(self.clock.now()).unwrap_or_default();
        if !self.terminal.animates() {
            // Without a countdown, one line says what is waited for and how long.
            self.terminal.say(format!("Waiting for approval{of}, {} at most.", time::span(left())));
        }
        let second = || self.timer.sleep(Duration::from_secs(1));
        let what = format!("Waiting for approval{of}");
        Box::pin(
            async move { daypass_terminal::with_countdown(self.terminal, what, left, second, pasted).await },
        )
    }

    fn done(&self, result: Result<&Token, &Error>) -> Option<String> {
        self.ended();
        let (token, session) = (result.ok()?, self.session?);
        Some(format!("{}.", outlook(token, session, self.clock.now(), &self.zone)))
    }

    fn event(&self, event: &Event<'_>) {
        let terminal = self.terminal;
        match *event {
            Event::AnotherSignIn { .. } => {
                terminal.say(format!("Waiting for another sign-in to {}.", self.label));
            }
            Event::NoBrowser => {
                let remote = self.environment.is_ssh();
                let why = if remote { "this is an SSH session" } else { "there is no display" };
                terminal
                    .say(format!("No browser here ({why}), so this sign-in can be finished on any device."));
            }
            Event::RegisteringAnew => {
                terminal.log(1, "the service no longer knows this client; registering a new one");
            }
            Event::NotTheCode { why, .. } => {
                terminal.end_progress();
                terminal.say(format!("  That is not the code: {why}. Paste it again."));
            }
            Event::NotTheRedirect => {
                terminal.end_progress();
                terminal.say("  That is not the address of this sign-in; it begins with http://127.0.0.1");
            }
            _ => {}
        }
        if let Some(observe) = &self.observer {
            observe(event);
        }
    }
}
