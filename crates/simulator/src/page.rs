//! The frame of every page that a person sees: plain HTML without external resources.

use crate::{reply, text::escape};
use daypass_transport::Response;

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

/// Builds a page from a title and a body in HTML.
pub(crate) fn page(status: u16, title: &str, body: &str) -> Response {
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

/// Builds a page of one sentence.
pub(crate) fn message(status: u16, title: &str, words: &str) -> Response {
    page(status, title, &format!("<p>{}</p>", escape(words)))
}
