//! The fault `set`: changes members of a reply, in JSON by merge patch, in XML by element.

use crate::text::escape;
use daypass_transport::Response;
use serde_json::Value as Json;

/// Changes the body of a reply.
///
/// JSON is changed as RFC 7396 says: a value replaces the member, `null` removes it. In XML a value replaces the text
/// of each element of that name, and `null` removes the elements.
pub(crate) fn patch(response: &mut Response, changes: &Json) {
    if let Ok(mut body) = serde_json::from_slice::<Json>(response.body()) {
        merge(&mut body, changes);
        *response.body_mut() = body.to_string().into_bytes();
    } else if let Json::Object(changes) = changes {
        let mut body = String::from_utf8_lossy(response.body()).into_owned();
        for (name, value) in changes {
            body = replace_element(&body, name, value);
        }
        *response.body_mut() = body.into_bytes();
    }
}

fn merge(target: &mut Json, changes: &Json) {
    let Json::Object(changes) = changes else {
        *target = changes.clone();
        return;
    };
    if !target.is_object() {
        *target = Json::Object(serde_json::Map::new());
    }
    let Some(members) = target.as_object_mut() else { return };
    for (name, value) in changes {
        if value.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name.clone()).or_insert(Json::Null), value);
        }
    }
}

fn replace_element(body: &str, name: &str, value: &Json) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let new = match value {
        Json::Null => String::new(),
        Json::String(text) => format!("{open}{}{close}", escape(text)),
        other => format!("{open}{}{close}", escape(&other.to_string())),
    };
    let mut parts = body.split(open.as_str());
    let mut changed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((_, rest)) = part.split_once(close.as_str()) {
            changed.push_str(&new);
            changed.push_str(rest);
        } else {
            changed.push_str(&open);
            changed.push_str(part);
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_and_xml() {
        let check = |body: &str, changes: Json, wanted: &str| {
            let mut response = Response::new(body.as_bytes().to_vec());
            patch(&mut response, &changes);
            assert_eq!(String::from_utf8_lossy(response.body()), wanted, "{body} {changes}");
        };
        check(r#"{"a":{"b":1,"c":2},"d":3}"#, json!({"a": {"b": ""}, "d": null}), r#"{"a":{"b":"","c":2}}"#);
        check(r#"{"a":1}"#, json!({"b": {"c": null, "d": 1}}), r#"{"a":1,"b":{"d":1}}"#);
        check("<r><A>1</A><B>2</B></r>", json!({"A": "<", "B": null}), "<r><A>&lt;</A></r>");
        check("<r><A>1</r>", json!({"A": "2"}), "<r><A>1</r>");
    }
}
