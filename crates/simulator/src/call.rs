//! A parsed request: path without prefix, query, form, and the address at which it arrived.

use crate::{
    failure::{Failure, INVALID_REQUEST},
    text,
    time::Moment,
};
use daypass_transport::Request;
use http::{Method, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One request to the world.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    /// The path below the prefix.
    pub(crate) path: &'a str,
    /// The base of links to this server: `http://127.0.0.1:PORT`, with the prefix if the request had it.
    pub(crate) base: String,
    /// When the request arrived.
    pub(crate) now: Moment,
    /// The request id of the reply.
    pub(crate) request_id: String,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(request: &'a Request, prefix: &str, now: Moment, request_id: String) -> Self {
        let uri = request.uri();
        let below = match uri.path().strip_prefix(prefix).filter(|_| !prefix.is_empty()) {
            Some("") => Some("/"),
            rest => rest.filter(|rest| rest.starts_with('/')),
        };
        let scheme = uri.scheme_str().unwrap_or("http");
        let used = if below.is_some() { prefix } else { "" };
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        let form = if is_form { text::pairs(&String::from_utf8_lossy(request.body())) } else { Vec::new() };
        Self {
            path: below.unwrap_or_else(|| uri.path()),
            base: format!("{scheme}://{}{used}", host(request)),
            query: text::pairs(uri.query().unwrap_or_default()),
            form,
            now,
            request_id,
            request,
        }
    }

    pub(crate) fn is(&self, method: &Method) -> bool {
        self.request.method() == method
    }

    /// Returns a parameter of the query, also if it is empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    /// Returns a field of the form in the body.
    pub(crate) fn form(&self, name: &str) -> Option<&str> {
        find(&self.form, name)
    }

    /// Says whether the request has a parameter with this value, in its query, its form or its JSON body.
    pub(crate) fn has_parameter(&self, name: &str, value: &str) -> bool {
        let in_pairs = |pairs: &[(String, String)]| pairs.iter().any(|(n, v)| n == name && v == value);
        in_pairs(&self.query)
            || in_pairs(&self.form)
            || serde_json::from_slice::<Value>(self.request.body()).is_ok_and(|body| match body.get(name) {
                Some(Value::String(text)) => text == value,
                Some(Value::Array(items)) => items.iter().any(|item| item == value),
                Some(other) => {
                    let text = other.to_string();
                    text == value
                }
                None => false,
            })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the path with prefix and query, as it was sent.
    pub(crate) fn address(&self) -> &str {
        self.request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str)
    }

    /// Returns the host and port that the client addressed.
    pub(crate) fn host(&self) -> &str {
        host(self.request)
    }

    /// Parses the body as JSON; unknown members are ignored, as AWS does.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_slice(self.request.body()).map_err(|_| {
            INVALID_REQUEST.because("The request body is not the JSON that this operation takes.")
        })
    }
}

fn find<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

fn host(request: &Request) -> &str {
    let header = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    header.or_else(|| request.uri().authority().map(http::uri::Authority::as_str)).unwrap_or("127.0.0.1")
}
