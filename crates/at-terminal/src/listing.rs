//! The progress of a listing, its waits, and the accounts that it could not list.

use daypass_inventory::{ListedAccount, Observer, Progress, Wait, unlisted_in_words};
use daypass_terminal::Terminal;

/// How many accounts a warning names.
const NAMED: usize = 5;

/// Shows a listing on a terminal; end it by [`ListingAtTerminal::end`].
#[derive(Debug)]
pub struct ListingAtTerminal<'a> {
    terminal: &'a Terminal,
    to_start_anew: &'a str,
    has_told_throttling: bool,
}

impl<'a> ListingAtTerminal<'a> {
    /// Creates what shows one listing. `to_start_anew` is how the program is told not to resume, such as `--refresh`.
    pub fn new(terminal: &'a Terminal, to_start_anew: &'a str) -> Self {
        Self { terminal, to_start_anew, has_told_throttling: false }
    }

    /// Ends the progress line, and warns of the accounts whose roles could not be listed.
    pub fn end(&self, accounts: &[ListedAccount]) {
        self.terminal.end_progress();
        warn_of_unlisted(self.terminal, accounts);
    }
}

/// Warns of the accounts whose roles could not be listed.
pub fn warn_of_unlisted(terminal: &Terminal, accounts: &[ListedAccount]) {
    for sentence in unlisted_in_words(accounts, NAMED) {
        terminal.warn(sentence);
    }
}

impl Observer for ListingAtTerminal<'_> {
    fn resumes(&mut self, accounts: usize) {
        self.terminal.say(format!(
            "Resuming the interrupted listing: {accounts} accounts are known ({} starts anew).",
            self.to_start_anew
        ));
    }

    fn not_cached(&mut self, error: &daypass_files::Error) {
        self.terminal.log(1, format!("cannot cache the listing: {error}"));
    }

    fn progress(&mut self, progress: &Progress) {
        if self.terminal.animates() {
            self.terminal.progress(progress.to_string());
        }
    }

    fn waits(&mut self, wait: &Wait) {
        if let Some(sentence) = self.sentence(wait) {
            self.terminal.end_progress();
            self.terminal.say(sentence);
        }
    }
}

impl ListingAtTerminal<'_> {
    fn sentence(&mut self, wait: &Wait) -> Option<String> {
        match wait {
            // One line for the many calls of a listing; the progress line shows the limit, too.
            Wait::Throttled { at_most } if !self.has_told_throttling => {
                self.has_told_throttling = true;
                Some(format!(
                    "The portal limits the rate of requests: continuing at the rate that it allows, independent of AWS_MAX_ATTEMPTS, \
                     for up to {} s without an answer.",
                    at_most.as_secs()
                ))
            }
            Wait::Retry { message, attempts, at_most, .. } => {
                Some(format!("{message}; trying again ({attempts} of {at_most} attempts failed)."))
            }
            _ => None,
        }
    }
}
