//! The events of a sign-in are those of their schema, `docs/events.schema.json`.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const SESSION: &str =
    "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n";

fn names(members: &Map<String, Value>) -> BTreeSet<&str> {
    members.keys().map(String::as_str).collect()
}

/// What the schema says of a value, as far as it uses the language.
fn fits(schema: &Value, kind: &Value, value: &Value) -> bool {
    if let Some(reference) = kind["$ref"].as_str() {
        return fits(schema, &schema["$defs"][reference.trim_start_matches("#/$defs/")], value);
    }
    if let Some(constant) = kind.get("const") {
        return constant == value;
    }
    if let Some(choices) = kind["enum"].as_array() {
        return choices.contains(value);
    }
    let text = value.as_str().unwrap_or_default();
    assert_eq!(kind["type"], "string", "{kind}");
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let is_time = kind.get("pattern").is_none() || shape == "9999-99-99T99:99:99Z";
    let is_uri = kind.get("format").is_none() || text.starts_with("http");
    !text.is_empty() && is_time && is_uri
}

#[test]
fn events_are_those_of_the_schema() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/events.schema.json");
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(file).expect("the schema")).expect("JSON");
    let known = schema["anyOf"].as_array().expect("a list");
    let home = Home::with(World::demo()).config(SESSION);
    let mut lines = String::new();
    for (mode, flow) in
        [(AutoApprove::Deny, "device"), (AutoApprove::Allow, "device"), (AutoApprove::Allow, "pkce")]
    {
        home.server().world().lock().set_auto_approve(mode);
        let words = format!("login --sso-session corp --force --flow {flow} --events ndjson");
        let button = if flow == "pkce" { home.run_with_browser(&words, "allow") } else { home.run(&words) };
        lines.push_str(&button.stdout);
    }
    let mut seen = BTreeSet::new();
    for line in lines.lines() {
        let event: Value = serde_json::from_str(line).expect("JSON");
        let of_its_name = |kind: &&Value| kind["properties"]["event"]["const"] == event["event"];
        let kind = known.iter().find(of_its_name).unwrap_or_else(|| panic!("{line}"));
        let (members, properties) = (event.as_object().expect("members"), &kind["properties"]);
        let required: BTreeSet<_> =
            kind["required"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
        assert_eq!(names(members), required, "{line}");
        assert_eq!(names(properties.as_object().expect("members")), required, "{line}");
        for (name, value) in members {
            assert!(fits(&schema, &properties[name], value), "{name} in {line}");
        }
        seen.insert(event["event"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(seen.len(), known.len(), "each event once at least: {seen:?}");
}
