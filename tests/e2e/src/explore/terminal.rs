//! A command on a terminal of its own, with a person who waits for a question and gives up at it.

use super::{place::Place, running::Seen};
use rustix::termios;
use std::{
    fs::File,
    io::{self, Write as _},
    thread,
    time::{Duration, Instant},
};

/// How long the output must be quiet before its last line counts as a question.
const QUIET: Duration = Duration::from_millis(400);
/// The time after which a command counts as hanging.
const LIMIT: Duration = Duration::from_secs(25);

impl Place {
    /// Runs daypass on a terminal; standard output and standard error are one there.
    pub(super) fn on_terminal(&mut self, words: &[String]) -> Result<Seen, String> {
        use expectrl::{process::unix::WaitStatus, session::OsSession};
        let before = self.snapshot();
        let mut command = self.interruptible(words);
        command.env("TERM", "xterm-256color");
        let mut session = OsSession::spawn(command).map_err(|error| error.to_string())?;
        let terminal = session.get_process().get_raw_handle().map_err(|error| error.to_string())?;
        keep_output(&terminal).map_err(|error| error.to_string())?;
        let (start, mut heard) = (Instant::now(), Instant::now());
        let (mut text, mut buffer, mut hung) = (Vec::new(), [0; 4096], false);
        // Whoever is told how a child ended is told once.
        let mut end = None;
        loop {
            match session.try_read(&mut buffer) {
                // The other end is closed: so Linux says it, and so others do.
                Ok(0) => break,
                Ok(length) => {
                    text.extend_from_slice(buffer.get(..length).unwrap_or_default());
                    heard = Instant::now();
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if end.is_none() {
                        let status = session.get_process().status().ok();
                        end = status.filter(|status| *status != WaitStatus::StillAlive);
                        heard = end.map_or(heard, |_| Instant::now());
                    } else if heard.elapsed() > QUIET {
                        // What it said last comes late where the machine is busy; another may hold the terminal.
                        break;
                    }
                    if start.elapsed() > LIMIT {
                        hung = true;
                        let _gone = session.get_process_mut().exit(true);
                        break;
                    }
                    if end.is_none() && heard.elapsed() > QUIET {
                        // Ctrl-C, as a person who does not know the answer.
                        drop(session.write_all(b"\x03"));
                        heard = Instant::now();
                    }
                    thread::sleep(Duration::from_millis(2));
                }
                Err(_) => break,
            }
        }
        let code = match end.or_else(|| session.get_process().wait().ok()) {
            Some(WaitStatus::Exited(_, code)) => Some(code),
            // Before it had begun to listen.
            Some(WaitStatus::Signaled(_, signal, _)) if signal as i32 == 2 => Some(130),
            _ => None,
        };
        let stdout = String::from_utf8_lossy(&text).into_owned();
        let changed = self.changed(&before);
        Ok(Seen { words: words.to_owned(), code, stdout, stderr: String::new(), hung, changed })
    }
}

/// A terminal drops what it has not shown yet when Ctrl-C comes: now and then the last words of a program that had just
/// ended. Here it does not.
fn keep_output(terminal: &File) -> io::Result<()> {
    let mut modes = termios::tcgetattr(terminal)?;
    modes.local_modes |= termios::LocalModes::NOFLSH;
    Ok(termios::tcsetattr(terminal, termios::OptionalActions::Now, &modes)?)
}
