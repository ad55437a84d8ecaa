//! The open connections: how many there may be, and which one makes room for a new one.

use std::{
    io,
    net::{Shutdown, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// How many connections may be open.
const LIMIT: usize = 128;

/// The pause before it is looked again whether a connection has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// A connection, and how far it has come.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) stream: TcpStream,
    has_head: AtomicBool,
    is_done: AtomicBool,
}

impl Client {
    /// Says that the whole head is there: the client is no silent one.
    pub(crate) fn has_head(&self) {
        self.has_head.store(true, Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        self.is_done.store(true, Ordering::Relaxed);
        // The client has what it gets, or is gone.
        let _closed: io::Result<()> = self.stream.shutdown(Shutdown::Both);
    }
}

/// The open connections, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Clients(Vec<Arc<Client>>);

impl Clients {
    /// Takes a connection in. At the limit the oldest without a whole head is closed; if there is none, waits for one.
    pub(crate) fn admit(&mut self, stream: TcpStream) -> Arc<Client> {
        loop {
            self.0.retain(|client| !client.is_done.load(Ordering::Relaxed));
            if self.0.len() < LIMIT {
                break;
            }
            match self.0.iter().position(|client| !client.has_head.load(Ordering::Relaxed)) {
                Some(silent) => self.0.remove(silent).end(),
                None => thread::sleep(PAUSE),
            }
        }
        let client =
            Arc::new(Client { stream, has_head: AtomicBool::new(false), is_done: AtomicBool::new(false) });
        self.0.push(Arc::clone(&client));
        client
    }
}
