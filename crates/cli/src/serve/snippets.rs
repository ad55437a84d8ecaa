//! The offers of a server in the forms of `serve`, and as one process of this program tells them to another.

use crate::{commands::serve::ServeFormat, identity};
use daypass_credential_server::Offer;
use daypass_environment::Variable;
use daypass_terminal::Text;
use serde_json::{Map, Value, json};

/// The offers in a form to copy, each under the name of its profile; for a shell with the config files hidden where
/// the default profile would win.
pub(crate) fn render(format: ServeFormat, offers: &[Offer], shades: bool) -> Text {
    let sections = offers.iter().map(|offer| {
        let text = match format {
            ServeFormat::Env => env(offer, shades),
            ServeFormat::Docker => offer.docker(),
            ServeFormat::Compose => offer.compose(),
        };
        let head = match offers.len() {
            1 => Text::new(),
            _ => Text::new().line(format!("# profile {}", offer.name())),
        };
        head + Text::block(&text)
    });
    let between = |text: Text, more: Text| if text.is_empty() { more } else { text.newline() + more };
    sections.fold(Text::new(), between)
}

/// What says otherwise who one is goes: every SDK asks the endpoint last.
fn env(offer: &Offer, shades: bool) -> String {
    let hidden = identity::no_files();
    let set: Vec<_> = offer.variables().chain(hidden.into_iter().filter(|_| shades)).collect();
    let exports: String = set.iter().map(|(name, value)| format!("export {name}={value}\n")).collect();
    let stale =
        Variable::identity().map(Variable::name).filter(|name| set.iter().all(|(set, _)| set != name));
    format!("{exports}unset {}\n", stale.collect::<Vec<_>>().join(" "))
}

/// The offers for a program.
pub(crate) fn as_json(offers: &[Offer]) -> Value {
    let offer = |offer: &Offer| {
        let variables: Map<_, _> =
            offer.variables().map(|(name, value)| (name.to_owned(), value.into())).collect();
        json!({ "profile": offer.name(), "variables": variables })
    };
    offers.iter().map(offer).collect()
}

/// Reads what [`as_json`] wrote.
pub(crate) fn from_json(offers: &Value) -> Option<Vec<Offer>> {
    let read = |offer: &Value| {
        let variables = offer.get("variables")?.as_object()?.iter();
        let variables = variables.map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        Offer::told(offer.get("profile")?.as_str()?, variables.collect::<Option<_>>()?)
    };
    offers.as_array()?.iter().map(read).collect()
}
