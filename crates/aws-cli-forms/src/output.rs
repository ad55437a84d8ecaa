//! The output of the AWS CLI: `--query`, JSON with four spaces, and its text form, in which scripts read what they asked for.
//! Sources: awscli 2.36.7, `formatter.py` and `text.py`.

use crate::{exit::Exit, report::Report};
use serde::Serialize as _;
use serde_json::{Map, Value, ser::PrettyFormatter};
use std::collections::BTreeSet;

/// Searches a value by a JMESPath expression, as `--query` has it.
pub(crate) fn search(expression: &str, value: &Value) -> Result<Value, Report> {
    let wrong = |error: &jmespath::JmespathError| {
        let said = error.to_string();
        let said = said.lines().next().unwrap_or_default().trim_end_matches(" --").to_owned();
        Report::new(Exit::Usage, format!("--query {expression}: {said}"))
    };
    let expression = jmespath::compile(&with_json_literals(expression)).map_err(|error| wrong(&error))?;
    let found = expression.search(value).map_err(|error| wrong(&error))?;
    serde_json::to_value(&*found)
        .map_err(|error| Report::new(Exit::Failed, "cannot print what --query found").cause(&error))
}

/// The expression with quotes in the literals that are no JSON: the AWS CLI takes `` `prod` `` for `` `"prod"` ``, as old
/// JMESPath did, and scripts are full of it.
fn with_json_literals(expression: &str) -> String {
    let mut text = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some(quote) = rest.find(['\'', '"', '`']) {
        let (before, from) = rest.split_at(quote);
        text.push_str(before);
        let (literal, after) = from.split_at(end_of_quoted(from));
        let inner = literal.strip_prefix('`').and_then(|inner| inner.strip_suffix('`'));
        match inner.filter(|inner| serde_json::from_str::<Value>(&inner.replace("\\`", "`")).is_err()) {
            Some(inner) => text.push_str(&format!("`\"{}\"`", inner.trim_start())),
            None => text.push_str(literal),
        }
        rest = after;
    }
    text + rest
}

/// The length of the quoted text at the beginning; a backslash takes the next character along.
fn end_of_quoted(text: &str) -> usize {
    let mut characters = text.char_indices();
    let Some((_, quote)) = characters.next() else { return 0 };
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            _ if character == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// JSON as the AWS CLI prints it, with four spaces, and with the members in the order of their names.
pub(crate) fn json(value: &Value) -> String {
    let mut text = Vec::new();
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b"    "));
    let written = value.serialize(&mut serializer).map(|()| String::from_utf8(text).unwrap_or_default());
    written.unwrap_or_default()
}

/// The text form: the cells of each line.
pub(crate) fn text(value: &Value) -> Vec<Vec<String>> {
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

    #[test]
    fn queries() {
        let value = json!({"accountList": [{"accountId": "1", "accountName": "prod"}, {"accountId": "2"}]});
        for (query, expected) in [
            ("accountList[].accountId", json!(["1", "2"])),
            ("accountList[?accountName=='prod'].accountId | [0]", json!("1")),
            ("accountList[0].{id: accountId}", json!({"id": "1"})),
            ("length(accountList)", json!(2)),
            ("nothing", json!(null)),
            ("accountList[?accountName==`prod`].accountId", json!(["1"])),
            ("accountList[?accountName==`\"prod\"`].accountId", json!(["1"])),
            ("accountList[?accountName=='`x`' || accountId==`2`].accountId", json!([])),
            ("accountList[?accountId==` 2 `] | length(@)", json!(0)),
            ("[`a\\`b`, `[1]`, `true`, 'c\\'d']", json!(["a`b", [1], true, "c'd"])),
        ] {
            assert_eq!(search(query, &value).ok(), Some(expected), "{query}");
        }
        let refused = search("accountList[", &value).unwrap_err();
        assert!(refused.exit() == Exit::Usage && refused.message().starts_with("--query accountList["));
    }
}
