//! Servers that break HTTP itself: heads and bodies without end, lengths that lie, replies to questions that nobody asked.
//! Each call ends in time and in little memory, stores nothing, and leaves the session as it was.

use super::super::{
    attack::{Attack, Kind, Lawful, Verdict, through},
    victim::{Seen, Victim, VictimHome},
    weak::Weakness,
};
use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

/// What the server says: the bytes of a reply, then what it repeats until the other side goes, and how slowly.
struct Reply {
    name: &'static str,
    begins: &'static str,
    /// Repeated up to 400 MB.
    goes_on: &'static str,
    pause: Duration,
}

const fn whole(name: &'static str, begins: &'static str) -> Reply {
    Reply { name, begins, goes_on: "", pause: Duration::ZERO }
}

const fn endless(name: &'static str, begins: &'static str, goes_on: &'static str) -> Reply {
    Reply { name, begins, goes_on, pause: Duration::ZERO }
}

const fn slow(name: &'static str, begins: &'static str, goes_on: &'static str) -> Reply {
    Reply { name, begins, goes_on, pause: Duration::from_millis(200) }
}

/// A reply that would be good, both for a token and for keys.
const GOOD: &str = r#"{"accessToken":"planted","refreshToken":"planted","tokenType":"Bearer","expiresIn":3600,"roleCredentials":{"accessKeyId":"ASIAPLANTED","secretAccessKey":"planted","sessionToken":"planted","expiration":4102444800000}}"#;

const REPLIES: &[Reply] = &[
    endless(
        "headers without end",
        "HTTP/1.1 200 OK\r\n",
        "X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
    ),
    endless(
        "a header without end",
        "HTTP/1.1 200 OK\r\nX-A: ",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ),
    endless(
        "a status line without end",
        "HTTP/1.1 200 ",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ),
    endless("100 Continue without end", "", "HTTP/1.1 100 Continue\r\n\r\n"),
    endless(
        "103 Early Hints without end",
        "",
        "HTTP/1.1 103 Early Hints\r\nlink: <https://evil.example>\r\n\r\n",
    ),
    endless(
        "a body without end",
        "HTTP/1.1 200 OK\r\n\r\n{\"roleCredentials\": \"",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ),
    endless(
        "chunks without end",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        "20\r\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
    ),
    endless(
        "chunk extensions without end",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1",
        ";a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ),
    endless(
        "trailers without end",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
        "X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
    ),
    endless(
        "blanks without end",
        "HTTP/1.1 200 OK\r\n\r\n",
        "                                                                ",
    ),
    endless(
        "brackets without end",
        "HTTP/1.1 200 OK\r\n\r\n",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ),
    endless(
        "objects without end",
        "HTTP/1.1 200 OK\r\n\r\n",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":",
    ),
    slow("a head, byte by byte", "HTTP/1.1 200 OK\r\nX-A: ", "a"),
    slow("a body, byte by byte", "HTTP/1.1 200 OK\r\n\r\n{\"roleCredentials\": \"", "a"),
    slow("chunks, byte by byte", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\na\r\n"),
    slow("100 Continue, slowly", "", "HTTP/1.1 100 Continue\r\n\r\n"),
    slow("nothing at all", "", ""),
    whole(
        "a length that is longer",
        "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\nconnection: close\r\n\r\nGOOD",
    ),
    whole("a length that is shorter", "HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nGOOD"),
    whole("a length below zero", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nGOOD"),
    whole(
        "a length beyond 64 bits",
        "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\nGOOD",
    ),
    whole("two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 300\r\n\r\n{}GOOD"),
    whole(
        "a chunk beyond 64 bits",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nGOOD",
    ),
    whole("a chunk of no number", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\nGOOD"),
    whole(
        "compressed, it says",
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n\u{1f}\u{8b}GOOD",
    ),
    whole("HTTP/0.9", "GOOD"),
    whole("HTTP/9.9", "HTTP/9.9 200 OK\r\n\r\nGOOD"),
    whole("ICY", "ICY 200 OK\r\n\r\nGOOD"),
    whole("HTTP/2 at once", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    whole("another protocol", "SSH-2.0-OpenSSH_9.2\r\n"),
    whole("TLS", "\u{15}\u{3}\u{1}\0\u{2}\u{2}\n"),
    whole(
        "101 Switching Protocols",
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: evil\r\nconnection: upgrade\r\n\r\nGOOD",
    ),
    whole("a status of 999", "HTTP/1.1 999 OK\r\nconnection: close\r\n\r\nGOOD"),
    whole("a status of 99", "HTTP/1.1 99 OK\r\nconnection: close\r\n\r\nGOOD"),
    whole("204 with a body", "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\nGOOD"),
    whole("304 with a body", "HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\nGOOD"),
    whole(
        "300 with a choice",
        "HTTP/1.1 300 Multiple Choices\r\nlocation: http://127.0.0.1:9/\r\nconnection: close\r\n\r\nGOOD",
    ),
    whole("a header with NUL", "HTTP/1.1 200 OK\r\nX-A: a\0b\r\nconnection: close\r\n\r\nGOOD"),
    whole("a header without a name", "HTTP/1.1 200 OK\r\n: a\r\nconnection: close\r\n\r\nGOOD"),
    whole("a folded header", "HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\ncontent-length: 2\r\n\r\n{}"),
    whole(
        "numbers that are none",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"accessToken\":\"x\",\"tokenType\":\"Bearer\",\"expiresIn\":NaN,\"roleCredentials\":{\"accessKeyId\":\"ASIAX\",\"secretAccessKey\":\"x\",\"sessionToken\":\"x\",\"expiration\":Infinity}}",
    ),
    whole(
        "numbers beyond all",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"accessToken\":\"x\",\"tokenType\":\"Bearer\",\"expiresIn\":1e999,\"roleCredentials\":{\"accessKeyId\":\"ASIAX\",\"secretAccessKey\":\"x\",\"sessionToken\":\"x\",\"expiration\":1e999}}",
    ),
    whole(
        "numbers of many digits",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"accessToken\":\"x\",\"tokenType\":\"Bearer\",\"expiresIn\":99999999999999999999999999999999999999999999,\"roleCredentials\":{\"accessKeyId\":\"ASIAX\",\"secretAccessKey\":\"x\",\"sessionToken\":\"x\",\"expiration\":99999999999999999999999999999999999999999999}}",
    ),
    whole(
        "half a surrogate",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"accessToken\":\"a\\ud800\",\"tokenType\":\"Bearer\",\"expiresIn\":3600,\"roleCredentials\":{\"accessKeyId\":\"ASIA\\ud800\",\"secretAccessKey\":\"x\",\"sessionToken\":\"x\",\"expiration\":4102444800000}}",
    ),
    whole(
        "NUL in a token",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"accessToken\":\"a\\u0000b\",\"tokenType\":\"Bearer\",\"expiresIn\":3600,\"roleCredentials\":{\"accessKeyId\":\"ASIA\\u0000X\",\"secretAccessKey\":\"x\",\"sessionToken\":\"x\",\"expiration\":4102444800000}}",
    ),
    whole("something behind the JSON", "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nGOODGOOD"),
    whole("a list", "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n[GOOD]"),
    whole(
        "UTF-7",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-7\r\nconnection: close\r\n\r\n+AHs-",
    ),
];

/// Whether the token has to be renewed, and the command.
const CALLS: &[(&str, bool, &str)] = &[
    ("keys", false, "credentials -p p --cli-read-timeout 2"),
    ("a refresh", true, "credentials -p p --cli-read-timeout 2"),
];

pub(super) fn kind() -> Kind {
    let mut attacks = Vec::new();
    for reply in REPLIES {
        for (what, aged, line) in CALLS {
            attacks.push(Attack::new(
                format!("{}, {what}", reply.name),
                Weakness::TakesBytes,
                move |victim| attack(victim, reply, *aged, line),
            ));
        }
    }
    let lawful = vec![Lawful::new("a reply in two pieces", || {
        let (seen, _) = called(
            Victim::Daypass,
            &whole("", "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nGOOD"),
            false,
            "credentials -p p",
        )?;
        if seen.code == Some(0) && seen.stdout.contains("ASIAPLANTED") {
            Ok(())
        } else {
            Err(seen.text().into())
        }
    })];
    Kind { name: "wire", attacks, lawful }
}

fn attack(victim: Victim, reply: &'static Reply, aged: bool, line: &str) -> Verdict {
    let (seen, scene) = called(victim, reply, aged, line)?;
    judge(&seen, &scene).map_err(|failure| failure.with(&seen))?;
    // A moment later all is well again.
    let again = scene.line("credentials -p p")?;
    if again.code == Some(0) {
        Ok(())
    } else {
        through(format!("the session is lost\n{}\n{}", seen.text(), again.text()))
    }
}

/// Calls the server, in 600 MB of memory; the simulator is set again afterwards.
fn called(victim: Victim, reply: &Reply, aged: bool, line: &str) -> Result<(Seen, VictimHome), String> {
    let scene = VictimHome::signed_in(aged)?;
    scene.write(".config/daypass/settings.toml", "allowed_endpoints = [\"127.0.0.1\"]\n")?;
    let address = serve(reply)?;
    let words: Vec<_> = line.split(' ').collect();
    let called = victim.command(&scene, &words);
    let mut limited = scene.command("sh");
    limited
        .args(["-c", "ulimit -v 600000; exec \"$0\" \"$@\""])
        .arg(called.get_program())
        .args(called.get_args());
    victim.choose(&mut limited);
    limited.env("AWS_ENDPOINT_URL", address);
    Ok((victim.finish(limited, &words)?, scene))
}

/// It ended in time and in memory, and nothing was stored or handed out.
fn judge(seen: &Seen, scene: &VictimHome) -> Verdict {
    if seen.hung || seen.stderr.contains("panicked") || seen.stderr.contains("memory allocation") {
        return through("it hangs, panics or takes all memory");
    }
    if seen.code == Some(0) || !matches!(seen.code, Some(1..=7)) {
        return through("it is taken, or ends the program");
    }
    let roles = fs::read_dir(scene.home().join(".aws/cli/cache")).into_iter().flatten().count();
    let token = fs::read_to_string(scene.token()).unwrap_or_default();
    if roles == 0 && scene.secrets.iter().all(|secret| token.contains(secret)) {
        Ok(())
    } else {
        through("what is stored is another")
    }
}

/// Serves the reply to every connection, for as long as the process lives.
fn serve(reply: &Reply) -> Result<String, String> {
    let socket = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = socket.local_addr().map_err(|error| error.to_string())?;
    let (begins, goes_on, pause) = (reply.begins.replace("GOOD", GOOD), reply.goes_on, reply.pause);
    thread::spawn(move || {
        for stream in socket.incoming().flatten() {
            let begins = begins.clone();
            thread::spawn(move || answer(stream, &begins, goes_on, pause));
        }
    });
    Ok(format!("http://{address}"))
}

fn answer(mut stream: TcpStream, begins: &str, goes_on: &str, pause: Duration) {
    drop(stream.set_read_timeout(Some(Duration::from_secs(1))));
    drop(stream.read(&mut [0; 8192]));
    let (first, rest) = begins.split_at(begins.len() / 2);
    for piece in [first, rest] {
        if stream.write_all(piece.as_bytes()).is_err() {
            return;
        }
    }
    if pause.is_zero() {
        let more = goes_on.repeat(1000);
        let most = 400_000_000_usize.checked_div(more.len()).unwrap_or(0);
        for _ in 0..most {
            if stream.write_all(more.as_bytes()).is_err() {
                return;
            }
        }
        return;
    }
    for _ in 0..300 {
        thread::sleep(pause);
        if stream.write_all(goes_on.as_bytes()).is_err() {
            return;
        }
    }
}
