//! Credentials as lines that a shell evaluates.

use daypass_environment::{key_variables, region_variables};
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::shell::{Assignment, UnsupportedValue};

/// Writes the variables of credentials, and of a region, as a shell sets them, a line each. The text holds secrets.
///
/// # Errors
/// Fails if the form cannot carry a value; the error does not quote it.
pub fn credential_lines(
    assignment: Assignment,
    credentials: &Credentials,
    region: Option<&Region>,
) -> Result<String, UnsupportedValue> {
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
    fn each_line_is_what_a_shell_expects() {
        let keys = Credentials {
            access_key_id: "ASIAEXAMPLE".to_owned(),
            secret_access_key: SecretAccessKey::new("s/k+1="),
            session_token: None,
            expires_at: None,
            account_id: None,
        };
        let text = credential_lines(Assignment::Export, &keys, None).expect("a form");
        assert_eq!(text, "export AWS_ACCESS_KEY_ID=ASIAEXAMPLE\nexport AWS_SECRET_ACCESS_KEY=s/k+1=\n");
        let region = Region::new("eu-west-1").expect("a region");
        let text = credential_lines(Assignment::Posix, &keys, Some(&region)).expect("a form");
        assert!(
            text.ends_with("AWS_REGION=eu-west-1\n") || text.contains("\nAWS_REGION=eu-west-1\n"),
            "{text}"
        );
        let odd = Credentials { access_key_id: "a\nb".to_owned(), ..keys };
        let refused = credential_lines(Assignment::Export, &odd, None).unwrap_err().to_string();
        assert!(!refused.contains("a\nb"), "{refused}");
    }
}
