//! The formats of `--format`: JSON of the crate `credentials`, or variables as a shell of the crate `terminal` sets them.

use super::Format;
use daypass_credentials::formats::CredentialText;
use daypass_environment::{key_variables, region_variables};
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::shell::{Assignment, UnsupportedValue};

impl Format {
    /// How a shell sets a variable in this format; `None` for JSON.
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

/// Renders the credentials in this format, for a shell with the region. Each line ends with a newline. Fails if the format
/// cannot carry a value.
pub(super) fn render(
    format: Format,
    credentials: &Credentials,
    region: Option<&Region>,
) -> Result<String, UnsupportedValue> {
    let Some(assignment) = format.assignment() else {
        let text = CredentialText::of(credentials);
        return Ok(if format == Format::Process { text.process_json() } else { text.json() });
    };
    let mut lines = key_variables(credentials);
    lines.extend(region.into_iter().flat_map(region_variables));
    let lines = lines.iter().map(|(name, value)| assignment.line(name, value).map(|line| line + "\n"));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_sso_types::SecretAccessKey;

    #[test]
    fn each_format_is_what_its_reader_expects() {
        let keys = Credentials {
            access_key_id: "ASIAEXAMPLE".to_owned(),
            secret_access_key: SecretAccessKey::new("s/k+1="),
            session_token: None,
            expires_at: None,
            account_id: None,
        };
        insta::assert_snapshot!(render(Format::Env, &keys, None).expect("a form"), @r"
        export AWS_ACCESS_KEY_ID=ASIAEXAMPLE
        export AWS_SECRET_ACCESS_KEY=s/k+1=
        ");
        insta::assert_snapshot!(render(Format::Json, &keys, None).expect("a form"), @r#"
        {
          "AccessKeyId": "ASIAEXAMPLE",
          "SecretAccessKey": "s/k+1="
        }
        "#);
        let odd = Credentials { access_key_id: "a\nb".to_owned(), ..keys };
        let refused = render(Format::Env, &odd, None).unwrap_err().to_string();
        assert!(!refused.contains("a\nb"), "{refused}");
    }
}
