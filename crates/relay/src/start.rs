//! Does what the options say, where they fit together.

#[cfg(unix)]
use crate::{address_file, command};
use crate::{
    answer,
    error::Error,
    listen::{self, Paths},
    options::Options,
    own_process,
    upstream::Upstream,
};
use std::{
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
};

impl Options {
    /// Does it: returns when the other end of standard input has ended, or not at all. `say` gets a sentence when the relay
    /// listens.
    ///
    /// # Errors
    /// Fails if the options do not fit together, the endpoint may not be used, the port is taken, or the command cannot be
    /// started.
    pub fn start(&self, say: &dyn Fn(&str)) -> Result<(), Error> {
        let upstream = match (&self.socket, &self.tcp, self.stdio) {
            (Some(path), None, false) => Upstream::Socket(path.clone()),
            (None, Some(address), false) => Upstream::Tcp(address.clone()),
            (None, None, true) => Upstream::Stdio,
            _ => return Err(Error::usage("it takes one of --socket, --tcp and --stdio")),
        };
        if self.answer {
            return match (&upstream, self.port, self.stay || self.address_file.is_some()) {
                (Upstream::Socket(_) | Upstream::Tcp(_), None, false) => {
                    answer::answer(&upstream, &self.command)
                }
                _ => Err(Error::usage("--answer takes --socket or --tcp, and a command")),
            };
        }
        #[cfg(unix)]
        if let Some(process) = self.for_process {
            return command::serve(upstream, self, process);
        } else if !self.command.is_empty() {
            return command::run(&upstream, self, &self.command);
        }
        if !self.command.is_empty() {
            return Err(Error::usage("a relay for a command is for Unix"));
        }
        self.listen(upstream, say)
    }

    fn listen(&self, upstream: Upstream, say: &dyn Fn(&str)) -> Result<(), Error> {
        let port = self.port.ok_or_else(|| Error::usage("it needs --port, or a command behind --"))?;
        if self.address_file.is_some() && matches!(upstream, Upstream::Tcp(_)) {
            return Err(Error::usage(
                "--address-file is for --socket and --stdio: a port wants the path of daypass serve",
            ));
        }
        upstream.judge().map_err(|error| Error::io(&upstream, &error))?;
        if !self.stay {
            own_process::end_with_parent();
        }
        let failed = |error| Error::io(format!("port {port} of 127.0.0.1"), &error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let paths = self.paths(port)?;
        say(&format!("Relaying 127.0.0.1:{port} to {upstream}."));
        let ask = match upstream {
            Upstream::Stdio => answer::other_end(),
            upstream => Arc::new(move |request: &_| upstream.ask(request)),
        };
        listen::serve(&listener, &paths, &ask)
    }

    /// Returns the paths that are handed on, and writes the address of the one.
    #[cfg(unix)]
    fn paths(&self, port: u16) -> Result<Paths, Error> {
        let Some(file) = &self.address_file else { return Ok(Paths::Secret) };
        let path = address_file::kept(file)?;
        address_file::write(file, port, &path)?;
        Ok(Paths::One(path))
    }

    #[cfg(not(unix))]
    fn paths(&self, _: u16) -> Result<Paths, Error> {
        match &self.address_file {
            None => Ok(Paths::Secret),
            Some(_) => Err(Error::usage("--address-file is for Unix")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn parsed(words: &str) -> Result<Options, Error> {
        Options::parse(words.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_that_do_not_fit_together_are_refused() {
        for words in [
            "",
            "--port 1",
            "--socket /s",
            "--socket /s --tcp 127.0.0.1:1 --port 0",
            "--stdio",
            "--stdio -- true",
            "--stdio --answer",
            "--socket /s --answer --port 1",
            "--socket /s --answer --address-file /f",
            "--tcp 127.0.0.1:1 --port 0 --address-file /f",
            "--tcp 127.0.0.1:1 -- true",
        ] {
            let error = parsed(words).expect("good words").start(&|_| {}).expect_err(words);
            assert!(error.is_usage(), "{words}: {error}");
        }
        let error =
            parsed("--tcp nonsense --port 0").expect("good words").start(&|_| {}).expect_err("no port");
        assert_eq!(error.to_string(), "nonsense: it needs a port, as in 127.0.0.1:4242");
    }
}
