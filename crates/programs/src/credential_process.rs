//! Runs the program of a `credential_process`: without a shell, for a limited time, with the terminal's standard error. It is
//! killed when nobody waits for it any more.

use daypass_credentials::{
    MAX_PROCESS_OUTPUT, PROCESS_TIME_LIMIT, ProcessLine, RunProcess, SourceError, SourceErrorKind,
};
use daypass_environment::Variable;
use daypass_transport::BoxFuture;
use std::{
    io::{self, Read as _},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};
use tokio::{sync::oneshot, time};

/// How often a program that has closed its output is looked after.
const PAUSE: Duration = Duration::from_millis(5);

/// Runs the programs of `credential_process` in the environment of this process.
///
/// A program is told which lines are being run, so that one that asks for itself is refused instead of started for ever.
#[derive(Debug)]
pub struct ProcessRunner {
    /// The keys of the lines by which this process was started.
    chain: String,
    /// Whether a program may ask its questions on this terminal.
    asks: bool,
}

impl ProcessRunner {
    /// Creates a runner; `chain` is the value of DAYPASS_PROCESS_CHAIN, and `asks` says whether a program may ask on this
    /// terminal.
    pub fn new(chain: String, asks: bool) -> Self {
        Self { chain, asks }
    }
}

impl RunProcess for ProcessRunner {
    fn is_within(&self, line: &ProcessLine) -> bool {
        self.chain.split(',').any(|key| key == line.cache_key().to_string())
    }

    fn run<'a>(&'a self, line: &'a ProcessLine) -> BoxFuture<'a, Result<Vec<u8>, SourceError>> {
        Box::pin(async move {
            let failed = |kind, what: &str| {
                let message = format!("credential_process of profile {} {what}", line.profile());
                let program = line.words().first().map(String::as_str).unwrap_or_default();
                SourceError::new(kind, message).with_fact("program", program)
            };
            let running = self.start(line).map_err(|error| {
                failed(SourceErrorKind::Configuration, "cannot be started").with_source(error)
            })?;
            let ended = time::timeout(PROCESS_TIME_LIMIT, running.end()).await;
            let (status, output) = ended
                .map_err(|_| failed(SourceErrorKind::Process, "took longer than a minute"))?
                .map_err(|error| failed(SourceErrorKind::Process, "cannot be read").with_source(error))?;
            if output.len() as u64 > MAX_PROCESS_OUTPUT {
                return Err(failed(SourceErrorKind::Process, "prints more than credentials"));
            }
            match status.success() {
                true => Ok(output),
                false => {
                    Err(failed(SourceErrorKind::Process, "failed").with_fact("status", status.to_string()))
                }
            }
        })
    }
}

impl ProcessRunner {
    fn start(&self, line: &ProcessLine) -> io::Result<Running> {
        let (program, arguments) = line.words().split_first().ok_or(io::ErrorKind::NotFound)?;
        let mut command = Command::new(program);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::inherit());
        command.stdin(if self.asks { Stdio::inherit() } else { Stdio::null() });
        command.env(Variable::ProcessChain.name(), format!("{},{}", self.chain, line.cache_key()));
        command.spawn().map(Running)
    }
}

/// A program that runs; dropping it kills it.
struct Running(Child);

impl Running {
    /// Waits for the end, and returns what was printed, which is cut behind the first byte too many.
    async fn end(mut self) -> io::Result<(ExitStatus, Vec<u8>)> {
        let stdout = self.0.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (sender, printed) = oneshot::channel();
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = stdout.take(MAX_PROCESS_OUTPUT + 1).read_to_end(&mut bytes);
            sender.send(read.map(|_| bytes)).is_ok()
        });
        let printed = printed.await.map_err(io::Error::other)??;
        loop {
            match self.0.try_wait()? {
                Some(status) => return Ok((status, printed)),
                // Whoever prints more is killed by the drop: it would wait for its output to be read.
                None if printed.len() as u64 > MAX_PROCESS_OUTPUT => {
                    return Ok((ExitStatus::default(), printed));
                }
                None => time::sleep(PAUSE).await,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended is not there to be killed.
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}
