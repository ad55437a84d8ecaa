//! The runtime that a command works on, and how a signal ends it: after an exchange with AWS, and with a true word of
//! what had been done.

use crate::{context::Context, exit::Exit, report::Report};
use std::{future::Future, time::Duration};
use tokio::runtime::{Builder, Runtime};

/// How long a signal is held off while AWS's answer to a refresh is on its way.
const SETTLE_WAIT: Duration = Duration::from_secs(10);

/// A runtime of one thread: this one.
pub(crate) fn runtime() -> Result<Runtime, Report> {
    let made = Builder::new_current_thread().enable_all().build();
    made.map_err(|error| Report::new(Exit::Failed, "cannot start the runtime").cause(&error))
}

impl Context {
    /// Runs a future on a runtime made for it, until it ends or a signal ends it. An exchange with AWS whose answer
    /// is not on disk yet is waited for first.
    pub(crate) fn block_on<T>(&self, future: impl Future<Output = Result<T, Report>>) -> Result<T, Report> {
        let runtime = runtime()?;
        let listening = self.signals.listen();
        runtime.block_on(async {
            let exit = tokio::select! {
                // First, so that Ctrl-C is listened for before the future asks its first question.
                biased;
                exit = listening.next() => exit,
                result = future => match listening.noted() {
                    None => return result,
                    Some(exit) => exit,
                },
            };
            self.ui.end_progress();
            self.settle().await;
            Err(Report::ended_by(exit, &[]))
        })
    }

    /// Waits for the exchanges that are under way, as long as an end can be put off.
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
