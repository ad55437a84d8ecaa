//! A relay for one command: a listener that ends with it, and the variables by which an SDK finds it.

use crate::{
    error::Error,
    listen::{self, MADE_UP, Paths},
    options::Options,
    own_process,
    reply::Reply,
    request::Request,
    upstream::Upstream,
};
use std::{
    ffi::OsString,
    fs::File,
    io::{self, Read as _},
    net::{Ipv4Addr, TcpListener},
    os::{
        fd::{AsFd as _, OwnedFd},
        unix::process::CommandExt as _,
    },
    process::{self, Command, Stdio},
    sync::Arc,
};

pub(crate) const ADDRESS: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKENS: [&str; 2] = ["AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"];

/// Variables that SDKs prefer to the endpoint.
const OTHER_IDENTITIES: [&str; 11] = [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
];

/// Starts a listener in a process of its own, and becomes the command. Returns only if that fails.
///
/// The listener's socket is opened here and is the other process's standard input, so that the port is taken before the
/// command starts, and no other program can be in its place.
pub(crate) fn run(upstream: &Upstream, options: &Options, command: &[OsString]) -> Result<(), Error> {
    upstream.judge().map_err(|error| Error::io(upstream, &error))?;
    let told = options.address.as_deref().and_then(path);
    let path = match (told, upstream) {
        (Some(path), _) => path.to_owned(),
        (None, Upstream::Socket(_)) => made_up()?,
        (None, _) => return Err(Error::usage(format!("--tcp needs {ADDRESS}, which daypass serve prints"))),
    };
    let listener = open(options.port.unwrap_or(0))?;
    let port = listener.local_addr().map_err(|error| Error::io("the port", &error))?.port();
    let address = format!("http://127.0.0.1:{port}{path}");
    let own = std::env::current_exe().map_err(|error| Error::io("the relay's own program", &error))?;
    let mut serving = Command::new(own);
    serving.args(&options.own_words).args(["--for-process", &process::id().to_string()]);
    match upstream {
        Upstream::Socket(path) => serving.arg("--socket").arg(path),
        Upstream::Tcp(address) => serving.arg("--tcp").arg(address),
        Upstream::Stdio => {
            return Err(Error::usage("--stdio cannot serve a command, which needs them itself"));
        }
    };
    let mut serving = serving
        .env(ADDRESS, &address)
        .stdin(Stdio::from(OwnedFd::from(listener)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // No key of the terminal's reaches it: the command may handle Ctrl-C and go on.
        .process_group(0)
        .spawn()
        .map_err(|error| Error::io("the relay's own program", &error))?;
    let Some((program, arguments)) = command.split_first() else { return Err(Error::usage("no command")) };
    let mut command = Command::new(program);
    command.args(arguments).env(ADDRESS, &address);
    for name in OTHER_IDENTITIES {
        command.env_remove(name);
    }
    if path.starts_with(MADE_UP) {
        // They belong to another endpoint.
        for name in TOKENS {
            command.env_remove(name);
        }
    }
    let error = command.exec();
    drop(serving.kill());
    drop(serving.wait());
    Err(Error::io(program.display(), &error))
}

/// Serves the listener on standard input for the process `parent`, at the path of `options.address`.
pub(crate) fn serve(upstream: Upstream, options: &Options, parent: u32) -> Result<(), Error> {
    own_process::end_with(parent);
    let path = options.address.as_deref().and_then(path).ok_or_else(|| Error::usage("no address"))?;
    let listener = io::stdin().as_fd().try_clone_to_owned().map(TcpListener::from);
    let listener = listener.map_err(|error| Error::io("standard input", &error))?;
    listener.local_addr().map_err(|error| Error::io("standard input is no listener", &error))?;
    let ask: Arc<dyn Fn(&Request) -> Reply + Send + Sync> = Arc::new(move |request| upstream.ask(request));
    listen::serve(&listener, &Paths::One(path.to_owned()), &ask)
}

/// Opens a port of 127.0.0.1; 0 takes a free one.
fn open(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| Error::io(format!("port {port} of 127.0.0.1"), &error))
}

/// A path that nobody can guess.
pub(crate) fn made_up() -> Result<String, Error> {
    let mut bytes = [0; 16];
    let read = File::open("/dev/urandom").and_then(|mut random| random.read_exact(&mut bytes));
    read.map_err(|error| Error::io("/dev/urandom", &error))?;
    Ok(bytes.iter().fold(MADE_UP.to_owned(), |path, byte| path + &format!("{byte:02x}")))
}

/// Returns the path of an address.
pub(crate) fn path(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("http://")?;
    rest.get(rest.find('/')?..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_kept() {
        assert_eq!(path("http://127.0.0.1:1/a/b?c"), Some("/a/b?c"));
        assert_eq!(path("http://127.0.0.1:1"), None);
        assert_eq!(path("https://127.0.0.1/a"), None);
    }

    #[test]
    fn what_is_made_up_is_long_and_new() {
        let (one, two) = (made_up().expect("random"), made_up().expect("random"));
        assert!(one != two && one.len() == MADE_UP.len() + 32, "{one} {two}");
    }
}
