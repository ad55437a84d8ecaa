//! The last page of a browser sign-in: one HTML document without external resources.

use http::{HeaderValue, Response, StatusCode, header};

const STYLE: &str = "html{color-scheme:light dark;font:18px/1.5 system-ui,sans-serif}\
main{max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:.4rem 0}";

/// An HTTP status and an HTML document.
#[derive(Debug)]
pub(crate) struct Page {
    status: u16,
    body: String,
}

impl Page {
    /// Says that the sign-in succeeded; sent once the token is stored.
    pub(crate) fn signed_in(session: &str, line: Option<&str>) -> Self {
        let line = line.map(|line| format!("<p>{}</p>", escape(line))).unwrap_or_default();
        let text = format!("{line}<p>You can close this page and go back to the program.</p>");
        Self { status: 200, body: document(&format!("Signed in to {}", escape(session)), &text) }
    }

    /// Says that the sign-in failed, with the provider's reason, escaped.
    pub(crate) fn failed(why: &str) -> Self {
        let text = format!("<p>{}</p><p>The program shows what to do next.</p>", escape(why));
        Self { status: 200, body: document("Not signed in", &text) }
    }

    /// Answers a request that is not part of the sign-in.
    pub(crate) fn plain(status: u16) -> Self {
        Self { status, body: document("Nothing here", "<p>This address serves one sign-in of daypass.</p>") }
    }

    pub(crate) fn response(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.body.into_bytes());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::NOT_FOUND);
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            ),
        ];
        for (name, value) in headers {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

fn document(title: &str, text: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} · daypass</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{text}</main></body></html>\n"
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().take(2_000) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_escaped() {
        let page = Page::failed("<script>alert('x')</script>\u{1b}[2J & \"more\"");
        assert!(
            page.body.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; [2J &amp; &quot;more&quot;")
        );
        assert!(!page.body.contains("<script"));
    }
}
