//! The events of a sign-in as JSON objects, one a line, for programs that read along:
//! [docs/events.md](https://github.com/daypass/daypass/blob/main/docs/events.md) has their members.

use crate::{Event, Flow};
use daypass_token_cache::time;
use serde_json::{Value, json};
use std::time::SystemTime;

impl Event<'_> {
    /// Returns the event for a program; `None` for a step of which only a person is told. `session` says what is signed in
    /// to: the label of the session, or the profile of a console sign-in.
    ///
    /// The address of the browser flow holds the sign-in's `state`: keep it out of logs.
    pub fn to_json(&self, session: &str) -> Option<Value> {
        let (event, more) = match *self {
            Event::Address { flow, url, .. } => {
                let flow = if flow == Flow::Browser { "pkce" } else { "device" };
                ("url", json!({ "flow": flow, "url": url }))
            }
            Event::Code { user_code, verification_uri, expires_at, .. } => {
                let until = time::format(expires_at);
                let code = json!({
                    "user_code": user_code, "verification_uri": verification_uri, "expires_at": until
                });
                ("code", code)
            }
            Event::Waiting { until, .. } => ("waiting", json!({ "until": time::format(until) })),
            Event::Approved => ("approved", json!({})),
            _ => return None,
        };
        Some(line(session, event, more))
    }
}

/// Returns the last event of a sign-in that worked: the token or the keys are stored, or were valid
/// already; they expire then.
pub fn saved_event(session: &str, expires_at: SystemTime) -> Value {
    line(session, "saved", json!({ "token_expires_at": time::format(expires_at) }))
}

/// Returns the last event of a sign-in that failed; `error` is a word for programs.
pub fn failed_event(session: &str, error: &str, message: &str) -> Value {
    line(session, "failed", json!({ "error": error, "message": message }))
}

fn line(session: &str, event: &str, more: Value) -> Value {
    let mut line = json!({ "event": event, "session": session });
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn each_event_has_its_members() {
        let later = SystemTime::UNIX_EPOCH + Duration::from_secs(60);
        let url = "https://device";
        for (event, expected) in [
            (
                Event::Address { flow: Flow::Browser, url },
                r#""event":"url","session":"corp","flow":"pkce","url":"https://device""#,
            ),
            (
                Event::Address { flow: Flow::Device, url },
                r#""event":"url","session":"corp","flow":"device","url":"https://device""#,
            ),
            (
                Event::Code { user_code: "AB-CD", verification_uri: url, expires_at: later },
                r#""event":"code","session":"corp","user_code":"AB-CD","verification_uri":"https://device","expires_at":"1970-01-01T00:01:00Z""#,
            ),
            (
                Event::Waiting { until: later },
                r#""event":"waiting","session":"corp","until":"1970-01-01T00:01:00Z""#,
            ),
            (Event::Approved, r#""event":"approved","session":"corp""#),
        ] {
            let expected: Value = serde_json::from_str(&format!("{{{expected}}}")).unwrap();
            assert_eq!(event.to_json("corp"), Some(expected));
        }
        for event in [Event::NoBrowser, Event::RegisteringAnew, Event::NotTheRedirect] {
            assert_eq!(event.to_json("corp"), None);
        }
        let failed = failed_event("corp", "network", "no answer");
        assert_eq!(
            failed,
            json!({ "event": "failed", "session": "corp", "error": "network", "message": "no answer" })
        );
    }
}
