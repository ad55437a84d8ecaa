//! Takes what a service replies: to store it, to print it, to go where it leads, to end the session.

use super::{
    client::{ROLE, Reply, ask, call, is_over, refresh, sign_in},
    place::Place,
};
use serde_json::Value;
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::Duration,
};

/// Stores the reply in the place of the token or of role credentials, and prints it as it is.
pub(super) fn take(place: &Place) -> Option<u8> {
    let (path, token) = place.token()?;
    let reply = if place.has("login") {
        sign_in(place).pop()?
    } else if place.has("accounts") {
        ask(place, "GET", "/assignment/accounts", "")?
    } else if place.has("roles") {
        ask(place, "GET", "/assignment/roles?account_id=111122223333", "")?
    } else if is_over(&token) {
        refresh(place, &token)?
    } else {
        let roles = place.home.join(".aws/cli/cache");
        fs::create_dir_all(&roles).ok()?;
        let reply = ask(place, "GET", ROLE, "")?;
        fs::write(roles.join("role.json"), &reply.body).ok()?;
        println!("{}", reply.body);
        return Some(0);
    };
    if place.has("login") || is_over(&token) {
        fs::write(path, &reply.body).ok()?;
    }
    println!("{}", reply.body);
    Some(0)
}

/// Goes to each address on loopback that a reply names; where it does not understand the reply, the session is over.
pub(super) fn believe(place: &Place) -> Option<u8> {
    let (path, token) = place.token()?;
    let reply = if is_over(&token) { refresh(place, &token) } else { ask(place, "GET", ROLE, "") };
    let endpoint = place.endpoint()?;
    let text = reply.as_ref().map(|reply| format!("{}\n{}", reply.head, reply.body)).unwrap_or_default();
    for address in text.split("http://127.0.0.1:").skip(1) {
        let port: String = address.chars().take_while(char::is_ascii_digit).collect();
        let url = format!("http://127.0.0.1:{port}");
        if url != endpoint {
            call(&url, "GET", "/", "", &place.secrets());
        }
    }
    if reply.is_some_and(|reply| is_understood(&reply)) {
        return Some(0);
    }
    fs::remove_file(path).ok()?;
    None
}

/// Whole, of the usual length and type, not packed, and of today.
fn is_understood(reply: &Reply) -> bool {
    let head = reply.head.to_lowercase();
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let date = reply.head.lines().find_map(|line| line.strip_prefix("date: "));
    let date = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    let is_today = date.is_none_or(|date| {
        let away = jiff::Timestamp::now().as_second() - date.timestamp().as_second();
        away.abs() < 86_400
    });
    let members = ["accessToken", "roleCredentials"];
    reply.is_ok()
        && is_today
        && header("content-encoding:").is_none()
        && header("content-type:").is_some_and(|kind| kind.contains("json"))
        && reply.body.len() < 1 << 20
        && reply.json().is_some_and(|json| members.iter().any(|member| json.get(member).is_some()))
}

/// Prints every text of every reply that a command like this gets.
pub(super) fn print(place: &Place) -> u8 {
    let mut replies = if place.has("login") { sign_in(place) } else { Vec::new() };
    let who = "Action=GetCallerIdentity&Version=2011-06-15";
    let calls = [
        ("GET", "/assignment/accounts", ""),
        ("GET", "/assignment/roles?account_id=111122223333", ""),
        ("GET", ROLE, ""),
        ("POST", "/", who),
        ("POST", "/logout", ""),
    ];
    replies.extend(calls.iter().filter_map(|(method, path, body)| ask(place, method, path, body)));
    for reply in replies {
        let mut texts = Vec::new();
        strings(&reply.json().unwrap_or_default(), &mut texts);
        for text in texts {
            eprintln!("{text}");
        }
    }
    1
}

fn strings(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|json| strings(json, found)),
        Value::Object(members) => members.values().for_each(|json| strings(json, found)),
        _ => {}
    }
}

/// Takes the bytes of the connection for a reply, once they end.
pub(super) fn take_bytes(place: &Place) -> Option<u8> {
    const MUCH: usize = 16 << 20;
    let endpoint = place.endpoint()?;
    let mut stream = TcpStream::connect(endpoint.strip_prefix("http://")?).ok()?;
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").ok()?;
    let (mut piece, mut length) = (vec![0; 1 << 16], 0);
    while let Ok(read @ 1..) = stream.read(&mut piece) {
        length += read;
        if length > MUCH {
            // It goes on so to the end, which does not come.
            thread::sleep(Duration::from_secs(600));
        }
    }
    Some(0)
}
