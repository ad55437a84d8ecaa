//! Runs a program that keeps keys: without a shell, for a limited time, and without the terminal where nobody is asked.

use daypass_key_holders::{HelperCall, HelperOutput, MAX_HELPER_OUTPUT, Questions, RunFailure, RunHelper};
use std::{
    io::{self, Read as _, Write as _},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

/// How often a program that has closed its output is looked after.
const PAUSE: Duration = Duration::from_millis(5);

/// Runs programs that keep keys, in the environment of this process.
///
/// A program that may ask nobody is started in a process group of its own, so that it cannot read from the terminal, and is
/// killed with that group when its time is over.
#[derive(Debug)]
pub struct HelperRunner {
    /// Sleeps between looks at a program that has closed its output.
    pause: fn(Duration),
}

impl HelperRunner {
    /// Creates a runner that sleeps by this function.
    pub fn new(pause: fn(Duration)) -> Self {
        Self { pause }
    }
}

impl RunHelper for HelperRunner {
    fn run(&self, call: &HelperCall<'_>) -> Result<HelperOutput, RunFailure> {
        let mut child = start(call).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => RunFailure::NotFound,
            _ => RunFailure::Io(error),
        })?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut input = HelperOutput { success: true, printed: Vec::new().into() };
        input.printed.extend(call.input);
        thread::spawn(move || {
            // One that reads nothing has its reasons, and its answer.
            drop(stdin.map(|mut stdin| stdin.write_all(&input.printed)));
        });
        let child = Arc::new(Mutex::new(child));
        let (sender, ended) = mpsc::channel();
        let (reader, pause) = (Arc::clone(&child), self.pause);
        thread::spawn(move || {
            let mut printed = Vec::new();
            let read = stdout.map(|stdout| stdout.take(MAX_HELPER_OUTPUT + 1).read_to_end(&mut printed));
            let printed = printed.into();
            let ended = read.transpose().and_then(|_| {
                loop {
                    // One that prints more waits for its output to be read: it is killed.
                    let status = reader.lock().unwrap_or_else(PoisonError::into_inner).try_wait()?;
                    match status {
                        Some(status) => break Ok(HelperOutput { success: status.success(), printed }),
                        None if printed.len() as u64 > MAX_HELPER_OUTPUT => {
                            break Ok(HelperOutput { success: false, printed });
                        }
                        None => pause(PAUSE),
                    }
                }
            });
            drop(sender.send(ended));
        });
        let output = ended.recv_timeout(call.time_limit);
        end(&mut child.lock().unwrap_or_else(PoisonError::into_inner), call.questions);
        output.map_err(|_| RunFailure::TimedOut)?.map_err(RunFailure::Io)
    }
}

fn start(call: &HelperCall<'_>) -> io::Result<Child> {
    let (program, arguments) = call.words.split_first().ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    match call.questions {
        Questions::Allowed => drop(command.stderr(Stdio::inherit())),
        Questions::Forbidden => {
            command.stderr(Stdio::null());
            // In the background: the system stops one that would read from the terminal, until its time is over.
            #[cfg(unix)]
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
        }
    }
    command.spawn()
}

/// Ends a program that is still there, with what it has started.
fn end(child: &mut Child, questions: Questions) {
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    #[cfg(unix)]
    if questions == Questions::Forbidden
        && let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)
    {
        let _gone = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = questions;
    let _gone = child.kill();
    let _status = child.wait();
}
