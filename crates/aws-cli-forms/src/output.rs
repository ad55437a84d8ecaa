//! JSON with four spaces, and the text form, in which scripts read what they asked for. Sources: awscli 2.36.7, `formatter.py`
//! and `text.py`.

use serde::Serialize as _;
use serde_json::{Map, Value, ser::PrettyFormatter};
use std::collections::BTreeSet;

/// Writes JSON as the AWS CLI prints it: with four spaces, and here with the members in the order of the value.
pub fn json(value: &Value) -> String {
    let mut text = Vec::new();
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b"    "));
    let written = value.serialize(&mut serializer).map(|()| String::from_utf8(text).unwrap_or_default());
    written.unwrap_or_default()
}

/// Writes the text form, `--output text`: the cells of each line, which the AWS CLI puts tabulators between.
///
/// ```
/// use daypass_aws_cli_forms::text;
///
/// let accounts = serde_json::json!({ "accountList": [{ "accountId": "111122223333", "accountName": "prod" }] });
/// assert_eq!(text(&accounts), [["ACCOUNTLIST", "111122223333", "prod"]]);
/// ```
pub fn text(value: &Value) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    any(value, None, None, &mut lines);
    lines
}

fn any(value: &Value, label: Option<&str>, keys: Option<&BTreeSet<&str>>, lines: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(members) => object(members, label, keys, lines),
        Value::Array(items) => list(items, label, lines),
        scalar => lines.push(vec![cell(scalar)]),
    }
}

/// The scalars of an object are one line, behind the name of the member that it is; all objects of a list have the same
/// columns.
fn object(
    members: &Map<String, Value>,
    label: Option<&str>,
    keys: Option<&BTreeSet<&str>>,
    lines: &mut Vec<Vec<String>>,
) {
    let own = scalar_keys([members]);
    let keys = keys.unwrap_or(&own);
    if !keys.is_empty() {
        let cells = keys.iter().map(|key| members.get(*key).map(cell).unwrap_or_default());
        lines.push(label.map(str::to_uppercase).into_iter().chain(cells).collect());
    }
    for (key, value) in members.iter().filter(|(key, _)| !keys.contains(key.as_str())) {
        any(value, Some(key), None, lines);
    }
}

fn list(items: &[Value], label: Option<&str>, lines: &mut Vec<Vec<String>>) {
    if items.iter().any(Value::is_object) {
        let keys = scalar_keys(items.iter().filter_map(Value::as_object));
        return items.iter().for_each(|item| any(item, label, Some(&keys), lines));
    }
    let scalars: Vec<_> = items.iter().filter(|item| !item.is_array()).map(cell).collect();
    match label {
        _ if scalars.is_empty() => {}
        Some(label) => {
            lines.extend(scalars.into_iter().map(|scalar| vec![label.to_uppercase(), scalar]));
        }
        None => lines.push(scalars),
    }
    items.iter().filter(|item| item.is_array()).for_each(|item| any(item, label, None, lines));
}

/// The names of the members that are scalars in any of the objects.
fn scalar_keys<'v>(objects: impl IntoIterator<Item = &'v Map<String, Value>>) -> BTreeSet<&'v str> {
    let members = objects.into_iter().flatten();
    let scalars = members.filter(|(_, value)| !value.is_object() && !value.is_array());
    scalars.map(|(key, _)| key.as_str()).collect()
}

/// A scalar as Python prints it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Each row was compared with `format_text` of awscli.
    #[test]
    fn the_text_form() {
        for (value, expected) in [
            (json!("a"), "a"),
            (json!(null), "None"),
            (json!([]), ""),
            (json!(["a", 1, true]), "a\t1\tTrue"),
            (json!([["a", "b"], ["c", null]]), "a\tb\nc\tNone"),
            (json!({"b": "2", "a": "1"}), "1\t2"),
            (json!({"l": [{"id": "1", "n": "x"}, {"id": "2"}]}), "L\t1\tx\nL\t2\t"),
            (json!({"l": ["x", "y"], "a": 1}), "1\nL\tx\nL\ty"),
            (json!({"o": {"k": "v", "d": {"e": "f"}}}), "O\tv\nD\tf"),
        ] {
            let lines: Vec<_> = text(&value).iter().map(|cells| cells.join("\t")).collect();
            assert_eq!(lines.join("\n"), expected, "{value}");
        }
        assert_eq!(json(&json!({"a": [], "b": [1]})), "{\n    \"a\": [],\n    \"b\": [\n        1\n    ]\n}");
    }
}
