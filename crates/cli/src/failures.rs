//! Reports of what needs the program's surroundings: the place in the config file, the profile in use, what it can import.

use crate::{command_line, commands, context::Context, exit::Exit, other_tool_profiles, report::Report};
use daypass_command_lines::sign_in_command;
use daypass_credentials::{Error, ErrorKind, Fault, Session};
use daypass_sign_in::{self as sign_in, ErrorKind as SignInKind};
use daypass_sso_types::{Remedy, SignInTarget};

impl Context {
    /// Reports a failure of the crate `credentials`.
    pub(crate) fn credentials_failed(&self, error: &Error) -> Report {
        let report = Report::of_credentials(error, &self.place(error), &self.skew);
        let section = error.fault().and_then(Fault::section);
        let examined = section.filter(|_| error.remedy() == Some(Remedy::Examine));
        let remedy = error.remedy();
        // A profile that daypass cannot use as it is may be one of a tool that it can import from. What AWS refused is no
        // other role after an import.
        let of_other_tool = match (error.fault(), &remedy) {
            _ if report.exit() == Exit::Refused => None,
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

    /// Reports a failed request to the portal.
    pub(crate) fn portal_failed(&self, error: &daypass_portal_client::Error, session: &Session) -> Report {
        Report::of_portal(error, session, self.sign_in_target(session), &self.skew)
    }

    /// Reports a listing that failed.
    pub(crate) fn listing_failed(&self, error: &daypass_inventory::Error, session: &Session) -> Report {
        Report::of_listing(error, session, self.sign_in_target(session), &self.skew)
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
