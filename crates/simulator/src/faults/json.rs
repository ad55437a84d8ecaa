//! Faults as JSON, for programs in any language.

use super::line::{Effect, Fault, InvalidFault, word};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// The members of a fault, such as
/// `{"operation": "CreateToken", "when": {"grantType": "refresh_token"}, "do": {"slow_down": true}, "times": 3}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    operation: String,
    #[serde(default)]
    when: Map<String, Json>,
    #[serde(rename = "do")]
    effects: Effects,
    times: Option<Times>,
}

/// The name of a fault, or names of faults and their values.
#[derive(Deserialize)]
#[serde(untagged)]
enum Effects {
    Name(String),
    Values(Map<String, Json>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Times {
    Count(u32),
    Word(String),
}

impl Fault {
    /// Parses a fault from JSON: `operation` (or `*`), `when` (parameters of the request), `do` (a name, or an object
    /// of names and values; `true` if a fault has no value), `times` (a number, or `always`); or `{"fault": LINE}`.
    ///
    /// # Errors
    /// Fails if the JSON does not describe a fault.
    pub fn from_json(json: &Json) -> Result<Self, InvalidFault> {
        if let Some(line) = json.get("fault").and_then(Json::as_str) {
            return line.parse();
        }
        let invalid = |what: &str| InvalidFault(format!("{json}, {what}"));
        let members = Members::deserialize(json).map_err(|error| invalid(&error.to_string()))?;
        let operation = match members.operation.as_str() {
            "*" => None,
            name => Some(name.parse().map_err(|_| invalid("no such operation"))?),
        };
        let text = |value: Json| match value {
            Json::String(text) => text,
            other => other.to_string(),
        };
        let parameters = members.when.into_iter().map(|(name, value)| (name, text(value))).collect();
        let named = match members.effects {
            Effects::Name(name) => vec![(name, Json::Null)],
            Effects::Values(values) => values.into_iter().collect(),
        };
        let effects = named.into_iter().map(|(name, value)| {
            let word = word(&name).ok_or_else(|| invalid("no such fault"))?;
            let value = word.form.take(value).filter(word.is_sound);
            let value = value.ok_or_else(|| invalid(&format!("a wrong value of {name}")))?;
            Ok(Effect { word, value })
        });
        let effects = effects.collect::<Result<Vec<_>, InvalidFault>>()?;
        let remaining = match members.times {
            None => Some(1),
            Some(Times::Count(count)) if count > 0 => Some(count),
            Some(Times::Word(word)) if word == "always" => None,
            Some(Times::Count(_) | Times::Word(_)) => return Err(invalid("times is a number, or always")),
        };
        Self::new(operation, parameters, effects, remaining).map_err(invalid)
    }
}
