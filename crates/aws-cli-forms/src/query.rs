//! `--query`: searches a value by a JMESPath expression, by the language's own implementation.

use serde_json::Value;
use std::{error, fmt};

/// Why a query has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    kind: QueryErrorKind,
    message: String,
}

/// What to correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryErrorKind {
    /// The expression: it does not parse, or a function of it does not take what it is given.
    Expression,
    /// What it found is no JSON.
    Result,
}

impl QueryError {
    /// Says what to correct.
    pub fn kind(&self) -> QueryErrorKind {
        self.kind
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for QueryError {}

/// Searches a value by a JMESPath expression.
///
/// ```
/// use daypass_aws_cli_forms::search;
///
/// let roles = serde_json::json!({ "roleList": [{ "roleName": "Admin" }, { "roleName": "Reader" }] });
/// assert_eq!(search("roleList[1].roleName", &roles)?, "Reader");
/// # Ok::<(), daypass_aws_cli_forms::QueryError>(())
/// ```
///
/// # Errors
/// The expression is wrong; the message begins with `--query` and the expression.
pub fn search(expression: &str, value: &Value) -> Result<Value, QueryError> {
    let wrong = |error: &jmespath::JmespathError| {
        let said = error.to_string();
        let said = said.lines().next().unwrap_or_default().trim_end_matches(" --");
        QueryError { kind: QueryErrorKind::Expression, message: format!("--query {expression}: {said}") }
    };
    let compiled = jmespath::compile(&with_json_literals(expression)).map_err(|error| wrong(&error))?;
    let found = compiled.search(value).map_err(|error| wrong(&error))?;
    serde_json::to_value(&*found).map_err(|error| QueryError {
        kind: QueryErrorKind::Result,
        message: format!("--query {expression} found what is no JSON: {error}"),
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        assert_eq!(refused.kind(), QueryErrorKind::Expression);
        assert!(refused.to_string().starts_with("--query accountList[: "), "{refused}");
    }
}
