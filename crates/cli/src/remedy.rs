//! From a remedy to what a person types or does: the one table.

use crate::{report::Report, words};
use daypass_sso_types::{Remedy, SignInTarget};

impl Report {
    /// What would fix it: a command where one does, a sentence where only a person can. A name that was meant is the
    /// same command line with that name, and nothing where the wrong one came from elsewhere.
    #[must_use]
    pub(crate) fn remedied(self, remedy: Option<&Remedy>) -> Self {
        match remedy {
            None => self,
            Some(Remedy::Advice(sentence)) => self.advise(sentence),
            Some(Remedy::AllowEndpoint(host)) => self.advise(&format!(
                "If you know that host, allow it: allowed_endpoints = [\"{host}\"] in daypass's settings.toml."
            )),
            Some(remedy) => match command(remedy) {
                Some(words) => self.mend(words),
                None => self,
            },
        }
    }
}

/// The command line of a remedy, word by word.
pub(crate) fn command(remedy: &Remedy) -> Option<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    Some(match remedy {
        Remedy::SignIn(target) => login(target),
        Remedy::SignInAgain(target) => {
            let mut words = login(target);
            words.push("--force".to_owned());
            words
        }
        Remedy::ConfigureProfile(profile) => words(&["daypass", "configure", "sso", "--profile", profile]),
        Remedy::ConfigureSession(session) => {
            words(&["daypass", "configure", "sso-session", "--sso-session", session])
        }
        Remedy::ConfigureScopes { session, scopes } => {
            let scopes = scopes.join(",");
            let session = ["--sso-session", session, "--sso-registration-scopes", &scopes];
            words(&[&["daypass", "configure", "sso-session"], &session[..]].concat())
        }
        Remedy::Meant { wrong, meant } => words::retyped(wrong, meant)?,
        Remedy::Option { name, value } => words::with_option(words::typed(), name, value.as_deref())?,
        Remedy::Examine => words(&["daypass", "doctor"]),
        Remedy::Fix(code) => words(&["daypass", "doctor", &format!("--fix={code}")]),
        Remedy::UnsetVariable(name) => words(&["unset", name]),
        Remedy::RemoveFile(path) => words(&[if cfg!(windows) { "del" } else { "rm" }, path.to_str()?]),
        _ => return None,
    })
}

/// The words of the command that signs in.
pub(crate) fn login(target: &SignInTarget) -> Vec<String> {
    let (flag, name) = match target {
        SignInTarget::Session(name) => ("--sso-session", name),
        SignInTarget::Profile(name) => ("--profile", name),
    };
    ["daypass", "login", flag, name].map(str::to_owned).to_vec()
}
