//! A browser without a window: opens an address, follows redirects, presses Allow or Deny.
//!
//! It parses enough HTML for the simulator's sign-in page, and opens only addresses on loopback.

use std::{fmt, fs, path::Path, thread, time::Duration};

/// The answer to a request, or the last page of a visit.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page {
    /// The address.
    pub url: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers, each a line `name: value`.
    pub headers: String,
    /// The body as text.
    pub body: String,
}

impl Page {
    /// Returns the address of the redirect, if it is one.
    pub fn location(&self) -> Option<&str> {
        self.headers.lines().find_map(|line| line.strip_prefix("location: "))
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}\n{}\n{}", self.url, self.status, self.headers, self.body)
    }
}

/// Follows redirects and presses the button whose label begins with `button`, until a page has no such button.
///
/// # Errors
/// Fails if the address is not on loopback, no server answers, or a page has an error status.
pub fn visit(url: &str, button: &str) -> Result<Page, String> {
    let mut page = exchange("GET", url, None)?;
    for _ in 0..10 {
        page = if let Some(location) = page.location() {
            exchange("GET", &resolve(&page.url, location), None)?
        } else if let Some(form) = Form::find(&page.body, button) {
            exchange("POST", &resolve(&page.url, &form.action), Some(&form.data))?
        } else if page.status == 200 {
            return Ok(page);
        } else {
            return Err(page.to_string());
        };
    }
    Err(format!("{url} leads in a circle"))
}

/// Visits an address and returns the text of the last page, or the error.
pub fn press(url: &str, button: &str) -> String {
    visit(url, button).map_or_else(|error| error, |page| page.body)
}

/// Waits up to 10 s until the file `url` holds an address, visits it, and returns the text of the last page.
pub fn press_when_opened(url: &Path, button: &str) -> String {
    for _ in 0..500 {
        if let Ok(url) = fs::read_to_string(url) {
            return press(url.trim(), button);
        }
        thread::sleep(Duration::from_millis(20));
    }
    String::new()
}

/// Presses a button and returns the address of the redirect that follows, without following it.
///
/// # Panics
/// Panics if there is no page with that button, or no redirect.
pub fn redirect(url: &str, button: &str) -> String {
    let page = exchange("GET", url, None).expect("a page");
    let form = Form::find(&page.body, button).expect("the page with the buttons");
    let page = exchange("POST", &resolve(url, &form.action), Some(&form.data)).expect("an answer");
    page.location().expect("a redirect").to_owned()
}

/// Sends a `GET`, or a `POST` if there is a body, and returns the body of the answer.
///
/// # Errors
/// Fails if no server answers, or the status is not 200.
pub fn ask(url: &str, body: Option<&str>) -> Result<String, String> {
    let page = exchange(if body.is_some() { "POST" } else { "GET" }, url, body)?;
    if page.status == 200 { Ok(page.body) } else { Err(page.to_string()) }
}

/// Sends one request on a new connection, without following redirects.
///
/// # Errors
/// Fails if the address is not on loopback, or no server answers.
pub fn exchange(method: &str, url: &str, form: Option<&str>) -> Result<Page, String> {
    let explain = |error: ureq::Error| format!("{url}: {error}");
    let host = url.strip_prefix("http://").and_then(|rest| rest.split(['/', '?', '#']).next());
    let host = host.ok_or_else(|| format!("{url}: only http on loopback is opened"))?;
    if !["127.0.0.1", "localhost", "[::1]"].contains(&host.rsplit_once(':').map_or(host, |(name, _)| name)) {
        return Err(format!("{url}: not on loopback"));
    }
    let agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .new_agent();
    let request = http::Request::builder().method(method).uri(url).header("accept", "text/html");
    let request = match form {
        // A browser sends the origin of a form; a server may check it.
        Some(_) => request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", format!("http://{host}")),
        None => request,
    };
    let request = request.body(form.unwrap_or_default().to_owned());
    let answer = request.map_err(|error| format!("{url}: {error}"))?;
    let mut answer = agent.run(answer).map_err(explain)?;
    let headers = answer.headers().iter();
    let headers =
        headers.map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    Ok(Page {
        url: url.to_owned(),
        status: answer.status().as_u16(),
        headers: headers.collect(),
        body: answer.body_mut().read_to_string().map_err(explain)?,
    })
}

/// Resolves a link against the address of its page.
fn resolve(page: &str, link: &str) -> String {
    if link.contains("://") {
        return link.to_owned();
    }
    let origin_end = page.match_indices('/').nth(2).map_or(page.len(), |(index, _)| index);
    let (origin, path) = page.split_at(origin_end);
    if link.starts_with('/') {
        format!("{origin}{link}")
    } else if link.is_empty() || link.starts_with('?') {
        format!("{origin}{}{link}", path.split(['?', '#']).next().unwrap_or_default())
    } else {
        let folder = path
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        format!("{origin}{folder}/{link}")
    }
}

/// A filled-in form with the wanted button.
struct Form {
    action: String,
    data: String,
}

impl Form {
    fn find(html: &str, wanted: &str) -> Option<Self> {
        html.split("<form").skip(1).find_map(|rest| {
            let form = rest.split("</form>").next()?;
            let (head, inside) = form.split_once('>')?;
            let (mut data, mut pressed) = (Vec::new(), false);
            for tag in inside.split('<') {
                let (attributes, text) = tag.split_once('>').unwrap_or((tag, ""));
                let name = attribute(attributes, "name");
                let value = attribute(attributes, "value").unwrap_or_default();
                if tag.starts_with("input") && attribute(attributes, "type").as_deref() != Some("submit") {
                    data.extend(name.map(|name| (name, value)));
                } else if tag.starts_with("button") || tag.starts_with("input") {
                    let label = if text.trim().is_empty() { &value } else { text };
                    let is_wanted = label.trim().to_ascii_lowercase().starts_with(wanted);
                    if is_wanted && !pressed {
                        pressed = true;
                        data.extend(name.map(|name| (name, value)));
                    }
                }
            }
            let pairs: Vec<String> =
                data.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
            let action = attribute(head, "action").unwrap_or_default();
            pressed.then(|| Self { action, data: pairs.join("&") })
        })
    }
}

/// Returns the value of an attribute in double or single quotes, with resolved character references.
fn attribute(tag: &str, name: &str) -> Option<String> {
    ['"', '\''].iter().find_map(|quote| {
        let (_, rest) = tag.split_once(&format!(" {name}={quote}"))?;
        let value = rest.split(*quote).next()?;
        let references =
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
        Some(references.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to)))
    })
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let each = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_with_the_label_is_pressed() {
        let html = r#"<p>x</p><form method="post" action="/approve?a=1&amp;b=2"><input type="hidden" name="code" value="A&quot;B">
            <button name="answer" value="no">Deny</button><button name="answer" value="yes"> Allow access</button></form>"#;
        let check = |button: &str, data: &str| {
            let form = Form::find(html, button).expect("a form");
            assert_eq!((form.action.as_str(), form.data.as_str()), ("/approve?a=1&b=2", data));
        };
        check("allow", "code=A%22B&answer=yes");
        check("deny", "code=A%22B&answer=no");
        assert!(Form::find(html, "cancel").is_none());
        assert!(Form::find("<p>Signed in</p>", "allow").is_none());
    }

    #[test]
    fn links_resolve_against_their_page() {
        for (page, link, expected) in [
            ("http://h:1/a/b?c", "http://x/", "http://x/"),
            ("http://h:1/a/b?c", "/d", "http://h:1/d"),
            ("http://h:1/a/b?c", "d", "http://h:1/a/d"),
            ("http://h:1/a/b?c", "?d", "http://h:1/a/b?d"),
            ("http://h:1/a/b?c", "", "http://h:1/a/b"),
            ("http://h:1", "/d", "http://h:1/d"),
        ] {
            assert_eq!(resolve(page, link), expected, "{page} {link}");
        }
    }
}
