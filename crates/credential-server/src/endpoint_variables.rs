//! What to export so that a program finds the endpoint: variables, a docker command, a compose file. No credentials.

use crate::Secrets;
use daypass_sso_types::Region;
use serde_json::{Map, Value, json};
use std::fmt;

/// One role that is served: the variables that lead an SDK to it. They hold the token: they are for the environment of
/// one program, not for an argument, which others can read.
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

/// The variables hold the token.
impl fmt::Debug for EndpointVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointVariables").field("name", &self.name).finish_non_exhaustive()
    }
}

impl EndpointVariables {
    /// The role of this name, served at this port of 127.0.0.1, and the region that goes with it: JavaScript reads the
    /// one variable, boto3 the other.
    pub fn new(name: impl Into<String>, port: u16, secrets: &Secrets, region: Option<&Region>) -> Self {
        let regions = ["AWS_REGION", "AWS_DEFAULT_REGION"];
        let regions = region.into_iter().flat_map(|region| regions.map(|name| (name, region.to_string())));
        let variables = secrets.variables(port).into_iter().chain(regions);
        Self {
            name: name.into(),
            variables: variables.map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }

    /// Makes the object by which one process tells it to another: `profile`, and `variables` by name. It holds the token.
    ///
    /// ```
    /// use daypass_credential_server::{EndpointVariables, Secrets};
    ///
    /// # fn fill(bytes: &mut [u8]) { bytes.fill(7) }
    /// let endpoint = EndpointVariables::new("dev", 4242, &Secrets::new(&fill), None);
    /// let told = EndpointVariables::from_json(&endpoint.to_json()).expect("it is what was written");
    /// assert!(told.name() == "dev" && endpoint.variables().all(|variable| told.variables().any(|other| other == variable)));
    /// ```
    pub fn to_json(&self) -> Value {
        let variables: Map<_, _> =
            self.variables().map(|(name, value)| (name.to_owned(), value.into())).collect();
        json!({ "profile": self.name, "variables": variables })
    }

    /// Reads what [`EndpointVariables::to_json`] made in another process; `None` where a name or a value is none that [`EndpointVariables::new`]
    /// makes, because a shell might read it otherwise.
    pub fn from_json(told: &Value) -> Option<Self> {
        let variables = told.get("variables")?.as_object()?.iter();
        let variables = variables.map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        Self::told(told.get("profile")?.as_str()?, variables.collect::<Option<_>>()?)
    }

    fn told(name: impl Into<String>, variables: Vec<(String, String)>) -> Option<Self> {
        let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-:/.".contains(&b));
        variables
            .iter()
            .all(|(name, value)| is_plain(name) && is_plain(value))
            .then(|| Self { name: name.into(), variables })
    }

    /// Whose it is: the profile, usually.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The variables, names and values. No shell needs quotes around one.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A command for a POSIX shell. SDKs take plain HTTP from loopback alone, so the container shares the network of
    /// this machine. The values stand in the environment of `docker`, not in its arguments, which every user of the
    /// machine can read.
    pub fn docker(&self) -> String {
        let values: String = self.variables().map(|(name, value)| format!("{name}={value} \\\n")).collect();
        let names: String = self.variables().map(|(name, _)| format!("  -e {name} \\\n")).collect();
        format!("{values}docker run --rm --network host \\\n{names}  IMAGE\n")
    }

    /// A compose file, with the service `app`.
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
    fn what_a_shell_might_read_otherwise_is_not_taken() {
        let fill = |bytes: &mut [u8]| bytes.fill(7);
        let offer = EndpointVariables::new("a b", 1, &Secrets::new(&fill), None);
        let variables = |offer: &EndpointVariables| offer.variables.clone();
        assert_eq!(EndpointVariables::told("a b", variables(&offer)), Some(offer.clone()));
        for (name, value) in [("A", "$(id)"), ("A", "a b"), ("A", "a\nb"), ("A B", "a"), ("A", "é")] {
            assert_eq!(
                EndpointVariables::told("x", vec![(name.to_owned(), value.to_owned())]),
                None,
                "{name} {value}"
            );
        }
    }

    #[test]
    fn an_object_that_is_no_offer_is_none() {
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
    fn a_token_is_not_shown() {
        let secrets = Secrets::new(&|bytes: &mut [u8]| bytes.fill(7));
        let offer = EndpointVariables::new("dev", 1, &secrets, None);
        assert!(!format!("{offer:?}").contains(secrets.token()));
        assert!(offer.compose().ends_with(&format!(": \"{}\"\n", secrets.token())));
    }
}
