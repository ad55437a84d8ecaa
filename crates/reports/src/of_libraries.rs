//! Turns the errors of the libraries into reports: the exit code, the facts, and the command that fixes the failure.

use crate::{command_line, commands, context::Context, exit::Exit, other_tool_profiles, report::Report};
use daypass_command_lines::sign_in_command;
use daypass_credentials::{Error, ErrorKind, Fault, Session};
use daypass_environment as environment;
use daypass_portal_client as portal;
use daypass_sign_in::{self as sign_in, ErrorKind as SignInKind};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_sts_client as sts;
use daypass_terminal as terminal;
use daypass_transport::LastSkew;
use std::time::Duration;

/// A clock that is right seems to be off by up to this, through slow answers and dates in whole seconds.
const SKEW_TOLERANCE: Duration = Duration::from_secs(60);

impl From<environment::Error> for Report {
    fn from(error: environment::Error) -> Self {
        Self::new(Exit::Configuration, error.to_string()).remedied(error.remedy().as_ref())
    }
}

impl From<&sign_in::Error> for Report {
    fn from(error: &sign_in::Error) -> Self {
        let exit = match error.kind() {
            SignInKind::Denied | SignInKind::TimedOut | SignInKind::AnotherSignIn => Exit::SignInDenied,
            SignInKind::NoSignInInProgress | SignInKind::NotInteractive => Exit::LoginRequired,
            SignInKind::Configuration => Exit::Configuration,
            SignInKind::Network => Exit::Network,
            _ => Exit::Failed,
        };
        let mut report = Self::new(exit, error.to_string());
        for (label, text) in error.facts() {
            report = report.fact(label, text);
        }
        if let Some(source) = std::error::Error::source(error) {
            report = report.cause(source).explained(Some(source));
        }
        report
    }
}

impl From<sign_in::Error> for Report {
    fn from(error: sign_in::Error) -> Self {
        Self::from(&error).remedied(error.remedy())
    }
}

/// Reports a question without an answer.
impl From<terminal::Error> for Report {
    fn from(error: terminal::Error) -> Self {
        match error.kind() {
            terminal::ErrorKind::Cancelled => Self::interrupted(),
            terminal::ErrorKind::NoTerminal => Self::new(Exit::Usage, "there is no terminal to ask on"),
            _ => Self::new(Exit::Failed, "cannot ask the question").cause(&error),
        }
    }
}

impl Context {
    /// Reports a failure of the crate `credentials`.
    pub(crate) fn credentials_failed(&self, error: &Error) -> Report {
        let exit = match error.kind() {
            ErrorKind::LoginRequired | ErrorKind::TokenRefused => Exit::LoginRequired,
            ErrorKind::Configuration => Exit::Configuration,
            ErrorKind::Refused => Exit::Refused,
            ErrorKind::Network => Exit::Network,
            _ => Exit::Failed,
        };
        let mut report = Report::new(exit, format!("{error}{}", self.place(error)));
        for (label, text) in error.facts() {
            report = report.fact(label, text);
        }
        if let (Some(profile), false) = (error.profile(), exit == Exit::Configuration) {
            report = report.fact("profile", profile);
        }
        report = report.explained(std::error::Error::source(error)).with_clock(&self.skew);
        let section = error.fault().and_then(Fault::section);
        let examined = section.filter(|_| error.remedy() == Some(Remedy::Examine));
        let remedy = error.remedy();
        // A profile that daypass cannot use as it is may be one of a tool that it can import from. What AWS refused is no
        // other role after an import.
        let of_other_tool = match (error.fault(), &remedy) {
            _ if exit == Exit::Refused => None,
            (Some(Fault::ForeignSource { profile, .. } | Fault::Process(profile)), _)
            | (_, Some(Remedy::ConfigureProfile(profile))) => other_tool_profiles::import_of(self, profile),
            _ => None,
        };
        let examined = || examined.and_then(|section| commands::doctor::fix_of(self, &section));
        match of_other_tool.or_else(examined) {
            Some(words) => report.try_command(words),
            None => report.remedied(remedy.as_ref()),
        }
    }

    /// The place of a configuration error: the config file, and the line of the faulty section.
    fn place(&self, error: &Error) -> String {
        let (ErrorKind::Configuration, Some(path)) = (error.kind(), &self.paths.config) else {
            return String::new();
        };
        let files = self.files().ok();
        let line = files.and_then(|files| {
            let section = error.fault().and_then(Fault::section)?;
            Some(files.config().section(section.kind(), section.name())?.line())
        });
        match line {
            Some(line) => format!(" ({}:{line})", self.paths.pretty(path)),
            None => format!(" ({})", self.paths.pretty(path)),
        }
    }

    /// Reports a failed sign-in. The remedy for a session without a name names the profile.
    pub(crate) fn sign_in_failed(&self, error: &sign_in::Error, session: &Session) -> Report {
        let report = Report::from(error).with_clock(&self.skew);
        let profile = self.named_profile().map(SignInTarget::Profile);
        let target = || profile.clone().unwrap_or_else(|| SignInTarget::Session(session.label().to_owned()));
        match (error.remedy(), error.kind()) {
            // Not the typed command line: it may hold an option that contradicts this one.
            (Some(Remedy::Option { name, value: None }), _) => {
                report.try_command(sign_in_command(&target()).into_iter().chain([(*name).to_owned()]))
            }
            // A sign-in with --timeout starts without a terminal, too; without it, it would fail again.
            (_, SignInKind::NotInteractive) => {
                // By session, since the command may be about to fix a profile that contradicts the session.
                let words = sign_in_words(&self.sign_in_target(session));
                report.try_command(words.into_iter().chain(["--timeout", "10m"].map(str::to_owned)))
            }
            (None, SignInKind::Denied | SignInKind::TimedOut | SignInKind::NoSignInInProgress) => {
                report.remedied(profile.map(Remedy::SignIn).as_ref())
            }
            (remedy, _) => report.remedied(remedy),
        }
    }

    /// The target of a sign-in to a session: its name, or for a session without a name the profile in use.
    pub(crate) fn sign_in_target(&self, session: &Session) -> SignInTarget {
        match &session.name {
            Some(name) => SignInTarget::Session(name.clone()),
            None => SignInTarget::Profile(self.profile()),
        }
    }

    /// Reports a listing that failed.
    pub(crate) fn listing_failed(&self, error: &daypass_inventory::Error, session: &Session) -> Report {
        self.portal_failed(error.portal_error(), session).remedied(error.remedy().as_ref())
    }

    /// Reports a failed request to the portal.
    pub(crate) fn portal_failed(&self, error: &portal::Error, session: &Session) -> Report {
        let (exit, message) = match error.kind() {
            portal::ErrorKind::Unauthorized => {
                let message = format!("the portal no longer accepts the sign-in to {}", session.label());
                let remedy = Remedy::SignInAgain(self.sign_in_target(session));
                return Report::new(Exit::LoginRequired, message).remedied(Some(&remedy));
            }
            portal::ErrorKind::Forbidden => (Exit::Refused, "the portal refuses access"),
            _ => (Exit::Failed, "the portal refused the request"),
        };
        let report = Report::of_call(error.no_answer("the portal"), exit, message);
        let report = report.fact("portal", session.start_url.as_str()).cause(error);
        report.explained(Some(error)).with_clock(&self.skew)
    }
}

/// The command line that signs in: the typed one, if it does.
pub(crate) fn sign_in_words(target: &SignInTarget) -> Vec<String> {
    let typed = command_line::typed();
    let verb = typed.iter().skip(1).find(|word| !word.starts_with('-'));
    match verb.map(String::as_str) {
        Some("login" | "sso") => typed,
        _ => sign_in_command(target),
    }
}

/// Reports a failed request to STS, or to the console's sign-in.
pub(crate) fn sts_failed(error: &sts::Error, service: &str, profile: &str, skew: &LastSkew) -> Report {
    let (exit, message) = match error.kind() {
        sts::ErrorKind::AccessDenied => (Exit::Refused, "AWS refused access"),
        sts::ErrorKind::ExpiredToken => (Exit::LoginRequired, "the credentials have expired"),
        sts::ErrorKind::ClockSkew => (Exit::Refused, "AWS does not accept the time of this machine"),
        sts::ErrorKind::InvalidRequest => (Exit::Refused, "AWS does not accept the request"),
        _ => (Exit::Refused, "AWS does not accept the credentials"),
    };
    let report = Report::of_call(error.no_answer(service), exit, message);
    let report = report.fact("profile", profile).cause(error);
    report.explained(Some(error)).with_clock(skew)
}

impl Report {
    /// Creates the report of a call: that no answer came, else what the answer means.
    fn of_call(no_answer: Option<String>, exit: Exit, message: &str) -> Self {
        no_answer.map_or_else(|| Self::new(exit, message), |no_answer| Self::new(Exit::Network, no_answer))
    }

    /// Adds the clock skew, which explains many refusals and expired tokens.
    fn with_clock(self, skew: &LastSkew) -> Self {
        match skew.beyond(SKEW_TOLERANCE) {
            Some(skew) => self.fact("clock", format!("this machine's clock is {skew}; set it right first")),
            None => self,
        }
    }
}
