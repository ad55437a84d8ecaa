//! The variables by which a program finds the endpoint, as pairs, a docker command and a compose file.

use crate::Secrets;
use daypass_sso_types::Region;
use serde_json::{Map, Value, json};
use std::fmt;

/// The variables by which an SDK finds one served role.
///
/// They hold the token. Put them in the environment of one program, not in arguments, which other users can read.
///
/// ```
/// use daypass_credential_server::{EndpointVariables, Secrets};
///
/// # fn fill(bytes: &mut [u8]) { bytes.fill(7) }
/// let secrets = Secrets::new(&fill); // random bytes of the system
/// let endpoint = EndpointVariables::new("dev", 4242, &secrets, Some(&"eu-west-1".parse()?));
/// assert!(endpoint.variables().any(|variable| variable == ("AWS_REGION", "eu-west-1")));
/// assert!(endpoint.docker().ends_with("  -e AWS_REGION \\\n  -e AWS_DEFAULT_REGION \\\n  IMAGE\n"));
/// # Ok::<(), daypass_sso_types::InvalidName>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointVariables {
    name: String,
    variables: Vec<(String, String)>,
}

/// Hides the variables, which hold the token.
impl fmt::Debug for EndpointVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointVariables").field("name", &self.name).finish_non_exhaustive()
    }
}

impl EndpointVariables {
    /// Creates the variables of a role served at this port of 127.0.0.1.
    ///
    /// The region is set twice: JavaScript reads AWS_REGION, boto3 AWS_DEFAULT_REGION.
    pub fn new(name: impl Into<String>, port: u16, secrets: &Secrets, region: Option<&Region>) -> Self {
        let regions = ["AWS_REGION", "AWS_DEFAULT_REGION"];
        let regions = region.into_iter().flat_map(|region| regions.map(|name| (name, region.to_string())));
        let variables = secrets.variables(port).into_iter().chain(regions);
        Self {
            name: name.into(),
            variables: variables.map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }

    /// Writes the variables as JSON for another process: `profile`, and `variables` by name. It holds the token.
    ///
    /// ```
    /// use daypass_credential_server::{EndpointVariables, Secrets};
    ///
    /// # fn fill(bytes: &mut [u8]) { bytes.fill(7) }
    /// let endpoint = EndpointVariables::new("dev", 4242, &Secrets::new(&fill), None);
    /// let read = EndpointVariables::from_json(&endpoint.to_json()).expect("what to_json wrote");
    /// assert_eq!((read.name(), read.variables().count()), ("dev", 2));
    /// ```
    pub fn to_json(&self) -> Value {
        let variables: Map<_, _> =
            self.variables().map(|(name, value)| (name.to_owned(), value.into())).collect();
        json!({ "profile": self.name, "variables": variables })
    }

    /// Reads what [`EndpointVariables::to_json`] wrote in another process.
    ///
    /// `None` if a name or a value has characters that [`EndpointVariables::new`] never writes, which a shell could
    /// interpret.
    pub fn from_json(json: &Value) -> Option<Self> {
        let variables = json.get("variables")?.as_object()?.iter();
        let variables = variables.map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        Self::checked(json.get("profile")?.as_str()?, variables.collect::<Option<_>>()?)
    }

    fn checked(name: impl Into<String>, variables: Vec<(String, String)>) -> Option<Self> {
        let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-:/.".contains(&b));
        variables
            .iter()
            .all(|(name, value)| is_plain(name) && is_plain(value))
            .then(|| Self { name: name.into(), variables })
    }

    /// Returns the name of the role, usually a profile.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names and values. None needs quotes in a shell.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Writes a docker command for a POSIX shell.
    ///
    /// SDKs accept plain HTTP from loopback only, so the container shares the machine's network. The values are in the
    /// environment of `docker`, not in its arguments, which every user of the machine can read.
    pub fn docker(&self) -> String {
        let values: String = self.variables().map(|(name, value)| format!("{name}={value} \\\n")).collect();
        let names: String = self.variables().map(|(name, _)| format!("  -e {name} \\\n")).collect();
        format!("{values}docker run --rm --network host \\\n{names}  IMAGE\n")
    }

    /// Writes a compose file with the service `app`.
    pub fn compose(&self) -> String {
        let variable = |(name, value): (&str, &str)| format!("      {name}: {}\n", Value::from(value));
        let variables: String = self.variables().map(variable).collect();
        format!("services:\n  app:\n    network_mode: host\n    environment:\n{variables}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_a_shell_could_interpret_is_refused() {
        let fill = |bytes: &mut [u8]| bytes.fill(7);
        let endpoint = EndpointVariables::new("a b", 1, &Secrets::new(&fill), None);
        let variables = |endpoint: &EndpointVariables| endpoint.variables.clone();
        assert_eq!(EndpointVariables::checked("a b", variables(&endpoint)), Some(endpoint.clone()));
        for (name, value) in [("A", "$(id)"), ("A", "a b"), ("A", "a\nb"), ("A B", "a"), ("A", "é")] {
            assert_eq!(
                EndpointVariables::checked("x", vec![(name.to_owned(), value.to_owned())]),
                None,
                "{name} {value}"
            );
        }
    }

    #[test]
    fn json_is_read_as_it_was_written() {
        let region = Region::new("eu-west-1").expect("a region");
        let secrets = Secrets::new(&|bytes: &mut [u8]| bytes.fill(7));
        let endpoint = EndpointVariables::new("a b", 4242, &secrets, Some(&region));
        let json = endpoint.to_json();
        assert_eq!(json.pointer("/variables/AWS_DEFAULT_REGION"), Some(&"eu-west-1".into()));
        let read = EndpointVariables::from_json(&json).expect("it was written here");
        let sorted = |endpoint: &EndpointVariables| {
            endpoint.variables.iter().cloned().collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!((read.name(), sorted(&read)), ("a b", sorted(&endpoint)));
    }

    #[test]
    fn other_json_is_refused() {
        let is = |told: Value| EndpointVariables::from_json(&told).is_some();
        assert!(is(json!({ "profile": "a b", "variables": { "A": "x" }, "more": 1 })));
        for told in [
            json!([]),
            json!({ "profile": "a" }),
            json!({ "variables": {} }),
            json!({ "profile": 1, "variables": {} }),
            json!({ "profile": "a", "variables": ["A"] }),
            json!({ "profile": "a", "variables": { "A": 1 } }),
            json!({ "profile": "a", "variables": { "A": "x", "B": "$(id)" } }),
        ] {
            assert!(!is(told.clone()), "{told}");
        }
    }

    #[test]
    fn debug_hides_the_token() {
        let secrets = Secrets::new(&|bytes: &mut [u8]| bytes.fill(7));
        let endpoint = EndpointVariables::new("dev", 1, &secrets, None);
        assert!(!format!("{endpoint:?}").contains(secrets.token()));
        assert!(endpoint.compose().ends_with(&format!(": \"{}\"\n", secrets.token())));
    }
}
