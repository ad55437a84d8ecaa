//! A browser without a window: follows redirects, and presses one button of the simulator's sign-in page.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    thread,
    time::Duration,
};

/// Waits until an address is to be opened, then opens it and presses. The text of the last page.
#[expect(clippy::disallowed_methods, reason = "a person waits too")]
pub(crate) fn press_when_opened(url: &Path, button: &str) -> String {
    for _ in 0..500 {
        if let Ok(url) = fs::read_to_string(url) {
            return press(&url, button);
        }
        thread::sleep(Duration::from_millis(20));
    }
    String::new()
}

/// Opens an address and presses a button of the form there.
pub(crate) fn press(url: &str, button: &str) -> String {
    let mut page = exchange("GET", url, "");
    let mut url = url.to_owned();
    for _ in 0..8 {
        if let Some(location) = header(&page, "location") {
            url = join(&url, &location);
            page = exchange("GET", &url, "");
        } else if let Some((action, form)) = form(&page, button) {
            url = join(&url, &action);
            page = exchange("POST", &url, &form);
        } else {
            break;
        }
    }
    page
}

/// Presses a button, and goes no further than the address that the browser is sent to then.
pub(crate) fn redirect(url: &str, button: &str) -> String {
    let (action, form) = form(&exchange("GET", url, ""), button).expect("the page with the buttons");
    header(&exchange("POST", &join(url, &action), &form), "location").expect("a redirect")
}

/// One request on a connection of its own; the whole reply as text.
pub(crate) fn exchange(method: &str, url: &str, body: &str) -> String {
    let rest = url.strip_prefix("http://").expect("plain http");
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).expect("somebody listens");
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("sent");
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).expect("an answer");
    String::from_utf8_lossy(&reply).into_owned()
}

fn header(page: &str, name: &str) -> Option<String> {
    let head = page.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// Action and encoded fields of the form, with the button pressed.
fn form(page: &str, button: &str) -> Option<(String, String)> {
    let form = page.split("<form").nth(1)?.split("</form>").next()?;
    let action = attribute(form, "action")?;
    let mut fields = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("button")) {
        let (Some(name), Some(value)) = (attribute(tag, "name"), attribute(tag, "value")) else { continue };
        if tag.starts_with("input") || value == button {
            fields.push(format!("{name}={}", daypass_transport::encode_component(&value)));
        }
    }
    Some((action, fields.join("&")))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

fn join(base: &str, target: &str) -> String {
    if target.starts_with("http") {
        return target.to_owned();
    }
    let end = base.match_indices('/').nth(2).map_or(base.len(), |(at, _)| at);
    format!("{}{target}", base.get(..end).unwrap_or(base))
}
