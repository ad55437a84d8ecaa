//! Serves the rendered book on 127.0.0.1 until it is interrupted.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
};
use xtask::{places, process::Run};

/// Prints the address, opens it in a browser if there is one, and answers requests one after the other.
pub(crate) fn run() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/", listener.local_addr()?);
    println!("The book is at {address} until Ctrl-C.");
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let _no_browser = Run::hermetic(opener).own_browser().arg(&address).finish();
    for stream in listener.incoming() {
        // A browser that goes away in the middle is none of our concern.
        let _gone = stream.and_then(|stream| answer(stream, &places::target().join("book")));
    }
    Ok(())
}

fn answer(mut stream: TcpStream, folder: &Path) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new(stream.try_clone()?).read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("/");
    match inside(folder, path).and_then(|file| Some((kind(&file), fs::read(file).ok()?))) {
        Some((kind, bytes)) => {
            let length = bytes.len();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
            )?;
            stream.write_all(&bytes)
        }
        None => write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}

/// Returns the file of a path, which cannot leave the folder.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = path.split(['?', '#']).next()?.trim_start_matches('/');
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    Path::new(&path).components().all(is_plain).then(|| folder.join(path))
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside() {
        let folder = Path::new("/book");
        for (path, file) in [
            ("/", Some("/book/index.html")),
            ("/evidence/?x=1", Some("/book/evidence/index.html")),
            ("/a.css", Some("/book/a.css")),
            ("/../x", None),
            ("//etc/passwd", Some("/book/etc/passwd")),
            ("/a/../../x", None),
        ] {
            assert_eq!(inside(folder, path).as_deref(), file.map(Path::new), "{path}");
        }
    }
}
