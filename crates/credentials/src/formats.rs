//! Credentials as shells, SDKs and files take them.

use super::time;
use crate::identity;
use daypass_sso_types::{AccountId, Credentials, Region, SessionToken};
use daypass_terminal::shell::{Assignment, Unfit};
use std::{fmt::Write as _, time::SystemTime};

/// The forms of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "the values of a flag")]
pub enum Format {
    /// The JSON that `credential_process` of the AWS SDKs takes
    Process,
    /// `export NAME=VALUE` for sh, bash and zsh
    Env,
    /// `NAME=VALUE`
    EnvNoExport,
    /// `$Env:NAME="VALUE"`
    Powershell,
    /// `set NAME=VALUE` for cmd.exe
    WindowsCmd,
    /// `set -gx NAME "VALUE"`
    Fish,
    /// `$env.NAME = "VALUE"`
    Nushell,
    /// `set-env NAME 'VALUE'`
    Elvish,
    /// `$NAME = "VALUE"`
    Xonsh,
    /// `NAME="VALUE"`, a line each, for .env files
    Dotenv,
    /// The credentials as one JSON object
    Json,
}

impl Format {
    /// How a shell sets a variable in this form; none for those that are JSON.
    fn assignment(self) -> Option<Assignment> {
        Some(match self {
            Self::Process | Self::Json => return None,
            Self::Env => Assignment::Export,
            Self::EnvNoExport => Assignment::Posix,
            Self::Powershell => Assignment::Powershell,
            Self::WindowsCmd => Assignment::Cmd,
            Self::Fish => Assignment::Fish,
            Self::Nushell => Assignment::Nushell,
            Self::Elvish => Assignment::Elvish,
            Self::Xonsh => Assignment::Xonsh,
            Self::Dotenv => Assignment::Dotenv,
        })
    }
}

/// The credentials in that form, and in one for a shell the region, each line ended by a newline; refused where the form cannot carry a value.
pub fn render(format: Format, credentials: &Credentials, region: Option<&Region>) -> Result<String, Unfit> {
    let Some(assignment) = format.assignment() else {
        let head = if format == Format::Process { PROCESS_HEAD } else { "" };
        return Ok(json(head, &parts(credentials)));
    };
    let mut lines = variables(credentials);
    lines.extend(region.into_iter().flat_map(|region| identity::region(region.as_str())));
    let lines = lines.iter().map(|(name, value)| assignment.line(name, value).map(|line| line + "\n"));
    lines.collect()
}

/// The environment variables that carry them, in the AWS CLI's order.
pub fn variables(credentials: &Credentials) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("AWS_ACCESS_KEY_ID", credentials.access_key_id.clone()),
        ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key.expose().to_owned()),
    ];
    if let Some(token) = &credentials.session_token {
        variables.push(("AWS_SESSION_TOKEN", token.expose().to_owned()));
    }
    if let Some(expires_at) = credentials.expires_at {
        variables.push(("AWS_CREDENTIAL_EXPIRATION", time::rfc3339(expires_at)));
    }
    variables
}

/// What the JSON forms say, borrowed: the hot path has it in the bytes of a file.
pub(crate) struct Parts<'a> {
    pub(crate) access_key_id: &'a str,
    pub(crate) secret_access_key: &'a str,
    pub(crate) session_token: Option<&'a str>,
    pub(crate) expires_at: Option<SystemTime>,
    pub(crate) account_id: Option<&'a str>,
}

/// What the JSON of `credential_process` has before the members of any other.
const PROCESS_HEAD: &str = "\n  \"Version\": 1,";

/// The JSON of `credential_process`, in clean ASCII.
pub(crate) fn process(parts: &Parts<'_>) -> String {
    json(PROCESS_HEAD, parts)
}

fn parts(credentials: &Credentials) -> Parts<'_> {
    Parts {
        access_key_id: &credentials.access_key_id,
        secret_access_key: credentials.secret_access_key.expose(),
        session_token: credentials.session_token.as_ref().map(SessionToken::expose),
        expires_at: credentials.expires_at,
        account_id: credentials.account_id.as_ref().map(AccountId::as_str),
    }
}

/// Written by hand: this is what a cached `credential-process` prints, and five members need no serialiser.
fn json(head: &str, parts: &Parts<'_>) -> String {
    let expiration = parts.expires_at.map(time::rfc3339);
    let members = [
        ("AccessKeyId", Some(parts.access_key_id)),
        ("SecretAccessKey", Some(parts.secret_access_key)),
        ("SessionToken", parts.session_token),
        ("Expiration", expiration.as_deref()),
        ("AccountId", parts.account_id),
    ];
    // Session tokens have about a thousand letters; room for all, so that nothing is copied twice.
    let length = members.iter().filter_map(|(_, value)| *value).map(str::len).sum::<usize>();
    let mut text = String::with_capacity(length + 256);
    text.push('{');
    text.push_str(head);
    let mut comma = "";
    for (name, value) in members {
        let Some(value) = value else { continue };
        for piece in [comma, "\n  \"", name, "\": "] {
            text.push_str(piece);
        }
        quote(&mut text, value);
        comma = ",";
    }
    text.push_str("\n}\n");
    text
}

fn quote(text: &mut String, value: &str) {
    text.push('"');
    let is_plain = |byte: u8| (b' '..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    if value.bytes().all(is_plain) {
        text.push_str(value);
    } else {
        // Beyond ASCII everything is escaped: a terminal may be what reads it.
        for unit in value.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte @ (b'"' | b'\\')) => text.extend(['\\', char::from(byte)]),
                Ok(byte) if is_plain(byte) => text.push(char::from(byte)),
                _ => {
                    let _written = write!(text, "\\u{unit:04x}");
                }
            }
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_sso_types::SecretAccessKey;
    use std::time::{Duration, UNIX_EPOCH};

    fn credentials() -> Credentials {
        Credentials {
            access_key_id: "ASIAEXAMPLE".to_owned(),
            secret_access_key: SecretAccessKey::new("s/k+1="),
            session_token: Some(SessionToken::new("tok\"en")),
            expires_at: Some(UNIX_EPOCH + Duration::from_secs(1_800_000_000)),
            account_id: Some("111122223333".parse().expect("an account id")),
        }
    }

    #[test]
    fn process_json_is_what_serde_reads_back() {
        let value: serde_json::Value =
            serde_json::from_str(&render(Format::Process, &credentials(), None).expect("a form"))
                .expect("JSON");
        assert_eq!(value["Version"], 1);
        assert_eq!(value["SessionToken"], "tok\"en");
        assert_eq!(value["Expiration"], "2027-01-15T08:00:00Z");
        assert_eq!(value["AccountId"], "111122223333");
    }

    #[test]
    fn odd_letters_survive() {
        for odd in [
            "plain",
            "\"quoted\"",
            "back\\slash",
            "new\nline",
            "\u{7f}",
            "\u{85}",
            "\u{9b}31m\u{202e}",
            "Zoë 🙂",
            "",
        ] {
            let keys = Credentials { access_key_id: odd.to_owned(), ..credentials() };
            let text = render(Format::Json, &keys, None).expect("a form");
            assert!(text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')), "{text:?}");
            let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(value["AccessKeyId"], odd);
        }
    }

    #[test]
    fn static_keys_have_neither_token_nor_expiry() {
        let keys = Credentials { session_token: None, expires_at: None, account_id: None, ..credentials() };
        insta::assert_snapshot!(render(Format::Process, &keys, None).expect("a form"), @r#"
        {
          "Version": 1,
          "AccessKeyId": "ASIAEXAMPLE",
          "SecretAccessKey": "s/k+1="
        }
        "#);
        insta::assert_snapshot!(render(Format::Env, &keys, None).expect("a form"), @r"
        export AWS_ACCESS_KEY_ID=ASIAEXAMPLE
        export AWS_SECRET_ACCESS_KEY=s/k+1=
        ");
    }
}
