//! The answer to `credential-process --profile X` from the cache.

use crate::cached_role::cached;
use daypass_credentials::formats::CredentialText;
use daypass_environment::{Environment, Paths};
use daypass_files::read_if_private;
use daypass_token_cache::CachedRole;
use std::{ffi::OsString, time::SystemTime};

/// Returns the cached credentials of a profile, in printable ASCII as the AWS CLI takes them from a `credential_process`.
///
/// `None` if the profile has no role of an access portal, if nothing is cached that is valid for a while, or if others may
/// read the cached file, which a whole resolver closes and warns of. The text holds secrets.
pub fn credential_process(profile: &str, env: &Environment, now: SystemTime) -> Option<String> {
    let (bytes, account) = cached(profile, &Paths::of(env).ok()?, read_if_private)?;
    let entry = CachedRole::parse(&bytes).filter(|entry| entry.is_reusable(now))?;
    let text = CredentialText {
        access_key_id: &entry.access_key_id,
        secret_access_key: &entry.secret_access_key,
        session_token: entry.session_token.as_deref(),
        expires_at: Some(entry.expires_at),
        account_id: Some(entry.account_id.as_deref().unwrap_or(account.as_str())),
    };
    Some(text.process_json())
}

/// Returns the profile of a command line that is exactly `credential-process --profile X`; the program's name comes first.
///
/// ```
/// use daypass_quick_answers::process_profile;
///
/// let words = |line: &str| line.split(' ').map(Into::into).collect::<Vec<_>>();
/// assert_eq!(process_profile(&words("daypass credential-process -p dev")), Some("dev"));
/// // Whatever else is said, a whole parser has to read.
/// assert_eq!(process_profile(&words("daypass credential-process -p dev -v")), None);
/// ```
pub fn process_profile(words: &[OsString]) -> Option<&str> {
    profile_of(words, "credential-process")
}

/// Returns the profile of a command line that is exactly `credentials --profile X`; the program's name comes first.
pub fn credentials_profile(words: &[OsString]) -> Option<&str> {
    profile_of(words, "credentials")
}

#[inline]
fn profile_of<'w>(words: &'w [OsString], command: &str) -> Option<&'w str> {
    let words: Vec<&str> = words.iter().skip(1).map(|word| word.to_str()).collect::<Option<_>>()?;
    let profile = match words.as_slice() {
        [verb, "--profile" | "-p", profile] | ["--profile" | "-p", profile, verb] if *verb == command => {
            profile
        }
        [verb, word] if *verb == command => word.strip_prefix("--profile=")?,
        _ => return None,
    };
    Some(profile).filter(|profile| !profile.is_empty() && !profile.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::{credentials_profile, process_profile};
    use std::ffi::OsString;

    /// A parser test of the program holds these lines to the meaning that they have for clap.
    #[test]
    fn only_a_whole_line_without_anything_else_is_recognised() {
        for (line, expected) in [
            ("daypass credential-process --profile dev", Some("dev")),
            ("daypass credential-process -p dev", Some("dev")),
            ("daypass credential-process --profile=dev", Some("dev")),
            ("daypass --profile dev credential-process", Some("dev")),
            ("daypass credential-process", None),
            ("daypass credential-process --profile", None),
            ("daypass credential-process --profile=", None),
            ("daypass credential-process --profile dev -v", None),
            ("daypass credential-process --profile --help", None),
            ("daypass credentials --profile dev", None),
            ("daypass login --profile dev", None),
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(process_profile(&words), expected, "{line}");
            let line = line.replace("credential-process", "credentials");
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let is_other = line == "daypass credentials --profile dev";
            assert_eq!(credentials_profile(&words), expected.or(is_other.then_some("dev")), "{line}");
        }
    }
}
