//! `browser`: stands in for a person's browser: opens an address and presses Allow.
//!
//! It speaks just enough HTTP and HTML for the simulator's sign-in page, on loopback and nowhere else.

use crate::tally::Tally;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// Opens the address given. Others start it through `BROWSER`, so it says nothing unless it fails.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let deny = arguments.iter().any(|argument| argument == "--deny");
    match arguments.iter().find(|argument| !argument.starts_with("--")) {
        None => tally.check("browser URL", Err("no address was given".to_owned())),
        Some(url) => tally.check(url, visit(url, if deny { "deny" } else { "allow" })),
    }
    tally
}

/// Follows redirects and presses the button whose name begins so, until a page asks for nothing more.
pub(crate) fn visit(url: &str, button: &str) -> Result<(), String> {
    let mut page = exchange("GET", url, None)?;
    for _ in 0..10 {
        page = if let Some(location) = page.location {
            exchange("GET", &resolve(&page.url, &location), None)?
        } else if let Some(form) = Form::find(&page.body, button) {
            exchange("POST", &resolve(&page.url, &form.action), Some(&form.data))?
        } else if page.status == 200 {
            return Ok(());
        } else {
            return Err(format!("{} answered {}: {}", page.url, page.status, page.body));
        };
    }
    Err(format!("{url} leads in a circle"))
}

/// The body of the answer to a `GET`, or to a `POST` where there is something to send.
pub(crate) fn ask(url: &str, body: Option<&str>) -> Result<String, String> {
    let page = exchange(if body.is_some() { "POST" } else { "GET" }, url, body)?;
    if page.status == 200 { Ok(page.body) } else { Err(format!("{url}: {} {}", page.status, page.body)) }
}

struct Page {
    url: String,
    status: u16,
    location: Option<String>,
    body: String,
}

fn exchange(method: &str, url: &str, form: Option<&str>) -> Result<Page, String> {
    let explain = |error: std::io::Error| format!("{url}: {error}");
    let rest =
        url.strip_prefix("http://").ok_or_else(|| format!("{url}: only http on loopback is opened"))?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let path = path.split('#').next().unwrap_or("/");
    let mut stream = TcpStream::connect(host).map_err(explain)?;
    if !stream.peer_addr().is_ok_and(|address| address.ip().is_loopback()) {
        return Err(format!("{url}: not on loopback"));
    }
    stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(explain)?;
    let body = form.unwrap_or_default();
    let kind = if form.is_some() { "Content-Type: application/x-www-form-urlencoded\r\n" } else { "" };
    // A page's own form says where it comes from; servers that check it must find it.
    let origin = if form.is_some() { format!("Origin: http://{host}\r\n") } else { String::new() };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n{kind}{origin}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).map_err(explain)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(explain)?;
    read(url, &String::from_utf8_lossy(&answer)).ok_or_else(|| format!("{url}: no HTTP answer"))
}

fn read(url: &str, answer: &str) -> Option<Page> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let location = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    });
    Some(Page { url: url.to_owned(), status, location, body: body.to_owned() })
}

/// A link as seen from the page it stands on.
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

/// The form with the wanted button, filled in.
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

/// The value of an attribute in double or single quotes, its references resolved.
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
    fn the_right_button_is_pressed() {
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
