//! What the relay is to do, from the words of a command line.

use crate::error::Error;
use std::{ffi::OsString, path::PathBuf};

/// What the relay is to do. [`Options::start`] does it.
///
/// ```
/// use daypass_relay::Options;
///
/// let mut options = Options::default();
/// options.socket = Some("/run/daypass/dev.sock".into());
/// options.stdio = true;
/// let error = options.start(&|_ready| {}).unwrap_err();
/// assert_eq!(error.to_string(), "it takes one of --socket, --tcp and --stdio");
/// assert!(error.is_usage());
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// The endpoint is at this unix socket.
    pub socket: Option<PathBuf>,
    /// The endpoint is at this name and port.
    pub tcp: Option<String>,
    /// The endpoint is at the other end of standard input and output, where a relay with `answer` stands.
    pub stdio: bool,
    /// Listen on this port of 127.0.0.1; 0 takes a free one.
    pub port: Option<u16>,
    /// Go on when the process that started the relay has ended, as in the start command of a container.
    pub stay: bool,
    /// Listen at a path of the relay's own, and write the address into this file. The path of a file that is there is kept.
    pub address_file: Option<PathBuf>,
    /// Do not listen: answer a relay with `stdio` on standard input and output, or on those of the command.
    pub answer: bool,
    /// Serve this command: its words.
    pub command: Vec<OsString>,
    /// The value of AWS_CONTAINER_CREDENTIALS_FULL_URI, if it is set.
    pub address: Option<String>,
    /// Serve the listener on standard input for this process; the relay starts itself so.
    pub for_process: Option<u32>,
    /// The words between this program's name and the relay's options, with which the relay starts itself.
    pub own_words: Vec<String>,
}

/// Hides the address, which is secret.
impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("socket", &self.socket)
            .field("tcp", &self.tcp)
            .finish_non_exhaustive()
    }
}

impl Options {
    /// Reads the words of `daypass-relay`, its name left out.
    ///
    /// # Errors
    /// Fails if a word is unknown or lacks its value.
    pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Self, Error> {
        let (mut options, mut words) = (Self::default(), words.into_iter());
        while let Some(word) = words.next() {
            let flag = word.to_str().unwrap_or_default().to_owned();
            let mut value = || words.next().ok_or_else(|| Error::usage(format!("{flag} needs a value")));
            let number = |value: OsString| {
                let number = value.to_str().and_then(|value| value.parse().ok());
                number.ok_or_else(|| Error::usage(format!("{} is no number", value.display())))
            };
            match flag.as_str() {
                "--socket" => options.socket = Some(value()?.into()),
                "--tcp" => options.tcp = Some(value()?.to_string_lossy().into_owned()),
                "--stdio" => options.stdio = true,
                "--port" => {
                    let port = u16::try_from(number(value()?)?);
                    options.port = Some(port.map_err(|_| Error::usage("a port has up to 65535"))?);
                }
                "--address-file" => options.address_file = Some(value()?.into()),
                "--stay" => options.stay = true,
                "--answer" => options.answer = true,
                "--for-process" => options.for_process = Some(number(value()?)?),
                "--" => options.command = words.by_ref().collect(),
                _ => return Err(Error::usage(format!("unknown word {}", word.display()))),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &str) -> Result<Options, Error> {
        Options::parse(words.split_whitespace().map(OsString::from))
    }

    #[test]
    fn words_are_read() {
        let options = parsed("--socket /s --port 9911 --stay -- aws --port x").expect("good words");
        assert_eq!((options.socket, options.port, options.stay), (Some("/s".into()), Some(9911), true));
        assert_eq!(options.command, ["aws", "--port", "x"]);
        for words in ["--socket", "--port x", "--port 65536", "--nonsense", "aws", "--for-process -1"] {
            assert!(parsed(words).is_err_and(|error| error.is_usage()), "{words}");
        }
    }
}
