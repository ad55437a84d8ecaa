//! SIGINT, SIGTERM and SIGHUP end the program, but not during an exchange with AWS.
//!
//! A refresh token may be good for one use. So from the request that carries it until the answer is on disk, a signal is only
//! noted; the program ends after that. At all other times SIGTERM and SIGHUP keep their default action, so that code that
//! waits for a person or a process need not listen for them. A signal that is ignored when the program starts, as by
//! `nohup`, stays ignored.

use crate::exit::Exit;
use daypass_credentials::Watch;
#[cfg(unix)]
use signal_hook::consts::SIGXFSZ;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// What each signal does at the moment.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    /// SIGTERM and SIGHUP have their default action.
    free: Arc<AtomicBool>,
    /// SIGINT has its default action.
    interrupt_free: Arc<AtomicBool>,
    /// The last signal that was noted instead; 0 for none.
    noted: Arc<AtomicUsize>,
    installed: AtomicBool,
    /// The caller of `hand_over` listens.
    handed_over: AtomicBool,
}

impl Watch for Signals {
    fn in_progress(&self, count: usize) {
        self.free.store(count == 0 && !self.handed_over.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

/// Makes a write beyond the limit on file sizes (`ulimit -f`) fail, as on a full disk, instead of ending the process.
/// Child processes have the default action.
pub(crate) fn fail_beyond_limits() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(SIGXFSZ, Arc::default()));
}

impl Signals {
    /// Takes the signals over until the result is dropped; then SIGINT has its default action again.
    pub(crate) fn listen(&self) -> Listening<'_> {
        self.interrupt_free.store(false, Ordering::SeqCst);
        #[cfg(unix)]
        if !self.installed.swap(true, Ordering::SeqCst) {
            self.free.store(true, Ordering::SeqCst);
            self.install();
        }
        Listening(self)
    }

    /// Hands every signal over to the caller, who ends in order, for the rest of the process.
    pub(crate) fn hand_over(&self) -> Listening<'_> {
        self.handed_over.store(true, Ordering::SeqCst);
        let listening = self.listen();
        self.free.store(false, Ordering::SeqCst);
        listening
    }

    #[cfg(unix)]
    fn install(&self) {
        use signal_hook::{
            consts::{SIGHUP, SIGINT, SIGTERM},
            flag,
        };
        for (signal, number, free) in
            [(SIGINT, 2, &self.interrupt_free), (SIGTERM, 15, &self.free), (SIGHUP, 1, &self.free)]
        {
            if is_ignored(number) {
                continue;
            }
            // If a handler cannot be installed, the signal keeps its default action.
            let noted = flag::register_usize(signal, Arc::clone(&self.noted), number);
            drop(noted.and_then(|_| flag::register_conditional_default(signal, Arc::clone(free))));
        }
    }
}

/// Listens for the signals.
#[derive(Debug)]
pub(crate) struct Listening<'a>(&'a Signals);

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.0.interrupt_free.store(!self.0.handed_over.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

impl Listening<'_> {
    /// The exit code of the signal that was noted, if there is one.
    pub(crate) fn noted(&self) -> Option<Exit> {
        match self.0.noted.load(Ordering::SeqCst) {
            0 => None,
            1 => Some(Exit::HungUp),
            15 => Some(Exit::Terminated),
            _ => Some(Exit::Interrupted),
        }
    }

    /// Waits for a signal that does not end the process by itself; one that was noted before counts.
    pub(crate) async fn next(&self) -> Exit {
        #[cfg(unix)]
        {
            use tokio::signal::unix::SignalKind;
            tokio::select! {
                () = self.heard(SignalKind::interrupt(), 2) => Exit::Interrupted,
                () = self.heard(SignalKind::terminate(), 15) => Exit::Terminated,
                () = self.heard(SignalKind::hangup(), 1) => Exit::HungUp,
            }
        }
        #[cfg(not(unix))]
        {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            Exit::Interrupted
        }
    }

    #[cfg(unix)]
    async fn heard(&self, kind: tokio::signal::unix::SignalKind, number: usize) {
        if !is_ignored(number)
            && let Ok(mut signals) = tokio::signal::unix::signal(kind)
            && (self.0.noted.load(Ordering::SeqCst) == number || signals.recv().await.is_some())
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

/// Whether the signal was ignored when this process started, as by `nohup`, or by a shell for a process in the background.
/// Linux shows that in /proc, a bit for each signal. Elsewhere SIGHUP counts as ignored if standard error is not a
/// terminal, as with `nohup`.
#[cfg(unix)]
fn is_ignored(number: usize) -> bool {
    if !cfg!(target_os = "linux") {
        return number == 1 && !daypass_terminal::stderr_is_terminal();
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (number - 1)) != 0)
}
