//! Which signals have their default action at the moment, and which was noted instead.

use daypass_transport::Watch;
#[cfg(unix)]
use signal_hook::consts::SIGXFSZ;
#[cfg(unix)]
use std::sync::OnceLock;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// A signal that ends the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the signals that end a program in order; a program has an exit code for each"
)]
pub enum Signal {
    /// SIGHUP, 1: the terminal is gone.
    HangUp,
    /// SIGINT, 2: Ctrl-C.
    Interrupt,
    /// SIGTERM, 15.
    Terminate,
}

impl Signal {
    /// Returns the number of the signal; a shell expects the exit code 128 more.
    pub fn number(self) -> u8 {
        match self {
            Self::HangUp => 1,
            Self::Interrupt => 2,
            Self::Terminate => 15,
        }
    }
}

/// What each signal does at the moment.
#[derive(Debug)]
pub struct Signals {
    /// A person sees the messages of this process.
    #[cfg_attr(
        not(unix),
        expect(dead_code, reason = "there is no handler to install and no list of ignored signals")
    )]
    is_attended: bool,
    /// What Linux told of this process before a handler was installed.
    #[cfg(unix)]
    ignored: OnceLock<Option<u64>>,
    /// SIGTERM and SIGHUP have their default action.
    free: Arc<AtomicBool>,
    /// SIGINT has its default action.
    interrupt_free: Arc<AtomicBool>,
    /// The last signal that was noted instead; 0 for none.
    noted: Arc<AtomicUsize>,
    #[cfg_attr(
        not(unix),
        expect(dead_code, reason = "there is no handler to install and no list of ignored signals")
    )]
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
pub fn fail_beyond_limits() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(SIGXFSZ, Arc::default()));
}

impl Signals {
    /// Creates the signals of this process; each has its default action until [`Signals::listen`].
    ///
    /// `is_attended` says whether standard error is a terminal: where the system does not tell which signals were ignored at
    /// the start, as `nohup` ignores SIGHUP, SIGHUP counts as ignored without a terminal.
    pub fn new(is_attended: bool) -> Self {
        Self {
            is_attended,
            #[cfg(unix)]
            ignored: OnceLock::new(),
            free: Arc::default(),
            interrupt_free: Arc::default(),
            noted: Arc::default(),
            installed: AtomicBool::default(),
            handed_over: AtomicBool::default(),
        }
    }

    /// Takes the signals over until the result is dropped; then SIGINT has its default action again.
    pub fn listen(&self) -> Listening<'_> {
        self.interrupt_free.store(false, Ordering::SeqCst);
        #[cfg(unix)]
        if !self.installed.swap(true, Ordering::SeqCst) {
            self.free.store(true, Ordering::SeqCst);
            self.install();
        }
        Listening(self)
    }

    /// Hands every signal over to the caller, who ends in order, for the rest of the process.
    pub fn hand_over(&self) -> Listening<'_> {
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
        for (number, signal, free) in [
            (SIGINT, Signal::Interrupt, &self.interrupt_free),
            (SIGTERM, Signal::Terminate, &self.free),
            (SIGHUP, Signal::HangUp, &self.free),
        ] {
            if self.is_ignored(signal) {
                continue;
            }
            // If a handler cannot be installed, the signal keeps its default action.
            let noted = flag::register_usize(number, Arc::clone(&self.noted), signal.number().into());
            drop(noted.and_then(|_| flag::register_conditional_default(number, Arc::clone(free))));
        }
    }

    /// Whether the signal was ignored when this process started, as by `nohup`, or by a shell for a process in the
    /// background. Linux shows that in /proc.
    #[cfg(unix)]
    fn is_ignored(&self, signal: Signal) -> bool {
        let read = || std::fs::read("/proc/self/status").unwrap_or_default();
        let ignored = || cfg!(target_os = "linux").then(|| ignored_signals(&read()));
        is_ignored(signal, *self.ignored.get_or_init(ignored), self.is_attended)
    }
}

/// The signals that were ignored when this process started, a bit each, by its status.
#[cfg(unix)]
fn ignored_signals(status: &[u8]) -> u64 {
    let mut lines = status.split(|byte| *byte == b'\n');
    let mask = lines.find_map(|line| str::from_utf8(line.strip_prefix(b"SigIgn:")?).ok());
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

/// Whether a signal was ignored, by the bits of those that were. Without them, SIGHUP
/// counts as ignored where nobody attends.
#[cfg(unix)]
fn is_ignored(signal: Signal, ignored: Option<u64>, is_attended: bool) -> bool {
    match ignored {
        Some(ignored) => ignored & (1 << (signal.number() - 1)) != 0,
        None => signal == Signal::HangUp && !is_attended,
    }
}

/// Listens for the signals.
#[derive(Debug)]
pub struct Listening<'a>(&'a Signals);

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.0.interrupt_free.store(!self.0.handed_over.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

impl Listening<'_> {
    /// Returns the signal that was noted, if there is one.
    pub fn noted(&self) -> Option<Signal> {
        match self.0.noted.load(Ordering::SeqCst) {
            0 => None,
            1 => Some(Signal::HangUp),
            15 => Some(Signal::Terminate),
            _ => Some(Signal::Interrupt),
        }
    }

    /// Waits for a signal that does not end the process by itself; one that was noted before counts.
    pub async fn next(&self) -> Signal {
        #[cfg(unix)]
        {
            use tokio::signal::unix::SignalKind;
            tokio::select! {
                () = self.heard(SignalKind::interrupt(), Signal::Interrupt) => Signal::Interrupt,
                () = self.heard(SignalKind::terminate(), Signal::Terminate) => Signal::Terminate,
                () = self.heard(SignalKind::hangup(), Signal::HangUp) => Signal::HangUp,
            }
        }
        #[cfg(not(unix))]
        {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            Signal::Interrupt
        }
    }

    #[cfg(unix)]
    async fn heard(&self, kind: tokio::signal::unix::SignalKind, signal: Signal) {
        if !self.0.is_ignored(signal)
            && let Ok(mut signals) = tokio::signal::unix::signal(kind)
            && (self.noted() == Some(signal) || signals.recv().await.is_some())
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Signal, ignored_signals, is_ignored};

    const ALL: [Signal; 3] = [Signal::HangUp, Signal::Interrupt, Signal::Terminate];

    #[test]
    fn a_signal_was_ignored_by_the_status_or_by_who_attends() {
        for (status, is_attended, expected) in [
            (Some("Name:\tx\nSigIgn:\t0000000000000001\n"), true, [true, false, false]),
            (Some("SigBlk:\tffff\nSigIgn:\t0000000000000002\n"), true, [false, true, false]),
            (Some("SigIgn:\t0000000000004000\n"), false, [false, false, true]),
            (Some("SigIgn:\t0000000000004003\n"), true, [true, true, true]),
            (Some("SigIgn:\tffffffffffffbffc\n"), true, [false, false, false]),
            (Some("SigIgn:\tx\n"), false, [false, false, false]),
            (Some(""), false, [false, false, false]),
            // No system but Linux tells.
            (None, true, [false, false, false]),
            (None, false, [true, false, false]),
        ] {
            assert_eq!(
                ALL.map(|signal| {
                    is_ignored(
                        signal,
                        status.map(|status: &str| ignored_signals(status.as_bytes())),
                        is_attended,
                    )
                }),
                expected,
                "{status:?} {is_attended}"
            );
        }
    }
}
