//! What a `credential_process` line of another tool asks for.

use daypass_config_parse::{posix_words, windows_words};
use std::collections::BTreeMap;

/// A `credential_process` line, by the tool whose program it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Process {
    /// `aws-sso process`.
    AwsSso(AwsSsoProcess),
    /// `granted credential-process --profile NAME`.
    Granted(Option<String>),
    /// `aws-vault exec --json NAME` or `aws-vault export --format=json NAME`, with its `--duration`.
    AwsVault {
        /// The profile.
        profile: Option<String>,
        /// How long the keys last, as it is written: `4h`.
        duration: Option<String>,
    },
    /// `leapp session generate ID`.
    Leapp(String),
    /// `aws-sso-util credential-process` and its predecessor, with its options.
    AwsSsoUtil(BTreeMap<String, String>),
    /// A shell construct: what it does cannot be known.
    Shell,
    /// Another program.
    Other(String),
}

/// The arguments of `aws-sso process`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsSsoProcess {
    /// The SSO instance (`-S`).
    pub instance: Option<String>,
    /// The account id, with its leading zeros.
    pub account: Option<String>,
    /// The role.
    pub role: Option<String>,
    /// The profile (`-p`), in place of an account and a role.
    pub profile: Option<String>,
}

impl Process {
    /// Reads a line. `util` is AWS_SSO_CREDENTIAL_PROCESS_NAME, the name that aws-sso-util writes for its program.
    pub fn of(line: &str, util: Option<&str>) -> Self {
        if is_shell(line) {
            return Self::Shell;
        }
        let Some((path, words)) = words(line) else { return Self::Shell };
        let program = program(&path);
        let has = |word: &str| words.iter().any(|found| found == word);
        match program.as_str() {
            "env" | "sh" | "bash" | "zsh" | "dash" | "fish" | "cmd" | "powershell" | "pwsh" => Self::Shell,
            "aws-sso" if has("process") => Self::AwsSso(aws_sso(&words)),
            "granted" | "dgranted" if has("credential-process") => {
                Self::Granted(options(&words, &["--profile", "--window", "--url"]).remove("--profile"))
            }
            "aws-vault" => aws_vault(&words).unwrap_or(Self::Other(program)),
            "leapp" => match words.as_slice() {
                [session, generate, id, ..] if session == "session" && generate == "generate" => {
                    Self::Leapp(id.clone())
                }
                _ => Self::Other(program),
            },
            "aws-sso-util" if has("credential-process") => Self::AwsSsoUtil(util_options(&words)),
            "aws-sso-credential-process" => Self::AwsSsoUtil(util_options(&words)),
            // ConfigProfilesBinaryPath of aws-sso-cli names any program: the arguments tell.
            _ if has("process") && has("-S") && has("--arn") => Self::AwsSso(aws_sso(&words)),
            _ if util.is_some_and(|util| util == path || self::program(util) == program) => {
                Self::AwsSsoUtil(util_options(&words))
            }
            _ => Self::Other(program),
        }
    }
}

/// Whether a shell would do something with the line besides starting one program.
fn is_shell(line: &str) -> bool {
    let mut chars = line.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('\''), _) => {}
            (_, '`') | (None, '|' | ';' | '&' | '<' | '>') => return true,
            (_, '$') if chars.peek() == Some(&'(') => return true,
            (None, '\'' | '"') => quote = Some(c),
            _ => {}
        }
    }
    false
}

/// Splits a line into the path of the program and its arguments. A path of Windows keeps its backslashes, and may have
/// spaces without quotes, as aws-sso-cli writes it.
fn words(line: &str) -> Option<(String, Vec<String>)> {
    let is_windows = line.trim_start_matches('"').get(1..3) == Some(":\\");
    let mut words = if is_windows { windows_words(line)? } else { posix_words(line)? };
    let ends = |word: &String| word.to_ascii_lowercase().ends_with(".exe");
    let end = words.iter().position(ends).filter(|_| is_windows).unwrap_or(0);
    if words.is_empty() {
        return None;
    }
    let rest = words.split_off(end + 1);
    Some((words.join(" "), rest))
}

/// Returns the last component of a program's path, in lower case and without `.exe`.
fn program(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    name.strip_suffix(".exe").map_or(name.clone(), str::to_owned)
}

/// Returns the values of these options, written `--name value` or `--name=value`; the last of each counts.
fn options(words: &[String], wanted: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, value) =
            word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        if wanted.contains(&name)
            && let Some(value) = value.map(str::to_owned).or_else(|| words.next().cloned())
        {
            found.insert(name.to_owned(), value);
        }
    }
    found
}

fn util_options(words: &[String]) -> BTreeMap<String, String> {
    options(words, &["--profile", "--sso-start-url", "--sso-region", "--account-id", "--role-name"])
}

fn aws_sso(words: &[String]) -> AwsSsoProcess {
    let known = [
        "-S",
        "--sso",
        "-a",
        "--arn",
        "-A",
        "--account",
        "-R",
        "--role",
        "-p",
        "--profile",
        "-u",
        "--url-action",
    ];
    let mut found = options(words, &known);
    let mut take = |short: &str, long: &str| found.remove(long).or_else(|| found.remove(short));
    let mut process = AwsSsoProcess {
        instance: take("-S", "--sso"),
        account: take("-A", "--account").map(|id| padded(&id)),
        role: take("-R", "--role"),
        profile: take("-p", "--profile"),
    };
    if let Some((account, role)) = take("-a", "--arn").as_deref().and_then(role_of_arn) {
        (process.account, process.role) = (Some(account), Some(role));
    }
    process
}

/// An account id that aws-sso-cli keeps as a number, in arguments and in its cache: leading zeros may be missing.
pub(crate) fn padded(id: &str) -> String {
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{id:0>12}")
    } else {
        id.to_owned()
    }
}

/// Reads the account and the role of `arn:PARTITION:iam::ID:role/ROLE`, of Leapp's `arn:aws:iam::ID/ROLE` and of
/// aws-sso-cli's `ID:ROLE`.
pub fn role_of_arn(arn: &str) -> Option<(String, String)> {
    let (account, role) = if let Some(rest) = arn.strip_prefix("arn:") {
        let (_, resource) = rest.split_once(":iam::")?;
        let end = resource.find([':', '/'])?;
        let (account, role) = resource.split_at_checked(end)?;
        let role = role.get(1..)?;
        (account.to_owned(), role.strip_prefix("role/").unwrap_or(role))
    } else {
        let (account, role) = arn.split_once(':')?;
        (padded(account), role)
    };
    (!account.is_empty() && !role.is_empty()).then(|| (account, role.to_owned()))
}

/// Returns the profile that a line `daypass credential-process --profile NAME` names; `default` if it names none.
pub fn daypass_profile(line: &str) -> Option<String> {
    let (path, words) = words(line).filter(|_| !is_shell(line))?;
    let is_it = program(&path) == "daypass" && words.iter().any(|word| word == "credential-process");
    let mut named = options(&words, &["--profile", "-p"]);
    let name = named.remove("--profile").or_else(|| named.remove("-p"));
    is_it.then(|| name.unwrap_or_else(|| "default".to_owned()))
}

/// Options of aws-vault that take a value as the next word.
const VAULT_VALUES: [&str; 17] = [
    "--backend",
    "--prompt",
    "--keychain",
    "--duration",
    "-d",
    "--region",
    "--mfa-token",
    "-t",
    "--format",
    "--secret-service",
    "--pass-dir",
    "--pass-cmd",
    "--pass-prefix",
    "--file-dir",
    "--assume-role-ttl",
    "--user",
    "--keychain-name",
];

fn aws_vault(words: &[String]) -> Option<Process> {
    let (mut command, mut profile, mut is_json, mut duration) = (None, None, false, None);
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let (name, value) =
            word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        if name == "--" && value.is_none() {
            profile = profile.or_else(|| rest.next().cloned());
            break;
        }
        if name.starts_with('-') {
            let takes = VAULT_VALUES.contains(&name) && value.is_none();
            let value = value.map(str::to_owned).or_else(|| if takes { rest.next().cloned() } else { None });
            is_json |= matches!(name, "-j" | "--json");
            is_json |= name == "--format" && value.as_deref() == Some("json");
            if matches!(name, "-d" | "--duration") {
                duration = value;
            }
        } else if command.is_none() {
            command = Some(word.as_str());
        } else {
            profile = profile.or_else(|| Some(word.clone()));
        }
    }
    let is_process = matches!(command, Some("exec" | "export")) && is_json;
    is_process.then_some(Process::AwsVault { profile, duration })
}

#[cfg(test)]
mod tests;
