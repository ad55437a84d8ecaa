//! The errors of the libraries as reports.

use crate::{Exit, Report};
use daypass_config_files::{Error as FilesError, ErrorKind as FilesKind};
use daypass_credentials::{Error as CredentialsError, ErrorKind, Session};
use daypass_environment as environment;
use daypass_inventory as inventory;
use daypass_portal_client as portal;
use daypass_sign_in::{self as sign_in, ErrorKind as SignInKind};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_sts_client as sts;
use daypass_terminal as terminal;
use daypass_transport::LastSkew;
use std::{error::Error as _, io, path::Path, time::Duration};

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
        let report = Self::new(exit, error.to_string()).with_facts(error.facts());
        match error.source() {
            Some(source) => report.cause(source).explained(Some(source)),
            None => report,
        }
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

impl Report {
    /// Reports a failure of the crate `credentials`. `place` is where in the config file, in parentheses; empty if that is
    /// not where the fault is. What fixes it stays to be added.
    pub fn of_credentials(error: &CredentialsError, place: &str, skew: &LastSkew) -> Self {
        let exit = match error.kind() {
            ErrorKind::LoginRequired | ErrorKind::TokenRefused => Exit::LoginRequired,
            ErrorKind::Configuration | ErrorKind::Locked => Exit::Configuration,
            ErrorKind::Refused => Exit::Refused,
            ErrorKind::Network => Exit::Network,
            _ => Exit::Failed,
        };
        let report = Self::new(exit, format!("{error}{place}")).with_facts(error.facts());
        let profile = error.profile().filter(|_| exit != Exit::Configuration);
        report.fact_if("profile", profile).explained(error.source()).with_clock(skew)
    }

    /// Reports a listing that failed; `sign_in` is what a person signs in to for it.
    pub fn of_listing(
        error: &inventory::Error,
        session: &Session,
        sign_in: SignInTarget,
        skew: &LastSkew,
    ) -> Self {
        let report = Self::of_portal(error.portal_error(), session, sign_in, skew);
        report.remedied(error.remedy().as_ref())
    }

    /// Reports a failed request to the portal; `sign_in` is what a person signs in to for it.
    pub fn of_portal(
        error: &portal::Error,
        session: &Session,
        sign_in: SignInTarget,
        skew: &LastSkew,
    ) -> Self {
        let (exit, message) = match error.kind() {
            portal::ErrorKind::Unauthorized => {
                let message = format!("the portal no longer accepts the sign-in to {}", session.label());
                let report = Self::new(Exit::LoginRequired, message);
                return report.remedied(Some(&Remedy::SignInAgain(sign_in)));
            }
            portal::ErrorKind::Forbidden => (Exit::Refused, "the portal refuses access"),
            _ => (Exit::Failed, "the portal refused the request"),
        };
        let report = Self::of_call(error.no_answer("the portal"), exit, message);
        let report = report.fact("portal", session.start_url.as_str()).cause(error);
        report.explained(Some(error)).with_clock(skew)
    }

    /// Reports a failed request to STS, or to another service that is asked with keys of AWS.
    pub fn of_sts(error: &sts::Error, service: &str, profile: &str, skew: &LastSkew) -> Self {
        let (exit, message) = match error.kind() {
            sts::ErrorKind::AccessDenied => (Exit::Refused, "AWS refused access"),
            sts::ErrorKind::ExpiredToken => (Exit::LoginRequired, "the credentials have expired"),
            sts::ErrorKind::ClockSkew => (Exit::Refused, "AWS does not accept the time of this machine"),
            sts::ErrorKind::InvalidRequest => (Exit::Refused, "AWS does not accept the request"),
            _ => (Exit::Refused, "AWS does not accept the credentials"),
        };
        let report = Self::of_call(error.no_answer(service), exit, message);
        let report = report.fact("profile", profile).cause(error);
        report.explained(Some(error)).with_clock(skew)
    }

    /// Reports a config file that cannot be read or edited; `pretty` prints paths.
    pub fn of_config_files(error: &FilesError, pretty: impl Fn(&Path) -> String) -> Self {
        let exit = match error.kind() {
            FilesKind::Write | FilesKind::Changed | FilesKind::Backup => Exit::Failed,
            _ => Exit::Configuration,
        };
        let report = Self::new(exit, error.message(&pretty(error.path())));
        let report = report.fact_if("copy", error.copy().map(pretty)).cause_if(error.source());
        report.remedied(error.remedy().as_ref())
    }

    /// Reports that standard output cannot be written.
    pub fn of_output(error: &io::Error) -> Self {
        Self::new(Exit::Failed, "cannot write to standard output").cause(error)
    }

    /// Adds the clock's skew, which explains many refusals and expired tokens.
    #[must_use]
    pub fn with_clock(self, skew: &LastSkew) -> Self {
        match skew.beyond(SKEW_TOLERANCE) {
            Some(skew) => self.fact("clock", format!("this machine's clock is {skew}; set it right first")),
            None => self,
        }
    }

    /// Creates the report of a call: that no answer came, else what the answer means.
    fn of_call(no_answer: Option<String>, exit: Exit, message: &str) -> Self {
        no_answer.map_or_else(|| Self::new(exit, message), |no_answer| Self::new(Exit::Network, no_answer))
    }

    fn with_facts<'a>(self, facts: impl IntoIterator<Item = &'a (&'static str, String)>) -> Self {
        facts.into_iter().fold(self, |report, (label, text)| report.fact(label, text))
    }
}
