//! The pages that a person sees: who asks for what, Allow, Deny. Plain HTML, nothing loaded from anywhere.
//!
//! Without a browser: `POST` to the very address of the page (its query included), as a form, with
//! `decision=allow` or `decision=deny`, and `user=NAME` where there are several.

use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST},
    reply,
    state::Decision,
    text::escape,
    world::World,
};
use daypass_transport::Response;

/// What a person is asked to decide.
pub(crate) struct Request<'a> {
    pub(crate) client: &'a str,
    pub(crate) scopes: &'a [String],
    pub(crate) users: &'a [String],
    pub(crate) user_code: Option<&'a str>,
    pub(crate) returns_to: Option<&'a str>,
    /// The page's own address, query included: the form goes back to it.
    pub(crate) action: &'a str,
}

const STYLE: &str = "\
:root{color-scheme:light dark;--bg:#f3f4f7;--card:#fff;--ink:#16191f;--soft:#5b6472;--line:#dde1e8;--go:#0b6b3a;--on-go:#fff}\
@media(prefers-color-scheme:dark){:root{--bg:#12151b;--card:#1c212a;--ink:#eef1f6;--soft:#a3adbb;--line:#343c49;--go:#5fd39a;--on-go:#06210f}}\
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--bg);\
color:var(--ink);font:16px/1.5 system-ui,sans-serif}main{width:100%;max-width:28rem;background:var(--card);border:1px solid var(--line);\
border-radius:14px;padding:2rem}h1{font-size:1.35rem;line-height:1.3;margin:0 0 .5rem;overflow-wrap:anywhere}p{margin:.5rem 0;overflow-wrap:anywhere}\
dl{margin:1.25rem 0;border-top:1px solid var(--line)}dl div{display:grid;grid-template-columns:6rem 1fr;gap:.75rem;padding:.6rem 0;border-bottom:1px solid var(--line)}\
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}.code{font:600 1.5rem/1.2 ui-monospace,monospace;letter-spacing:.08em}\
.soft{color:var(--soft);font-size:.9rem}main>:last-child{margin:1.5rem 0 0}.row{display:flex;gap:.75rem;margin-top:1.25rem}button,input,select{font:inherit;color:inherit;border-radius:9px;\
border:1px solid var(--line);padding:.65rem 1rem;background:var(--card)}button{flex:1;cursor:pointer;font-weight:600}button.go{background:var(--go);\
border-color:var(--go);color:var(--on-go)}button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid var(--go);outline-offset:2px}\
input,select{width:100%}code{font-family:ui-monospace,monospace;font-size:.9em}.bad{border-left:4px solid #c0362c;padding-left:.75rem}";

fn page(status: u16, title: &str, body: &str) -> Response {
    let title = escape(title);
    reply::html(
        status,
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n{body}\n<p class=\"soft\">Simulated IAM Identity Center. No real account is touched.</p>\n\
             </main>\n</body>\n</html>\n"
        ),
    )
}

/// Only words.
pub(crate) fn message(status: u16, title: &str, words: &str) -> Response {
    page(status, title, &format!("<p>{}</p>", escape(words)))
}

/// The page behind `verificationUri`: a person types the code, again if it was wrong.
pub(crate) fn ask_code(trouble: Option<&str>) -> Response {
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
    page(status, "Authorize a device", &body)
}

/// The page with the buttons.
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
    page(200, &format!("Allow {client} to access your data?"), &body)
}

fn choice(users: &[String]) -> String {
    let options: String = users.iter().map(|user| format!("<option>{}</option>", escape(user))).collect();
    format!(
        "<p><label for=\"user\">Sign in as</label></p>\n<select id=\"user\" name=\"user\">{options}</select>\n"
    )
}

/// The decision in a form that was sent.
pub(crate) fn decision(call: &Call<'_>, users: &[String]) -> Result<Decision, Failure> {
    match call.form("decision") {
        Some("allow") => {
            let wanted = call.form("user");
            let user = users.iter().find(|user| wanted.is_none_or(|wanted| wanted == user.as_str()));
            let user = user.ok_or_else(|| INVALID_REQUEST.because("There is no such user."))?;
            Ok(Decision::Allowed { user: user.clone() })
        }
        Some("deny") => Ok(Decision::Denied),
        _ => Err(INVALID_REQUEST.because("The form has no decision: send decision=allow or decision=deny.")),
    }
}

/// The page at `/`.
pub(crate) fn home(world: &World, call: &Call<'_>) -> Response {
    let organisation = &world.organisation;
    let row = |name: &str, value: &str| format!("<div><dt>{name}</dt><dd>{}</dd></div>\n", escape(value));
    let rows = row("Scenario", &world.name)
        + &row("Start URL", &organisation.start_url)
        + &row("Region", &organisation.region)
        + &row("Users", &organisation.users.join(", "))
        + &row("Accounts", &organisation.accounts.len().to_string());
    let base = escape(&call.base);
    let links = format!("<p><a href=\"{base}/device\">Enter a device code</a></p>");
    page(200, "A simulated IAM Identity Center", &format!("<dl>\n{rows}</dl>\n{links}"))
}
