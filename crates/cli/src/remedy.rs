//! Turns a remedy of a library into a command line or a sentence: the one table.

use crate::{command_line, report::Report};
use daypass_sso_types::{Remedy, SignInTarget};

impl Report {
    /// Adds the remedy: a command line, or a sentence if no command helps. For a misspelled name, the typed command line
    /// with the right name; nothing if the name is not a word of the command line.
    #[must_use]
    pub(crate) fn remedied(self, remedy: Option<&Remedy>) -> Self {
        match remedy {
            None => self,
            Some(Remedy::Advice(sentence)) => self.advise(sentence),
            Some(Remedy::AllowEndpoint(host)) => self.advise(&format!(
                "If you know that host, allow it: allowed_endpoints = [\"{host}\"] in daypass's settings.toml."
            )),
            Some(remedy) => match command(remedy) {
                Some(words) => self.try_command(words),
                None => self,
            },
        }
    }
}

/// The command line of a remedy as words; `None` if no command helps.
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
        Remedy::ConfigureSessionKey { session, key, value } => {
            let value = value.as_deref().unwrap_or(placeholder(key));
            let flag = format!("--{}", key.replace('_', "-"));
            words(&["daypass", "configure", "sso-session", "--sso-session", session, &flag, value])
        }
        Remedy::Meant { wrong, meant } => command_line::retyped(wrong, meant)?,
        Remedy::Option { name, value } => command_line::retyped_with(name, value.as_deref())?,
        Remedy::Examine => words(&["daypass", "doctor"]),
        Remedy::Fix(code) => words(&["daypass", "doctor", &format!("--fix={code}")]),
        Remedy::UnsetVariable(name) => words(&["unset", name]),
        Remedy::RemoveFile(path) => words(&[if cfg!(windows) { "del" } else { "rm" }, path.to_str()?]),
        _ => return None,
    })
}

/// The placeholder for a value of this key, as the help of `configure sso-session` names it.
fn placeholder(key: &str) -> &'static str {
    match key {
        "sso_start_url" => "<URL>",
        "sso_region" => "<REGION>",
        _ => "<SCOPES>",
    }
}

/// The command line that signs in, as words.
pub(crate) fn login(target: &SignInTarget) -> Vec<String> {
    let (flag, name) = match target {
        SignInTarget::Session(name) => ("--sso-session", name),
        SignInTarget::Profile(name) => ("--profile", name),
    };
    ["daypass", "login", flag, name].map(str::to_owned).to_vec()
}
