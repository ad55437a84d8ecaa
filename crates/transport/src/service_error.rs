//! Reads the error replies of AWS services, in every JSON dialect and in the XML of the Query protocol.

use crate::Response;
use serde_json::Value;
use std::fmt;

/// The error reply of a service. Reading it never fails; what cannot be read is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The AWS error code, such as `UnauthorizedException`: from the header `x-amzn-errortype`, else the body's `code`,
    /// `Code` or `__type`, or `<Code>` in XML; without the text from the first `:` and up to the last `#`.
    pub code: Option<String>,
    /// The body's `message` or `Message`.
    pub message: Option<String>,
    /// The HTTP status.
    pub status: u16,
    /// RFC 6749's `error`, such as `invalid_grant`.
    pub oauth_error: Option<String>,
    /// RFC 6749's `error_description`.
    pub oauth_description: Option<String>,
    /// The `reason` that SSO OIDC adds for faults of a customer's KMS key, such as `KMS_NotFoundException`.
    pub reason: Option<String>,
    html: bool,
}

impl ServiceError {
    /// Reads an error reply.
    ///
    /// ```
    /// use daypass_transport::ServiceError;
    /// let reply = http::Response::builder()
    ///     .status(401)
    ///     .header("x-amzn-errortype", "UnauthorizedException:http://internal.amazon.com/")
    ///     .body(br#"{"message":"Session token not found or invalid"}"#.to_vec())?;
    /// let error = ServiceError::read(&reply);
    /// assert_eq!(error.code.as_deref(), Some("UnauthorizedException"));
    /// assert_eq!(error.to_string(), "UnauthorizedException: Session token not found or invalid (HTTP 401)");
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn read(response: &Response) -> Self {
        let body: Value = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
        let member =
            |name: &str| body.get(name).and_then(Value::as_str).map(readable).filter(|text| !text.is_empty());
        let header = response
            .headers()
            .get("x-amzn-errortype")
            .and_then(|value| value.to_str().ok())
            .map(readable)
            .filter(|text| !text.is_empty());
        let xml = |name: &str| xml_member(response.body(), name);
        let code = header
            .or_else(|| member("code"))
            .or_else(|| member("Code"))
            .or_else(|| member("__type"))
            .or_else(|| xml("Code"))
            .map(|code| short(&code).to_owned())
            .filter(|code| !code.is_empty());
        Self {
            code,
            message: member("message").or_else(|| member("Message")).or_else(|| xml("Message")),
            status: response.status().as_u16(),
            oauth_error: member("error"),
            oauth_description: member("error_description"),
            reason: member("reason"),
            html: is_html(response),
        }
    }

    /// Whether the reply is of an AWS service: it has an AWS error code, or RFC 6749's `error` with status 400, 401 or
    /// 5xx. A redirect or a web page is not, and the error page of a proxy has neither.
    pub fn is_from_aws(&self) -> bool {
        let coded =
            self.code.as_deref().is_some_and(|code| code.starts_with(|c: char| c.is_ascii_alphabetic()));
        let oauth = self.oauth_error.is_some() && matches!(self.status, 400 | 401 | 500..);
        self.status >= 400 && !self.html && (coded || oauth)
    }

    /// Whether the reply is a web page: a captive portal, a proxy or a wrong address, not an AWS service.
    pub fn is_html(&self) -> bool {
        self.html
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.html {
            return write!(f, "a web page instead of an AWS reply (HTTP {})", self.status);
        }
        let name = self.code.as_ref().or(self.oauth_error.as_ref());
        let text = self.message.as_ref().or(self.oauth_description.as_ref());
        match (name, text) {
            (Some(name), Some(text)) => write!(f, "{name}: {text}")?,
            (Some(one), None) | (None, Some(one)) => f.write_str(one)?,
            (None, None) => return write!(f, "HTTP {}", self.status),
        }
        if let Some(reason) = &self.reason {
            write!(f, " [{reason}]")?;
        }
        write!(f, " (HTTP {})", self.status)
    }
}

impl std::error::Error for ServiceError {}

fn short(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default().trim()
}

/// Makes a text safe to show: one line of up to 2,000 characters.
fn readable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(2000)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn is_html(response: &Response) -> bool {
    let declared = response.headers().get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let start = response.body().trim_ascii_start();
    let begins = |tag: &[u8]| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
    declared.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
        || begins(b"<!doctype html")
        || begins(b"<html")
}

/// Returns the text of the first element of this name in an error reply of the Query protocol.
fn xml_member(body: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok().filter(|text| text.contains("<Error"))?;
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inner, _) = rest.split_once("</")?;
    let plain =
        ["&lt;<", "&gt;>", "&quot;\"", "&apos;'", "&amp;&"].iter().fold(inner.to_owned(), |text, entity| {
            let (name, character) = entity.split_at(entity.len() - 1);
            text.replace(name, character)
        });
    Some(readable(&plain))
}
