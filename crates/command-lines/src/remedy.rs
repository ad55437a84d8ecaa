//! What fixes a failure, as a command line: the one table.

use crate::{with_option, with_word};
use daypass_sso_types::{Remedy, SignInTarget};

/// Returns the command line of a remedy; `None` if no command helps.
///
/// Some remedies are the command line `typed` with a change, such as a misspelled name: `accepts` says whether daypass takes
/// the result. A placeholder such as `<URL>` stands for what only a person knows.
///
/// ```
/// use daypass_command_lines::remedy_command;
/// use daypass_sso_types::Remedy;
///
/// let typed = ["daypass", "whoami", "--profile", "dve"].map(str::to_owned);
/// let meant = Remedy::Meant { wrong: "dve".to_owned(), meant: "dev".to_owned() };
/// let command = remedy_command(&meant, &typed, |_| true).expect("a command");
/// assert_eq!(command.join(" "), "daypass whoami --profile dev");
/// assert_eq!(remedy_command(&Remedy::Examine, &typed, |_| true), Some(vec!["daypass".into(), "doctor".into()]));
/// ```
pub fn remedy_command(
    remedy: &Remedy,
    typed: &[String],
    accepts: impl Fn(&[String]) -> bool,
) -> Option<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    Some(match remedy {
        Remedy::SignIn(target) => sign_in_command(target),
        Remedy::SignInAgain(target) => {
            let mut words = sign_in_command(target);
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
        Remedy::Meant { wrong, meant } => with_word(typed.to_vec(), wrong, meant)?,
        Remedy::Option { name, value } => with_option(typed.to_vec(), name, value.as_deref(), accepts)?,
        Remedy::Examine => words(&["daypass", "doctor"]),
        Remedy::Fix(code) => words(&["daypass", "doctor", &format!("--fix={code}")]),
        Remedy::UnsetVariable(name) if cfg!(windows) => words(&["Remove-Item", &format!("Env:{name}")]),
        Remedy::UnsetVariable(name) => words(&["unset", name]),
        Remedy::RemoveFiles(paths) => {
            let paths: Option<Vec<_>> = paths.iter().map(|path| path.to_str()).collect();
            words(&[&[if cfg!(windows) { "Remove-Item" } else { "rm" }], paths?.as_slice()].concat())
        }
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

/// Returns the command line that signs in.
pub fn sign_in_command(target: &SignInTarget) -> Vec<String> {
    let (flag, name) = match target {
        SignInTarget::Session(name) => ("--sso-session", name),
        SignInTarget::Profile(name) => ("--profile", name),
    };
    ["daypass", "login", flag, name].map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_remedy_has_its_command() {
        let typed = ["daypass", "login"].map(str::to_owned);
        let session = || SignInTarget::Session("corp".to_owned());
        let key = |key, value: Option<&str>| Remedy::ConfigureSessionKey {
            session: "corp".to_owned(),
            key,
            value: value.map(str::to_owned),
        };
        for (remedy, expected) in [
            (Remedy::SignIn(session()), Some("daypass login --sso-session corp")),
            (Remedy::SignInAgain(session()), Some("daypass login --sso-session corp --force")),
            (Remedy::SignIn(SignInTarget::Profile("dev".to_owned())), Some("daypass login --profile dev")),
            (Remedy::ConfigureProfile("dev".to_owned()), Some("daypass configure sso --profile dev")),
            (
                Remedy::ConfigureSession("corp".to_owned()),
                Some("daypass configure sso-session --sso-session corp"),
            ),
            (
                key("sso_region", None),
                Some("daypass configure sso-session --sso-session corp --sso-region <REGION>"),
            ),
            (
                key("sso_start_url", None),
                Some("daypass configure sso-session --sso-session corp --sso-start-url <URL>"),
            ),
            (
                key("sso_registration_scopes", None),
                Some("daypass configure sso-session --sso-session corp --sso-registration-scopes <SCOPES>"),
            ),
            (
                key("sso_region", Some("eu-west-1")),
                Some("daypass configure sso-session --sso-session corp --sso-region eu-west-1"),
            ),
            (Remedy::Examine, Some("daypass doctor")),
            (Remedy::Fix("P516"), Some("daypass doctor --fix=P516")),
            (
                Remedy::UnsetVariable("AWS_REGION".to_owned()),
                Some(if cfg!(windows) { "Remove-Item Env:AWS_REGION" } else { "unset AWS_REGION" }),
            ),
            (
                Remedy::RemoveFiles(["a.json", "b.json"].map(Into::into).to_vec()),
                Some(if cfg!(windows) { "Remove-Item a.json b.json" } else { "rm a.json b.json" }),
            ),
            (Remedy::Meant { wrong: "login".to_owned(), meant: "logout".to_owned() }, Some("daypass logout")),
            (Remedy::Meant { wrong: "logs".to_owned(), meant: "login".to_owned() }, None),
            (Remedy::Option { name: "--no-browser", value: None }, Some("daypass login --no-browser")),
            (Remedy::Advice("Wait.".to_owned()), None),
        ] {
            let command = remedy_command(&remedy, &typed, |words| words.len() < 4);
            assert_eq!(command.map(|words| words.join(" ")).as_deref(), expected, "{remedy:?}");
        }
    }
}
