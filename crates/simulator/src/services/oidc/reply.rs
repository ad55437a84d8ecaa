//! Replies of OIDC: errors, tokens, and the pages that ask a person for a code or a decision.

use super::grant::Issued;
use crate::{failure::Failure, page, reply, text::escape};
use daypass_transport::Response;
use serde_json::json;

/// Builds an error.
///
/// SDKs read the header and never `error` (docs/evidence/oidc.md#errors), OAuth libraries read `error`; AWS sends both.
pub(crate) fn refusal(failure: &Failure) -> Response {
    let (name, oauth) = (failure.name(), failure.oauth());
    let error = if oauth.is_empty() { name } else { oauth };
    let body = json!({ "error": error, "error_description": failure.message() });
    reply::with_header(reply::json(failure.status(), &body), "x-amzn-errortype", name)
}

/// Builds the reply to CreateToken.
pub(super) fn tokens(issued: &Issued) -> Response {
    let Issued { access_token, seconds, refresh_token } = issued;
    let mut body = json!({ "accessToken": access_token, "tokenType": "Bearer", "expiresIn": seconds });
    if let (Some(body), Some(refresh_token)) = (body.as_object_mut(), refresh_token) {
        body.insert("refreshToken".to_owned(), json!(refresh_token));
    }
    reply::json(200, &body)
}

/// The data of the page that asks for a decision.
pub(crate) struct Request<'a> {
    pub(crate) client: &'a str,
    pub(crate) scopes: &'a [String],
    pub(crate) users: &'a [String],
    pub(crate) user_code: Option<&'a str>,
    pub(crate) returns_to: Option<&'a str>,
    /// The page's own address with its query, to which the form is sent.
    pub(crate) action: &'a str,
}

/// Builds the page at `verificationUri`, where a person types the code, with a message if the last code was wrong.
pub(super) fn ask_code(trouble: Option<&str>) -> Response {
    let (status, alert) = match trouble {
        Some(words) => (404, format!("<p class=\"bad\" role=\"alert\">{}</p>\n", escape(words))),
        None => (200, String::new()),
    };
    let body = format!(
        "{alert}<form method=\"get\">\n<p><label for=\"user_code\">Enter the code that your device shows.</label></p>\n\
         <input id=\"user_code\" name=\"user_code\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" \
         placeholder=\"XXXX-XXXX\" required autofocus>\n\
         <div class=\"row\"><button class=\"go\" type=\"submit\">Next</button></div>\n</form>"
    );
    page::page(status, "Authorize a device", &body)
}

/// Builds the page with the buttons Allow and Deny.
pub(crate) fn ask_decision(request: &Request<'_>) -> Response {
    let Request { client, scopes, users, user_code, returns_to, action } = request;
    let row = |name: &str, value: &str| format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n");
    let scopes: Vec<_> = scopes.iter().map(|scope| format!("<code>{}</code>", escape(scope))).collect();
    let scopes =
        if scopes.is_empty() { "your AWS accounts and roles".to_owned() } else { scopes.join("<br>") };
    let mut rows = row("Application", &escape(client)) + &row("Wants", &scopes);
    if let [user] = users {
        rows += &row("You are", &escape(user));
    }
    if let Some(code) = user_code {
        rows += &row("Code", &format!("<span class=\"code\">{}</span>", escape(code)));
    }
    if let Some(address) = returns_to {
        rows += &row("Returns to", &escape(address));
    }
    let choice = if users.len() > 1 { choice(users) } else { String::new() };
    let hint = match user_code {
        Some(_) => "Allow it only if the code is the one that your device shows.",
        None => "Allow it only if you started this sign-in yourself.",
    };
    let body = format!(
        "<dl>\n{rows}</dl>\n<p class=\"soft\">{hint}</p>\n<form method=\"post\" action=\"{}\">\n{choice}\
         <div class=\"row\">\n<button name=\"decision\" value=\"deny\" id=\"deny\">Deny</button>\n\
         <button class=\"go\" name=\"decision\" value=\"allow\" id=\"allow\">Allow</button>\n</div>\n</form>",
        escape(action)
    );
    page::page(200, &format!("Allow {client} to access your data?"), &body)
}

fn choice(users: &[String]) -> String {
    let options: String = users.iter().map(|user| format!("<option>{}</option>", escape(user))).collect();
    format!(
        "<p><label for=\"user\">Sign in as</label></p>\n<select id=\"user\" name=\"user\">{options}</select>\n"
    )
}
