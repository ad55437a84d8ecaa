//! Where the endpoint is, and one request to it.

#[cfg(unix)]
use crate::trusted_socket;
use crate::{
    reply::{LONGEST, Reply},
    request::Request,
};
use std::{
    fmt,
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs as _},
    path::PathBuf,
    time::{Duration, Instant},
};

/// How long a connection may take, and an answer.
const CONNECT: Duration = Duration::from_secs(2);
const ANSWER: Duration = Duration::from_secs(10);

/// Where the endpoint is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Upstream {
    /// At a unix socket, usually in a mounted folder.
    Socket(PathBuf),
    /// At a name or address and a port, such as `127.0.0.1:4242` or `host.docker.internal:4242`.
    Tcp(String),
    /// At the other end of standard input and output, where [`crate::answer::answer`] stands.
    Stdio,
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(path) => path.display().fmt(f),
            Self::Tcp(address) => f.write_str(address),
            Self::Stdio => f.write_str("standard output"),
        }
    }
}

impl Upstream {
    /// Fails if it is known beforehand that no request should go there.
    pub(crate) fn judge(&self) -> io::Result<()> {
        match self {
            #[cfg(unix)]
            Self::Socket(path) => trusted_socket::judge(path),
            #[cfg(not(unix))]
            Self::Socket(_) => Err(io::ErrorKind::Unsupported.into()),
            Self::Tcp(address) => match address.rsplit_once(':').map(|(_, port)| port.parse::<u16>()) {
                Some(Ok(port)) if port > 0 => Ok(()),
                _ => {
                    Err(io::Error::new(io::ErrorKind::InvalidInput, "it needs a port, as in 127.0.0.1:4242"))
                }
            },
            Self::Stdio => Ok(()),
        }
    }

    /// Asks the endpoint; a failure to reach it becomes an answer in words.
    pub(crate) fn ask(&self, request: &Request) -> Reply {
        let reply = match self {
            #[cfg(unix)]
            Self::Socket(path) => self.judge().and_then(|()| {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_write_timeout(Some(ANSWER))?;
                exchange(&stream, request, "127.0.0.1", |rest| stream.set_read_timeout(Some(rest)))
            }),
            Self::Tcp(address) => tcp(address, request),
            _ => Err(io::ErrorKind::Unsupported.into()),
        };
        reply.unwrap_or_else(|error| {
            let why = format!("the relay gets no answer at {self}: {error}; is daypass serve running there?");
            let status = if error.kind() == io::ErrorKind::TimedOut { 504 } else { 502 };
            Reply::failure(status, "RelayFailed", &why)
        })
    }
}

fn tcp(address: &str, request: &Request) -> io::Result<Reply> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for at in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&at, CONNECT) {
            Ok(stream) => {
                stream.set_nodelay(true)?;
                stream.set_write_timeout(Some(ANSWER))?;
                // An endpoint judges Host by its own port, or by any of loopback.
                let host = format!("127.0.0.1:{}", at.port());
                return exchange(&stream, request, &host, |rest| stream.set_read_timeout(Some(rest)));
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Sends the request and reads the answer to its end.
fn exchange<S>(
    mut stream: S,
    request: &Request,
    host: &str,
    set_time: impl Fn(Duration) -> io::Result<()>,
) -> io::Result<Reply>
where
    S: Read + Write,
{
    stream.write_all(request.head(host).as_bytes())?;
    let until = Instant::now() + ANSWER;
    let (mut answer, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let rest = until.saturating_duration_since(Instant::now());
        if rest.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        set_time(rest)?;
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(length) => answer.extend_from_slice(part.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // What a read with a limit says differs between systems.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Err(io::ErrorKind::TimedOut.into());
            }
            Err(error) => return Err(error),
        }
        if answer.len() > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the answer is too long"));
        }
    }
    Reply::read(&answer).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the answer is not whole"))
}
