//! `credential_process` lines: the program that one starts, what it prints, and the profile that one asks this program for.

use crate::{Error, ErrorKind, answer};
use daypass_config_parse::{Profile, command_words};
use daypass_sso_types::{AccountId, Credentials};
use daypass_token_cache::CacheKey;
use daypass_transport::{BoxFuture, Malformed, Members};
use std::time::{Duration, SystemTime};

/// Options that do not change which credentials are given.
const IGNORED_OPTIONS: [&str; 3] = ["--quiet", "-q", "--no-input"];

/// Returns P, if the `credential_process` of the profile is `daypass credential-process --profile P`.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credential_sources::own_process_profile;
///
/// let file = Document::parse("[profile p]\ncredential_process = /usr/bin/daypass credential-process -p dev\n");
/// let config = Config::new(&file, None, Dialect::AwsCli);
/// assert_eq!(config.profile("p").and_then(|profile| own_process_profile(&profile)).as_deref(), Some("dev"));
/// ```
pub fn own_process_profile(profile: &Profile<'_>) -> Option<String> {
    let words = command_words(profile.text("credential_process")?)?;
    let (program, arguments) = words.split_first()?;
    let file = program.rsplit(if cfg!(windows) { &['/', '\\'][..] } else { &['/'][..] }).next()?;
    if !matches!(file, "daypass" | "daypass.exe") {
        return None;
    }
    let arguments = arguments.iter().map(String::as_str).filter(|word| !IGNORED_OPTIONS.contains(word));
    let named = match arguments.collect::<Vec<_>>().as_slice() {
        ["credential-process" | "credentials", "--profile" | "-p", name]
        | ["--profile" | "-p", name, "credential-process" | "credentials"] => *name,
        ["credential-process" | "credentials", word] | [word, "credential-process" | "credentials"] => {
            word.strip_prefix("--profile=")?
        }
        _ => return None,
    };
    Some(named.to_owned()).filter(|name| !name.is_empty())
}

/// How long a program may take, as in the SDKs for Go and Java; the AWS CLI waits for ever.
pub const PROCESS_TIME_LIMIT: Duration = Duration::from_secs(60);
/// How much a program may print, in bytes; credentials are some KiB at most.
pub const MAX_PROCESS_OUTPUT: u64 = 64 * 1024;

/// Starts programs for [`ExternalSource::credentials`](crate::ExternalSource::credentials). The program implements it: a
/// library starts none.
pub trait RunProcess: Send + Sync {
    /// Whether this process was started, perhaps by way of others, by a run of the same line.
    fn is_within(&self, line: &ProcessLine) -> bool;

    /// Runs the words without a shell, for [`PROCESS_TIME_LIMIT`] at most, and returns the standard output of a success, of
    /// which there is not more than [`MAX_PROCESS_OUTPUT`].
    ///
    /// # Errors
    /// The program cannot be started, fails, takes too long or prints too much.
    fn run<'a>(&'a self, line: &'a ProcessLine) -> BoxFuture<'a, Result<Vec<u8>, Error>>;
}

/// A `credential_process` line of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessLine {
    profile: String,
    line: String,
    words: Vec<String>,
    account: Option<AccountId>,
}

impl ProcessLine {
    /// Reads the line of a profile, as the AWS CLI splits it on this platform. `None` if the profile has none.
    ///
    /// # Errors
    /// A quotation that does not end, or no word at all.
    pub fn of(profile: &Profile<'_>) -> Option<Result<Self, Error>> {
        let line = profile.text("credential_process")?;
        let name = profile.name();
        let wrong = |rule| {
            let message = format!("credential_process of profile {name}: {rule}");
            Err(Error::new(ErrorKind::Configuration, message))
        };
        Some(match command_words(line) {
            None => wrong("a quotation does not end"),
            Some(words) if words.first().is_none_or(String::is_empty) => wrong("it names no program"),
            Some(words) => Ok(Self {
                profile: name.to_owned(),
                line: line.to_owned(),
                words,
                account: profile.text("aws_account_id").and_then(|id| AccountId::new(id).ok()),
            }),
        })
    }

    /// Returns the program and its arguments.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Returns the name of the profile.
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// Returns the key of the credentials in the cache, which is that of the line: profiles with one line share them.
    pub fn cache_key(&self) -> CacheKey {
        CacheKey::for_process(&self.line)
    }

    pub(crate) async fn credentials(
        &self,
        runner: Option<&dyn RunProcess>,
        now: SystemTime,
    ) -> Result<Credentials, Error> {
        let name = &self.profile;
        let Some(runner) = runner else {
            let message = format!("profile {name} has a credential_process, and this program starts none");
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        if runner.is_within(self) {
            let message = format!("credential_process of profile {name} asks for itself");
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let output = runner.run(self).await?;
        let unusable = |cause: Malformed| {
            let message = format!("credential_process of profile {name} printed no credentials");
            Error::new(ErrorKind::Process, message).with_source(cause)
        };
        let mut members = Members::parse(&http::Response::new(output)).map_err(unusable)?;
        if members.optional_number("Version").map_err(unusable)? != Some(1) {
            return Err(unusable(Malformed::new("its member Version is not 1")));
        }
        let mut credentials = answer::credentials(&mut members, "SessionToken", now).map_err(unusable)?;
        credentials.account_id = credentials.account_id.or_else(|| self.account.clone());
        Ok(credentials)
    }
}
