//! The address that a sign-in service wants a browser to open (T15-01): only https and this machine, by the parts of
//! the address, and never as anything but one argument.

use super::super::{
    attack::{Attack, Failure, Kind, Verdict, through},
    victim::{Victim, VictimHome, mode},
    weak::Weakness,
};
use percent_encoding::percent_decode_str;
use std::{fs, thread, time::Duration};

const ADDRESSES: &[(&str, &str)] = &[
    ("T15-01 loopback as a user name", "http://127.0.0.1:80@evil.example/"),
    ("loopback as a label", "http://127.0.0.1.evil.example/"),
    ("localhost as a label", "http://localhost.evil.example/"),
    ("no TLS", "http://evil.example/"),
    ("user name", "https://device.sso.eu-west-1.amazonaws.com@evil.example/"),
    ("password", "https://a:b@evil.example/"),
    ("backslash", "https://device.sso.eu-west-1.amazonaws.com\\\\@evil.example/"),
    ("script", "javascript:alert(1)"),
    ("data", "data:text/html,<script>alert(1)</script>"),
    ("file", "file:///etc/passwd"),
    ("ssh", "ssh://-oProxyCommand=touch"),
    ("an option", "--version"),
    ("an option behind a scheme", "https:--version"),
    ("a path", "/usr/bin/id"),
    ("newline", "https://evil.example/\n--version"),
    ("escape", "https://evil.example/\u{1b}[2J"),
    ("no host", "https:///x"),
    ("upper case, and no TLS", "HTTP://EVIL.example/"),
    ("a tab in the scheme", "java\tscript:alert(1)"),
    ("a blank before it", " javascript:alert(1)"),
    ("a port as a user name", "http://localhost:80@evil.example/"),
    ("another loopback as a user name", "http://[::1]@evil.example/"),
    ("loopback behind a hash", "http://evil.example#127.0.0.1/"),
    ("loopback behind a question mark", "http://evil.example?127.0.0.1/"),
    ("dots of another width", "http://127\u{3002}0\u{3002}0\u{3002}1.evil.example/"),
    ("a slash of another width", "http://127.0.0.1\u{2044}.evil.example/"),
    ("every address", "http://0.0.0.0.evil.example/"),
    ("view-source", "view-source:https://evil.example/"),
    ("a blob", "blob:https://evil.example/x"),
    ("an intent", "intent://evil.example/#Intent;scheme=https;end"),
    ("a program's own scheme", "ms-msdt:/id"),
    ("a share", "\\\\evil.example\\share"),
    ("a share by slashes", "//evil.example/share"),
    ("NUL", "https://evil.example/\u{0}--version"),
    ("a line of another alphabet", "https://evil.example/\u{2028}--version"),
    ("nothing", ""),
];

/// Addresses that may be opened, if nothing in them is left to a shell.
const QUOTED: &[(&str, &str)] = &[
    ("quotes", "https://example.com/?a='\"b\""),
    ("backticks", "https://example.com/?`touch x`"),
    ("a substitution", "https://example.com/?$(touch x)"),
    ("a pipe", "https://example.com/?a|touch x;touch y"),
    ("blanks", "https://example.com/?a b"),
    ("an override", "https://example.com/\u{202e}txt"),
    ("quotes of PowerShell", "https://example.com/?\u{2019};calc;\u{2018}"),
    ("a background", "https://example.com/?a&touch x&"),
    ("an input and an output", "https://example.com/?a<b>c"),
    ("a history", "https://example.com/?!!"),
    ("percents of Windows", "https://example.com/?%PATH%^&calc"),
    ("a placeholder of BROWSER", "https://example.com/?%s%1"),
];

pub(super) fn kind() -> Kind {
    let refused = ADDRESSES.iter().map(|(name, url)| {
        Attack::new(*name, Weakness::OpensAddresses, move |victim| {
            opened(victim, url)?.map_or(Ok(()), |given| through(format!("the browser was given {given:?}")))
        })
    });
    let quoted = QUOTED.iter().map(|(name, url)| {
        Attack::new(*name, Weakness::OpensAddresses, move |victim| {
            opened(victim, url)?.map_or(Ok(()), |given| plain(url, &given))
        })
    });
    Kind { name: "addresses", attacks: refused.chain(quoted).collect(), lawful: Vec::new() }
}

/// What the browser was given, one argument a line.
fn opened(victim: Victim, url: &str) -> Result<Option<String>, Failure> {
    let scene = VictimHome::new()?;
    let patch = serde_json::json!({ "verificationUriComplete": url, "verificationUri": url });
    scene.fault(&format!("StartDeviceAuthorization set={patch} always"))?;
    scene.fault("CreateToken authorization_pending always")?;
    scene
        .write("browser", "#!/bin/sh\nprintf '%s\\n' \"$@\" > ~/opened.part; mv ~/opened.part ~/opened\n")?;
    let browser = scene.home().join("browser");
    mode(&browser, 0o755)?;
    let scene = scene.set("BROWSER", browser);
    let seen = victim.line(&scene, "login --sso-session corp --use-device-code --timeout 1s")?;
    seen.ended()?;
    if seen.code == Some(0) {
        return Err(seen.text().into());
    }
    thread::sleep(Duration::from_millis(100));
    Ok(fs::read_to_string(scene.home().join("opened")).ok())
}

/// One argument, of the characters of a URI alone (RFC 3986, section 2), and the address itself: nothing in it was replaced.
fn plain(url: &str, given: &str) -> Verdict {
    let text = given.strip_suffix('\n').unwrap_or(given);
    let is_of_uri = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    match text.chars().find(|c| !is_of_uri(*c)) {
        Some(c) => through(format!("{c:?} in {given:?}")),
        None if decoded != percent_decode_str(url).decode_utf8_lossy() => {
            through(format!("another address: {given:?}"))
        }
        None => Ok(()),
    }
}
