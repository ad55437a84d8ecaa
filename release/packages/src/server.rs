//! A server on loopback that serves the files of a release, one of them with a fault.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// What it does with one file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// A byte in the middle is another one.
    Changed,
    /// Half of it comes, then the connection ends.
    Cut,
    /// Half of it comes, and is called the whole.
    Short,
    /// A page comes instead, as from a proxy that asks for a password.
    Page,
    /// 404.
    Missing,
    /// 503.
    Broken,
}

/// The server; its thread ends with the process.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    /// Serves these files by name; `fault` hits those whose name ends so.
    pub(crate) fn start(
        files: BTreeMap<String, Vec<u8>>,
        fault: Option<(&'static str, Fault)>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let url = format!("http://{}", listener.local_addr()?);
        let requests = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&requests);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::Relaxed);
                // A client that goes away early is what some cases are about.
                drop(answer(connection, &files, fault));
            }
        });
        Ok(Self { url, requests })
    }

    /// How many requests came.
    pub(crate) fn count(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

fn answer(
    mut connection: TcpStream,
    files: &BTreeMap<String, Vec<u8>>,
    fault: Option<(&'static str, Fault)>,
) -> io::Result<()> {
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let name = request.split(' ').nth(1).unwrap_or_default().trim_start_matches('/');
    let fault = fault.filter(|(end, _)| name.ends_with(end)).map(|(_, fault)| fault);
    let mut body = files.get(name).cloned().unwrap_or_default();
    let half = body.len() / 2;
    let (status, length) = match (files.contains_key(name), fault) {
        (false, _) | (_, Some(Fault::Missing)) => ("404 Not Found", 0),
        (_, Some(Fault::Broken)) => ("503 Service Unavailable", 0),
        (_, Some(Fault::Changed)) => {
            if let Some(byte) = body.get_mut(half) {
                *byte ^= 1;
            }
            ("200 OK", body.len())
        }
        (_, Some(Fault::Cut)) => {
            let whole = body.len();
            body.truncate(half);
            ("200 OK", whole)
        }
        (_, Some(Fault::Short)) => {
            body.truncate(half);
            ("200 OK", half)
        }
        (_, Some(Fault::Page)) => {
            body = b"<html><title>Sign in to the network</title></html>\n".to_vec();
            ("200 OK", body.len())
        }
        (true, None) => ("200 OK", body.len()),
    };
    if length == 0 {
        body.clear();
    }
    write!(connection, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    connection.write_all(&body)
}
