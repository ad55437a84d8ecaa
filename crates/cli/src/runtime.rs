//! The runtime of a command. A signal ends the command after the exchange with AWS that is in progress, and the message says
//! what the command had changed.

use crate::{context::Context, exit::Exit, report::Report};
use std::{future::Future, time::Duration};
use tokio::runtime::{Builder, Runtime};

/// How long a signal is delayed for AWS's answer to a refresh.
const SETTLE_WAIT: Duration = Duration::from_secs(10);

/// Creates a runtime on this thread.
pub(crate) fn runtime() -> Result<Runtime, Report> {
    let made = Builder::new_current_thread().enable_all().build();
    made.map_err(|error| Report::new(Exit::Failed, "cannot start the runtime").cause(&error))
}

impl Context {
    /// Runs a future on a runtime of its own, until it ends or a signal ends it. After a signal, an exchange with AWS is
    /// waited for until its answer is on disk.
    pub(crate) fn block_on<T>(&self, future: impl Future<Output = Result<T, Report>>) -> Result<T, Report> {
        let runtime = runtime()?;
        let listening = self.signals.listen();
        runtime.block_on(async {
            let exit = tokio::select! {
                // The signals come first, so that Ctrl-C counts before the future asks its first question.
                biased;
                signal = listening.next() => signal.into(),
                result = future => match listening.noted() {
                    None => return result,
                    Some(signal) => signal.into(),
                },
            };
            self.ui.end_progress();
            self.settle().await;
            Err(Report::ended_by(exit, &[]))
        })
    }

    /// Waits for the exchanges with AWS that are in progress, for a limited time.
    pub(crate) async fn settle(&self) {
        if self.exchanges.is_idle() {
            return;
        }
        self.ui.say("Waiting for AWS's answer, which must not be lost …");
        if tokio::time::timeout(SETTLE_WAIT, self.exchanges.settle()).await.is_err() {
            self.ui.warn("AWS did not answer in time; the next command may ask for a new sign-in");
        }
    }

    /// Adds the changes made so far to the report of an interruption; any other report stays as it is.
    pub(crate) fn with_changes_made(&self, report: Report) -> Report {
        if report.is_interruption() { Report::ended_by(report.exit(), &self.changes.list()) } else { report }
    }
}
