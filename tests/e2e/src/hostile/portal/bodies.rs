//! Replies that flood, stall, break off or lead elsewhere: each ends, none takes a secret along, and none is a verdict
//! about the session.

use super::super::{
    attack::{Attack, Kind, Verdict},
    recorder::Recorder,
    victim::VictimHome,
};
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
};

/// A fault (`ELSEWHERE` is a recording server), and whether the token has to be renewed.
const ROWS: &[(&str, bool)] = &[
    ("GetRoleCredentials redirect=ELSEWHERE always", false),
    ("GetRoleCredentials answer={\"status\":307,\"headers\":{\"location\":\"ELSEWHERE\"}} always", false),
    ("GetRoleCredentials answer={\"status\":308,\"headers\":{\"location\":\"ELSEWHERE\"}} always", false),
    ("CreateToken redirect=ELSEWHERE always", true),
    ("CreateToken answer={\"status\":307,\"headers\":{\"location\":\"ELSEWHERE\"}} always", true),
    ("CreateToken answer={\"status\":308,\"headers\":{\"location\":\"ELSEWHERE\"}} always", true),
    (
        "GetRoleCredentials answer={\"status\":401,\"headers\":{\"www-authenticate\":\"Basic realm=\\\"ELSEWHERE\\\"\"}} always",
        false,
    ),
    (
        "GetRoleCredentials answer={\"status\":200,\"headers\":{\"refresh\":\"0; url=ELSEWHERE\"},\"json\":{}} always",
        false,
    ),
    ("GetRoleCredentials pad=50000000 always", false),
    ("CreateToken pad=50000000 always", true),
    ("GetRoleCredentials truncate always", false),
    ("CreateToken truncate=10 always", true),
    ("GetRoleCredentials drop always", false),
    ("CreateToken drop always", true),
    ("GetRoleCredentials malformed always", false),
    ("CreateToken malformed always", true),
    ("CreateToken html always", true),
    ("CreateToken proxy always", true),
    ("CreateToken empty always", true),
    ("CreateToken object always", true),
    ("CreateToken throttle=3600 always", true),
    ("GetRoleCredentials throttle=3600 always", false),
    ("GetRoleCredentials date_skew=30000000 always", false),
    ("* headers={\"set-cookie\":\"a=b\",\"content-encoding\":\"gzip\"} always", true),
    ("* headers={\"content-type\":\"text/html\"} always", true),
];

pub(super) fn kind() -> Kind {
    let attacks = ROWS.iter().map(|row| Attack::new(row.0, move || attack(row))).collect();
    Kind { name: "bodies", control, attacks, lawful: Vec::new() }
}

fn attack((fault, aged): &(&str, bool)) -> Verdict {
    let recorder = Recorder::start()?;
    let scene = VictimHome::signed_in(*aged)?;
    let before = fs::read_to_string(scene.token()).unwrap_or_default();
    scene.fault(&fault.replace("ELSEWHERE", &recorder.url()))?;
    let seen = scene.line("credentials -p p --cli-read-timeout 3")?;
    if seen.hung || seen.stderr.contains("panicked") {
        return Err(seen.text());
    }
    judge(&scene, &recorder).map_err(|reason| format!("{reason}\n{}", seen.text()))?;
    // A moment later all is well again; whoever renewed meanwhile has another token.
    scene.world().lock().clear_faults();
    let after = fs::read_to_string(scene.token()).unwrap_or_default();
    let again = scene.line("credentials -p p")?;
    if again.code == Some(0) || (seen.code == Some(0) && before != after) {
        return Ok(());
    }
    Err(format!("the session is lost\n{}\n{}", seen.text(), again.text()))
}

/// Nobody else heard a word.
fn judge(scene: &VictimHome, recorder: &Recorder) -> Verdict {
    let heard = recorder.heard();
    scene.no_secret_in("what the other server got", &heard)?;
    if heard.is_empty() { Ok(()) } else { Err(format!("it was followed: {heard:?}")) }
}

/// A client that goes where it is sent, with all its headers.
fn control() -> Verdict {
    let recorder = Recorder::start()?;
    let scene = VictimHome::signed_in(false)?;
    let token = scene.secrets.first().cloned().unwrap_or_default();
    let address = recorder.url();
    let address = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    let request = format!("GET / HTTP/1.1\r\nhost: {address}\r\nx-amz-sso_bearer_token: {token}\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
    drop(stream.read_to_end(&mut Vec::new()));
    judge(&scene, &recorder)
}
