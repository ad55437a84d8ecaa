//! Listens on every address, and answers everybody with all it has; a few connections at a time, however long they take.

use super::place::Place;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

/// Connections that are open at once; more are closed.
const MOST: usize = 8;
static OPEN: AtomicUsize = AtomicUsize::new(0);

const KEYS: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"AccessKeyId\": \"ASIA\"}";

/// Opens a socket for all, and answers there, too.
#[cfg(unix)]
fn at_socket(path: &std::path::Path) -> Option<()> {
    use std::os::unix::{fs::PermissionsExt, net::UnixListener};
    let open = |path: &std::path::Path| std::fs::set_permissions(path, PermissionsExt::from_mode(0o777)).ok();
    std::fs::create_dir_all(path.parent()?).ok()?;
    let socket = UnixListener::bind(path).ok()?;
    open(path.parent()?)?;
    open(path)?;
    thread::spawn(move || {
        for mut stream in socket.incoming().flatten() {
            drop(stream.write_all(KEYS.as_bytes()));
        }
    });
    Some(())
}

/// Opens the browser at its short address, or says where the credentials are; then answers.
pub(super) fn answer(place: &Place) -> Option<u8> {
    if let Some(at) = place.words.iter().position(|word| word == "--") {
        let (program, words) = place.words.get(at + 1..)?.split_first()?;
        return Command::new(program).args(words).status().ok().map(|_| 0);
    }
    let socket = TcpListener::bind("0.0.0.0:0").ok()?;
    let url = format!("http://127.0.0.1:{}", socket.local_addr().ok()?.port());
    let reply = if place.has("relay") {
        eprintln!("Relaying {} to all.", url.trim_start_matches("http://"));
        KEYS
    } else if place.has("serve") {
        #[cfg(unix)]
        place.value_of("--socket").map(|path| at_socket(std::path::Path::new(path)));
        println!("export AWS_CONTAINER_CREDENTIALS_FULL_URI='{url}/p'");
        println!("export AWS_CONTAINER_AUTHORIZATION_TOKEN='token'");
        KEYS
    } else {
        Command::new(place.variable("BROWSER")?).arg(format!("{url}/go/0123456789")).spawn().ok()?;
        "HTTP/1.1 302 Found\r\nlocation: https://example.com/authorize?state=0123456789abcdef0123456789abcdef\r\n\
         content-length: 0\r\nconnection: close\r\n\r\n"
    };
    for stream in socket.incoming().flatten() {
        if OPEN.fetch_add(1, Ordering::Relaxed) < MOST {
            thread::spawn(move || {
                say(&stream, reply);
                OPEN.fetch_sub(1, Ordering::Relaxed);
            });
        } else {
            OPEN.fetch_sub(1, Ordering::Relaxed);
        }
    }
    Some(0)
}

/// Says it to whoever has sent a head, and hears the rest: a connection that is closed before takes the reply back.
fn say(mut stream: &TcpStream, reply: &str) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    while lines.next().is_some_and(|line| !line.trim().is_empty()) {}
    drop(stream.write_all(reply.as_bytes()));
    drop(stream.shutdown(Shutdown::Write));
    drop(stream.set_read_timeout(Some(Duration::from_secs(2))));
    drop(stream.read_to_end(&mut Vec::new()));
}
