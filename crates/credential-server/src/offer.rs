//! What to export, so that a program finds the endpoint: variables, docker flags, a compose file. No credentials.

use crate::{commands::serve::ServeFormat, format::shell, identity};
use daypass_credential_server::Secrets;
use daypass_environment::Variable;
use daypass_terminal::Text;
use serde_json::{Value, json};

/// One role that is served: the variables that lead an SDK to it.
pub(crate) struct Offer {
    pub(crate) profile: String,
    pub(crate) variables: Vec<(String, String)>,
}

/// The variables hold the token.
impl std::fmt::Debug for Offer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offer").field("profile", &self.profile).finish_non_exhaustive()
    }
}

impl Offer {
    pub(crate) fn new(profile: &str, port: u16, secrets: &Secrets, region: Option<&str>) -> Self {
        let mut variables = Vec::from(secrets.variables(port));
        if let Some(region) = region {
            variables.extend(identity::region(region));
        }
        let variables = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { profile: profile.to_owned(), variables }
    }

    /// Reads what [`as_json`] wrote.
    pub(crate) fn read_all(offers: &Value) -> Option<Vec<Self>> {
        let read = |offer: &Value| {
            let variables = offer.get("variables")?.as_object()?;
            let variables =
                variables.iter().map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
            Some(Self {
                profile: offer.get("profile")?.as_str()?.to_owned(),
                variables: variables.collect::<Option<_>>()?,
            })
        };
        offers.as_array()?.iter().map(read).collect()
    }
}

/// The offers in a form to copy, each under the name of its profile; for a shell with the config files hidden where
/// the default profile would win.
pub(crate) fn render(format: ServeFormat, offers: &[Offer], shades: bool) -> Text {
    let sections = offers.iter().map(|offer| {
        let text = match format {
            ServeFormat::Env => env(offer, shades),
            ServeFormat::Docker => docker(offer),
            ServeFormat::Compose => compose(offer),
        };
        let head = match offers.len() {
            1 => Text::new(),
            _ => Text::new().line(format!("# profile {}", offer.profile)),
        };
        head + text
    });
    let between = |text: Text, more: Text| if text.is_empty() { more } else { text.newline() + more };
    sections.fold(Text::new(), between)
}

/// The offers for a program.
pub(crate) fn as_json(offers: &[Offer]) -> Value {
    let offers: Vec<Value> = offers
        .iter()
        .map(|offer| {
            let variables = offer.variables.iter().map(|(name, value)| (name.clone(), value.clone().into()));
            let variables: serde_json::Map<_, _> = variables.collect();
            json!({ "profile": offer.profile, "variables": variables })
        })
        .collect();
    Value::from(offers)
}

/// What says otherwise who one is goes: every SDK asks the endpoint last.
fn env(offer: &Offer, shades: bool) -> Text {
    let set = offer.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let hidden = identity::no_files();
    let set: Vec<_> = set.chain(hidden.into_iter().filter(|_| shades)).collect();
    let exports: String =
        set.iter().map(|(name, value)| format!("export {name}={}\n", shell::posix(value))).collect();
    let stale =
        Variable::identity().map(Variable::name).filter(|name| set.iter().all(|(set, _)| set != name));
    Text::block(&format!("{exports}unset {}\n", stale.collect::<Vec<_>>().join(" ")))
}

/// SDKs take plain HTTP from loopback alone, so the container shares the network of this machine. The values stand in
/// the environment of `docker`, not in its arguments, which every user of the machine can read.
fn docker(offer: &Offer) -> Text {
    let values: String =
        offer.variables.iter().map(|(name, value)| format!("{name}={} \\\n", shell::posix(value))).collect();
    let names: String = offer.variables.iter().map(|(name, _)| format!("  -e {name} \\\n")).collect();
    Text::block(&format!("{values}docker run --rm --network host \\\n{names}  IMAGE\n"))
}

fn compose(offer: &Offer) -> Text {
    let variables: String = offer
        .variables
        .iter()
        .map(|(name, value)| format!("      {name}: {}\n", Value::from(value.as_str())))
        .collect();
    Text::block(&format!("services:\n  app:\n    network_mode: host\n    environment:\n{variables}"))
}
