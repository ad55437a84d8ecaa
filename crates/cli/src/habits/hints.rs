//! Words of other tools that are no commands here, and what to type instead.

use super::taken::unknown;
use clap::error::{ContextKind, ErrorKind};
use std::ffi::OsString;

/// What to do instead of a word that daypass does not have.
#[derive(Debug)]
pub(crate) struct Hint {
    /// The word.
    pub(crate) word: String,
    /// What to do.
    pub(crate) way: Way,
}

/// What to do instead.
#[derive(Debug)]
pub(crate) enum Way {
    /// Type this.
    Type(Vec<String>),
    /// A whole sentence.
    Say(&'static str),
}

const NO_KEYS: &str =
    "daypass keeps no long-lived keys; it signs in to IAM Identity Center: daypass configure sso.";
const NO_UPDATE: &str = "daypass does not update itself; update it as it was installed.";
const PAGING: &str = "daypass reads all pages; leave the option out.";
const PRINTS: &str = "To print the address instead of opening it: --no-browser.";

/// Commands of other tools, one word or two, and the line here; the rest of the line goes along where it fits.
const COMMANDS: &[(&str, &str)] = &[
    ("auth login", "login"),
    ("auth logout", "logout"),
    ("auth status", "status"),
    ("auth token", "credentials"),
    ("auth switch", "use"),
    ("integration login", "login"),
    ("integration logout", "logout"),
    ("integration sync", "configure populate"),
    ("integration list", "status"),
    ("integration create", "configure sso-session"),
    ("sso-tokens list", "status"),
    ("sso-tokens expiry", "status"),
    ("sso-tokens clear", "logout"),
    ("clear", "logout"),
    ("cache clear", "logout"),
    ("cache", "roles --refresh"),
    ("export", "credentials --format env"),
    ("env", "credentials --format env"),
    ("eval", "credentials --format env"),
    ("process", "credential-process"),
    ("assume", "use"),
    ("session start", "use"),
    ("session stop", "logout"),
    ("session list", "status"),
    ("session current", "whoami"),
    ("session generate", "credential-process"),
    ("session open-web-console", "console"),
    ("ecs run", "serve"),
    ("ecs server", "serve"),
    ("ecs load", "serve"),
    ("proxy", "serve"),
    ("list", "profiles"),
    ("ls", "profiles"),
    ("list-profiles", "profiles"),
    ("list-accounts", "accounts"),
    ("current", "whoami"),
    ("who", "whoami"),
    ("time", "status"),
    ("check", "doctor"),
    ("config use-context", "use"),
    ("config current-context", "whoami"),
    ("config", "settings"),
    ("context use", "use"),
    ("configure list", "settings"),
    ("configure profile", "configure sso"),
    ("sso populate", "configure populate"),
    ("sso generate", "configure populate"),
    ("sso list-accounts", "accounts"),
    ("sso list-account-roles", "roles"),
    ("sso get-role-credentials", "credentials"),
    ("populate", "configure populate"),
    ("setup wizard", "configure sso"),
    ("setup profiles", "configure populate"),
    ("open", "console"),
    ("web", "console"),
];

/// What no command replaces.
const SENTENCES: &[(&str, &str)] = &[
    ("add", NO_KEYS),
    ("remove", NO_KEYS),
    ("rm", NO_KEYS),
    ("rotate", NO_KEYS),
    ("update", NO_UPDATE),
    ("upgrade", NO_UPDATE),
    ("self-update", NO_UPDATE),
    ("self", NO_UPDATE),
    ("configure get", "`aws configure get` reads the same file."),
    ("configure set", "`aws configure set` writes the same file."),
    ("setup completions", "daypass init SHELL prints completion and `daypass use` for a shell."),
    ("--no-sign-request", "daypass signs what AWS wants signed; leave the option out."),
    ("--endpoint-url", "The endpoint is set by AWS_ENDPOINT_URL, or by endpoint_url in the profile."),
    ("--query", "daypass has no JMESPath; ask for --output json and pass it to jq."),
    ("--cli-auto-prompt", "daypass asks for what is missing by itself; leave the option out."),
    ("--max-items", PAGING),
    ("--page-size", PAGING),
    ("--sso", "The session is named by --sso-session."),
    ("--remote", PRINTS),
    ("--stdout", PRINTS),
    ("--url-action", PRINTS),
    ("--ecs-server", "An endpoint that renews credentials: daypass exec --serve, or daypass serve."),
    ("--server", "An endpoint that renews credentials: daypass exec --serve, or daypass serve."),
    ("--no-session", "daypass has no sessions of STS to switch off; leave the option out."),
    ("--backend", "daypass stores in the AWS CLI's own cache files; leave the option out."),
];

/// Services that people call with `aws` in mind.
const SERVICES: [&str; 14] = [
    "cloudformation",
    "cloudwatch",
    "dynamodb",
    "ec2",
    "ecr",
    "eks",
    "iam",
    "lambda",
    "logs",
    "rds",
    "s3",
    "s3api",
    "secretsmanager",
    "ssm",
];

/// What to do instead of the word that the parser did not know. `is_ours` says whether daypass takes a line.
pub(super) fn of(words: &[OsString], error: &clap::Error, is_ours: fn(&[OsString]) -> bool) -> Option<Hint> {
    let kind = match error.kind() {
        ErrorKind::InvalidSubcommand => ContextKind::InvalidSubcommand,
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        _ => return None,
    };
    let word = unknown(error, kind)?;
    let words: Vec<String> =
        words.iter().map(|word| word.to_str().map(str::to_owned)).collect::<Option<_>>()?;
    let at = words.iter().position(|other| other.split('=').next() == Some(word))?;
    let hint = |word: &str, way| Some(Hint { word: word.to_owned(), way });
    if SERVICES.contains(&word) {
        let (before, service) = words.split_at(at);
        let mut line = vec!["daypass".to_owned(), "exec".to_owned()];
        line.extend_from_slice(before.get(1..)?);
        line.extend(["--".to_owned(), "aws".to_owned()]);
        line.extend_from_slice(service);
        return hint(word, Way::Type(line));
    }
    let next = words.get(at + 1).filter(|next| !next.starts_with('-'));
    let before = words.get(at.checked_sub(1)?).filter(|_| at > 1);
    let forms = [
        next.map(|next| (format!("{word} {next}"), at + 2)),
        before.map(|before| (format!("{before} {word}"), at + 1)),
        Some((word.to_owned(), at + 1)),
    ];
    for (form, rest) in forms.into_iter().flatten() {
        if let Some((_, line)) = COMMANDS.iter().find(|(foreign, _)| *foreign == form) {
            return hint(&form, Way::Type(typed(line, words.get(rest..).unwrap_or_default(), is_ours)));
        }
        if let Some((_, sentence)) = SENTENCES.iter().find(|(foreign, _)| *foreign == form) {
            return hint(&form, Way::Say(sentence));
        }
    }
    None
}

/// The line, with the rest of what was typed where daypass takes it.
fn typed(line: &str, rest: &[String], is_ours: fn(&[OsString]) -> bool) -> Vec<String> {
    let line: Vec<String> = std::iter::once("daypass").chain(line.split(' ')).map(str::to_owned).collect();
    let whole: Vec<String> = line.iter().chain(rest).cloned().collect();
    let words: Vec<OsString> = whole.iter().map(OsString::from).collect();
    if is_ours(&words) { whole } else { line }
}

/// Every line that has a hint, for the test that reads them all.
#[cfg(test)]
pub(super) fn lines() -> Vec<String> {
    let options = SENTENCES.iter().map(|(word, _)| match word.starts_with('-') {
        true => format!("login {word}"),
        false => (*word).to_owned(),
    });
    COMMANDS.iter().map(|(words, _)| (*words).to_owned()).chain(options).collect()
}
