//! The redirect from the page of a sign-in to the client (RFC 6749, section 4.1.2).

use crate::{reply, text};
use daypass_transport::Response;

/// Where the browser goes after the decision, and the state that it takes along.
pub(super) struct Redirect<'a> {
    pub(super) redirect_uri: &'a str,
    pub(super) state: Option<&'a str>,
}

impl Redirect<'_> {
    pub(super) fn to(&self, pairs: &[(&str, &str)]) -> Response {
        let mut location = self.redirect_uri.to_owned();
        let state = self.state.map(|state| ("state", state));
        for (name, value) in pairs.iter().copied().chain(state) {
            location.push(if location.contains('?') { '&' } else { '?' });
            location.push_str(&format!("{name}={}", text::encode(value)));
        }
        reply::redirect(&location)
    }

    pub(super) fn error(&self, error: &str, description: &str) -> Response {
        self.to(&[("error", error), ("error_description", description)])
    }
}
