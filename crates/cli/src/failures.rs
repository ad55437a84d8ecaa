//! From the libraries' errors to reports: which exit code, and which command mends it.

use crate::{
    context::{Context, login_words},
    env::Env,
    exit::Exit,
    host::Skew,
    report::Report,
};
use daypass_credentials::{Error, ErrorKind, Session};
use daypass_oidc_device as oidc;
use daypass_portal_client as portal;
use daypass_sts_client as sts;
use daypass_transport::{self as transport, Service};

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
        let wrong = error.session().or(error.profile());
        if let (Some(wrong), Some(meant)) = (wrong, error.meant())
            && let Some(words) = Env::retyped(wrong, meant)
        {
            return report.mend(words);
        }
        match (error.kind(), error.session(), error.profile()) {
            (ErrorKind::LoginRequired, Some(session), profile) => report.mend(login_words(session, profile)),
            (ErrorKind::TokenRefused, Some(session), profile) => {
                let mut words = login_words(session, profile);
                words.push("--force".to_owned());
                report.mend(words)
            }
            (ErrorKind::Configuration, Some(session), None) => {
                report.mend(["daypass", "configure", "sso-session", "--sso-session", session])
            }
            // The wizard would leave what chains roles as it is.
            (ErrorKind::Configuration, _, Some(profile)) if self.assumes(profile) => {
                report.mend(["daypass", "doctor"])
            }
            (ErrorKind::Configuration | ErrorKind::Refused, _, Some(profile)) => {
                report.mend(["daypass", "configure", "sso", "--profile", profile])
            }
            _ => report,
        }
    }

    /// Whether this profile's credentials are those of a role assumed from others.
    fn assumes(&self, profile: &str) -> bool {
        self.files().is_ok_and(|files| {
            files.config().profile(profile).is_some_and(|profile| profile.get("role_arn").is_some())
        })
    }

    /// Where a configuration error is to be mended: the config file, and the profile's line where it has one.
    fn place(&self, error: &Error) -> String {
        let (ErrorKind::Configuration, Some(path)) = (error.kind(), &self.paths.config) else {
            return String::new();
        };
        let files = self.files().ok();
        let line =
            files.and_then(|files| files.config().profile(error.profile()?).map(|profile| profile.line()));
        match line {
            Some(line) => format!(" ({}:{line})", self.paths.pretty(path)),
            None => format!(" ({})", self.paths.pretty(path)),
        }
    }

    /// A failure while signing in.
    pub(crate) fn sign_in_failed(&self, error: &oidc::Error, session: &Session) -> Report {
        let label = session.label();
        let (exit, message) = match error.kind() {
            oidc::ErrorKind::AccessDenied => {
                (Exit::SignInDenied, format!("the sign-in to {label} was denied"))
            }
            oidc::ErrorKind::ExpiredToken => {
                (Exit::SignInDenied, format!("the sign-in to {label} was not approved in time"))
            }
            oidc::ErrorKind::Network | oidc::ErrorKind::Unavailable | oidc::ErrorKind::Malformed => {
                (Exit::Network, format!("the sign-in service of {label} cannot be reached"))
            }
            oidc::ErrorKind::InvalidRequest | oidc::ErrorKind::InvalidScope => {
                (Exit::Configuration, format!("the sign-in service does not accept the settings of {label}"))
            }
            _ => (Exit::Failed, format!("the sign-in to {label} failed")),
        };
        let mut report = Report::new(exit, message)
            .fact("portal", session.start_url.as_str())
            .fact("region", session.region.as_str());
        if let Ok(endpoint) = session.endpoints.endpoint(Service::Oidc, &session.region) {
            report = report.fact("host", endpoint.host());
        }
        report = report.cause(error).with_network_words(Some(error)).with_clock(&self.skew);
        match exit {
            Exit::Configuration => {
                report.mend(["daypass", "configure", "sso-session", "--sso-session", label])
            }
            Exit::SignInDenied => report.mend(login_words(label, self.named_profile().as_deref())),
            _ => report,
        }
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
            portal::ErrorKind::Network
            | portal::ErrorKind::Unavailable
            | portal::ErrorKind::Throttled
            | portal::ErrorKind::Malformed => Report::new(Exit::Network, "the portal cannot be reached"),
            _ => Report::new(Exit::Failed, "the portal refused the request"),
        };
        let report = report.fact("portal", session.start_url.as_str()).cause(error);
        report.with_network_words(Some(error)).with_clock(&self.skew)
    }
}

/// A failure of STS.
pub(crate) fn sts_failed(error: &sts::Error, profile: &str) -> Report {
    let report = match error.kind() {
        sts::ErrorKind::AccessDenied => Report::new(Exit::Refused, "AWS refused access"),
        sts::ErrorKind::Network
        | sts::ErrorKind::Unavailable
        | sts::ErrorKind::Throttled
        | sts::ErrorKind::Malformed => Report::new(Exit::Network, "STS cannot be reached"),
        sts::ErrorKind::ExpiredToken => Report::new(Exit::LoginRequired, "the credentials have expired"),
        _ => Report::new(Exit::Refused, "AWS does not accept the credentials"),
    };
    report.fact("profile", profile).cause(error).with_network_words(Some(error))
}

impl Report {
    /// A wrong clock explains much of what AWS refuses, and what seems to have expired.
    fn with_clock(self, skew: &Skew) -> Self {
        match skew.words() {
            Some(words) => self.fact("clock", words),
            None => self,
        }
    }

    /// Adds what a person needs to know of a network failure further down: which host, and what to look at.
    fn with_network_words(mut self, error: Option<&(dyn std::error::Error + 'static)>) -> Self {
        let mut next = error;
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<transport::Error>() {
                let hint = match error.kind() {
                    transport::ErrorKind::Dns => {
                        "the name is not known here: is the network up, is the region right?"
                    }
                    transport::ErrorKind::Connect => {
                        "nothing answers there: is the network up, is a proxy needed?"
                    }
                    transport::ErrorKind::Tls => {
                        "if a proxy re-signs traffic here, name its certificate with AWS_CA_BUNDLE"
                    }
                    transport::ErrorKind::Proxy => "look at HTTPS_PROXY and NO_PROXY",
                    transport::ErrorKind::Timeout => {
                        "no answer in time: is the network up, is a proxy needed?"
                    }
                    _ => return self.fact_once("host", error.host()),
                };
                return self.fact_once("host", error.host()).fact("look at", hint);
            }
            next = error.source();
        }
        if let Some(error) = error {
            self = self.cause(error);
        }
        self
    }
}
