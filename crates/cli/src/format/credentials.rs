//! Credentials as shells, SDKs and files take them.

use super::{shell, time};
use daypass_sso_types::Credentials;
use std::fmt::Write as _;

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

/// The credentials in that form, each line ended by a newline.
pub fn render(format: Format, credentials: &Credentials) -> String {
    let line: fn(&str, &str) -> String = match format {
        Format::Process => return json(credentials, true),
        Format::Json => return json(credentials, false),
        Format::Env => |name, value| format!("export {name}={}", shell::posix(value)),
        Format::EnvNoExport => |name, value| format!("{name}={}", shell::posix(value)),
        Format::Powershell => |name, value| format!("$Env:{name}={}", shell::powershell(value)),
        Format::WindowsCmd => |name, value| format!("set {}", shell::cmd(name, value)),
        Format::Fish => |name, value| format!("set -gx {name} {}", shell::fish(value)),
        Format::Nushell => |name, value| format!("$env.{name} = {}", shell::nushell(value)),
        Format::Elvish => |name, value| format!("set-env {name} {}", shell::elvish(value)),
        Format::Xonsh => |name, value| format!("${name} = {}", shell::python(value)),
        Format::Dotenv => |name, value| format!("{name}={}", shell::double(value)),
    };
    variables(credentials).iter().fold(String::new(), |text, (name, value)| text + &line(name, value) + "\n")
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

/// Written by hand: this is what a cached `credential-process` prints, and five members need no serialiser.
fn json(credentials: &Credentials, process: bool) -> String {
    let mut text = String::with_capacity(1024);
    text.push('{');
    if process {
        text.push_str("\n  \"Version\": 1,");
    }
    let mut member = |name: &str, value: &str, last: bool| {
        let _written = write!(text, "\n  \"{name}\": {}{}", quoted(value), if last { "" } else { "," });
    };
    let expiration = credentials.expires_at.map(time::rfc3339);
    let rest = [
        ("SessionToken", credentials.session_token.as_ref().map(daypass_sso_types::SessionToken::expose)),
        ("Expiration", expiration.as_deref()),
        ("AccountId", credentials.account_id.as_ref().map(daypass_sso_types::AccountId::as_str)),
    ];
    let rest: Vec<_> =
        rest.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect();
    member("AccessKeyId", &credentials.access_key_id, false);
    member("SecretAccessKey", credentials.secret_access_key.expose(), rest.is_empty());
    for (at, (name, value)) in rest.iter().enumerate() {
        member(name, value, at + 1 == rest.len());
    }
    text.push_str("\n}\n");
    text
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                let _written = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_sso_types::{SecretAccessKey, SessionToken};
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
            serde_json::from_str(&render(Format::Process, &credentials())).expect("JSON");
        assert_eq!(value["Version"], 1);
        assert_eq!(value["SessionToken"], "tok\"en");
        assert_eq!(value["Expiration"], "2027-01-15T08:00:00Z");
        assert_eq!(value["AccountId"], "111122223333");
    }

    #[test]
    fn static_keys_have_neither_token_nor_expiry() {
        let keys = Credentials { session_token: None, expires_at: None, account_id: None, ..credentials() };
        insta::assert_snapshot!(render(Format::Process, &keys), @r#"
        {
          "Version": 1,
          "AccessKeyId": "ASIAEXAMPLE",
          "SecretAccessKey": "s/k+1="
        }
        "#);
        insta::assert_snapshot!(render(Format::Env, &keys), @r"
        export AWS_ACCESS_KEY_ID=ASIAEXAMPLE
        export AWS_SECRET_ACCESS_KEY=s/k+1=
        ");
    }
}
