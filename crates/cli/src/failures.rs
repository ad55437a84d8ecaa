//! From the libraries' errors to reports: which exit code, and which command mends it.

use crate::{
    commands,
    context::{Context, login_words},
    exit::Exit,
    host::Skew,
    report::Report,
};
use daypass_config_parse::SectionName;
use daypass_credentials::{Error, ErrorKind, Fault, Section, Session, Unidentified};
use daypass_environment as environment;
use daypass_portal_client as portal;
use daypass_sign_in::{self as sign_in, ErrorKind as SignInKind};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_sts_client as sts;
use daypass_transport as transport;

impl From<environment::Error> for Report {
    fn from(error: environment::Error) -> Self {
        Self::new(Exit::Configuration, error.to_string()).remedied(error.remedy().as_ref())
    }
}

impl From<&sign_in::Error> for Report {
    fn from(error: &sign_in::Error) -> Self {
        let exit = match error.kind() {
            SignInKind::Denied | SignInKind::TimedOut | SignInKind::AnotherSignIn => Exit::SignInDenied,
            SignInKind::NobodySignsIn | SignInKind::NobodyToAsk => Exit::LoginRequired,
            SignInKind::Configuration => Exit::Configuration,
            SignInKind::Network => Exit::Network,
            _ => Exit::Failed,
        };
        let mut report = Self::new(exit, error.to_string());
        for (label, text) in error.facts() {
            report = report.fact(label, text);
        }
        if let Some(source) = std::error::Error::source(error) {
            report = report.cause(source).with_network_words(Some(source));
        }
        report
    }
}

impl From<sign_in::Error> for Report {
    fn from(error: sign_in::Error) -> Self {
        Self::from(&error).remedied(error.remedy())
    }
}

impl Context {
    /// A failure of the credentials crate.
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
        report = report.with_network_words(std::error::Error::source(error)).with_clock(&self.skew);
        match (error.remedy(), error.fault().and_then(Fault::section)) {
            (Some(Remedy::Examine), Some(section)) => {
                let section = match section {
                    Section::SsoSession(name) => SectionName::sso_session(name),
                    Section::Profile(name) => SectionName::profile(name),
                    _ => return report.remedied(Some(&Remedy::Examine)),
                };
                match commands::doctor::fix_of(self, &section) {
                    Some(words) => report.mend(words),
                    None => report.remedied(Some(&Remedy::Examine)),
                }
            }
            (remedy, _) => report.remedied(remedy.as_ref()),
        }
    }

    /// Where a configuration error is to be fixed: the file, and the line of the section that is wrong.
    fn place(&self, error: &Error) -> String {
        let (ErrorKind::Configuration, Some(path)) = (error.kind(), &self.paths.config) else {
            return String::new();
        };
        let files = self.files().ok();
        let line = files.and_then(|files| {
            let config = files.config();
            match error.fault().and_then(Fault::section)? {
                Section::SsoSession(name) => Some(config.sso_session(&name)?.line()),
                Section::Profile(name) => Some(config.profile(&name)?.line()),
                _ => None,
            }
        });
        match line {
            Some(line) => format!(" ({}:{line})", self.paths.pretty(path)),
            None => format!(" ({})", self.paths.pretty(path)),
        }
    }

    /// A failure while signing in. A session without a name is signed in to by the profile that was named.
    pub(crate) fn sign_in_failed(&self, error: &sign_in::Error, session: &Session) -> Report {
        let report = Report::from(error).with_clock(&self.skew);
        let profile = self.named_profile();
        match (error.remedy(), error.kind()) {
            // The command line may hold what contradicts the option.
            (Some(Remedy::Option { name, value: None }), _) => {
                let words = login_words(session.label(), profile.as_deref());
                report.mend(words.into_iter().chain([(*name).to_owned()]))
            }
            // A wait that has a bound is begun where nobody is seen, too; the same again would fail the same way.
            (_, SignInKind::NobodyToAsk) if session.name.is_some() || profile.is_some() => {
                let words = login_words(session.label(), profile.as_deref());
                report.mend(words.into_iter().chain(["--timeout", "10m"].map(str::to_owned)))
            }
            (None, SignInKind::Denied | SignInKind::TimedOut | SignInKind::NobodySignsIn) => {
                let target = profile.map(|profile| Remedy::SignIn(SignInTarget::Profile(profile)));
                report.remedied(target.as_ref())
            }
            (remedy, _) => report.remedied(remedy),
        }
    }

    /// Why it is not known who somebody is.
    pub(crate) fn unidentified(&self, error: &Unidentified, profile: &str) -> Report {
        match error {
            Unidentified::Credentials(error) => self.credentials_failed(error),
            Unidentified::Sts(error) => sts_failed(error, "STS", profile, &self.skew),
        }
    }

    /// A listing that was given up.
    pub(crate) fn listing_failed(&self, error: &daypass_inventory::Error, session: &Session) -> Report {
        self.portal_failed(error.portal_error(), session)
    }

    /// A failure of the portal while listing.
    pub(crate) fn portal_failed(&self, error: &portal::Error, session: &Session) -> Report {
        let label = session.label();
        let report = match error.kind() {
            portal::ErrorKind::Unauthorized => {
                let mut words = login_words(label, None);
                if session.name.is_none() {
                    words = login_words(label, Some(&self.profile()));
                }
                words.push("--force".to_owned());
                return Report::new(
                    Exit::LoginRequired,
                    format!("the portal no longer accepts the sign-in to {label}"),
                )
                .mend(words);
            }
            portal::ErrorKind::Forbidden => Report::new(Exit::Refused, "the portal refuses access"),
            portal::ErrorKind::Network => Report::new(Exit::Network, "the portal cannot be reached"),
            portal::ErrorKind::Unavailable => {
                Report::new(Exit::Network, "the portal does not serve this request now")
            }
            portal::ErrorKind::Throttled => Report::new(Exit::Network, "the portal asks to slow down"),
            portal::ErrorKind::Malformed => {
                Report::new(Exit::Network, "what answers for the portal cannot be used")
            }
            _ => Report::new(Exit::Failed, "the portal refused the request"),
        };
        let report = report.fact("portal", session.start_url.as_str()).cause(error);
        report.with_network_words(Some(error)).with_clock(&self.skew)
    }
}

/// A failure of STS, or of the console's sign-in.
pub(crate) fn sts_failed(error: &sts::Error, service: &str, profile: &str, skew: &Skew) -> Report {
    let report = match error.kind() {
        sts::ErrorKind::AccessDenied => Report::new(Exit::Refused, "AWS refused access"),
        sts::ErrorKind::Network => Report::new(Exit::Network, format!("{service} cannot be reached")),
        sts::ErrorKind::Unavailable => {
            Report::new(Exit::Network, format!("{service} does not serve this request now"))
        }
        sts::ErrorKind::Throttled => Report::new(Exit::Network, format!("{service} asks to slow down")),
        sts::ErrorKind::Malformed => {
            Report::new(Exit::Network, format!("what answers for {service} cannot be used"))
        }
        sts::ErrorKind::ExpiredToken => Report::new(Exit::LoginRequired, "the credentials have expired"),
        sts::ErrorKind::ClockSkew => {
            Report::new(Exit::Refused, "AWS does not accept the time of this machine")
        }
        sts::ErrorKind::InvalidRequest => Report::new(Exit::Refused, "AWS does not accept the request"),
        _ => Report::new(Exit::Refused, "AWS does not accept the credentials"),
    };
    report.fact("profile", profile).cause(error).with_network_words(Some(error)).with_clock(skew)
}

impl Report {
    /// A wrong clock explains much of what AWS refuses, and what seems to have expired.
    fn with_clock(self, skew: &Skew) -> Self {
        match skew.words() {
            Some(words) => self.fact("clock", words),
            None => self,
        }
    }

    /// Adds what a person needs to know of a failure further down: of the network the host, what to look at and why;
    /// else the causes.
    fn with_network_words(self, error: Option<&(dyn std::error::Error + 'static)>) -> Self {
        let mut next = error;
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<transport::Error>() {
                let hint = match error.kind() {
                    transport::ErrorKind::Dns => "is the network up, is the region right?",
                    transport::ErrorKind::Connect | transport::ErrorKind::Timeout => {
                        "is the network up, is a proxy needed?"
                    }
                    transport::ErrorKind::Proxy => "HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
                    _ => return self.fact_once("host", error.host()).cause_once(error),
                };
                return self.fact_once("host", error.host()).cause_once(error).fact("look at", hint);
            }
            next = error.source();
        }
        match error {
            Some(error) => self.cause_once(error),
            None => self,
        }
    }
}
