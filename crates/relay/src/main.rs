//! `daypass-relay`: the relay as a small program of its own, to be put into a container.

use daypass_relay::{Error, Options};
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

const HELP: &str = "\
Listens on 127.0.0.1 and hands requests for AWS credentials to an endpoint outside, such as daypass serve.

daypass-relay --socket PATH | --tcp HOST:PORT  -- COMMAND ...      for one command
daypass-relay --socket PATH | --tcp HOST:PORT | --stdio  --port N  for all programs
daypass-relay --answer  --socket PATH | --tcp HOST:PORT  -- COMMAND ...

  --socket PATH    the endpoint is at a unix socket, as that of daypass serve --socket
  --tcp HOST:PORT  the endpoint is at a port, as that of daypass serve
  --stdio          the endpoint is at the other end of standard input and output: a relay with --answer
  --port N         listen on this port of 127.0.0.1
  --address-file F listen at a path of the relay's own, and write the address into F
  --stay           go on when the process that started the relay has ended
  --answer         do not listen: answer a relay with --stdio, on standard input and output or on those of COMMAND
";

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1).peekable();
    if words.peek().is_none_or(|word| word == "--help" || word == "-h") {
        tell(HELP);
        return ExitCode::SUCCESS;
    }
    match Options::parse(words).and_then(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("daypass-relay: {error}\n"));
            ExitCode::from(if error.is_usage() { 2 } else { 1 })
        }
    }
}

fn start(mut options: Options) -> Result<(), Error> {
    options.address = std::env::var("AWS_CONTAINER_CREDENTIALS_FULL_URI").ok();
    options.start(&|ready| tell(&format!("{ready}\n")))
}

/// Writes to standard error; standard output carries requests.
fn tell(text: &str) {
    // Nobody may read it.
    let _closed = io::stderr().write_all(text.as_bytes());
}
