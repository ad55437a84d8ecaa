//! Exit codes: one table, for the code, the help and the manual.

use daypass_signals::Signal;

/// The exit code of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the table is a promise to scripts; a new code is a new major version"
)]
pub enum Exit {
    /// 0: the command has done its work.
    Done,
    /// 1: the command failed for a reason without a code of its own.
    Failed,
    /// 2: the command line is wrong, or a question cannot be asked.
    Usage,
    /// 3: a sign-in is needed.
    LoginRequired,
    /// 4: the AWS configuration is incomplete or contradicts itself.
    Configuration,
    /// 5: AWS refused access.
    Refused,
    /// 6: AWS cannot be reached, or the server that answered is not AWS.
    Network,
    /// 7: the sign-in was denied or timed out.
    SignInDenied,
    /// 130: interrupted with Ctrl-C.
    Interrupted,
    /// 143: ended by SIGTERM.
    Terminated,
    /// 129: ended by SIGHUP.
    HungUp,
    /// The exit code of a child process.
    Child(u8),
}

impl Exit {
    /// The number of the exit code.
    pub fn code(self) -> u8 {
        self.row().0
    }

    /// The word for the exit code in JSON errors.
    pub fn word(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (u8, &'static str) {
        match self {
            Self::Done => (0, "done"),
            Self::Failed => (1, "failed"),
            Self::Usage => (2, "usage"),
            Self::LoginRequired => (3, "login_required"),
            Self::Configuration => (4, "configuration"),
            Self::Refused => (5, "refused"),
            Self::Network => (6, "network"),
            Self::SignInDenied => (7, "sign_in_denied"),
            Self::Interrupted => (130, "interrupted"),
            Self::Terminated => (143, "interrupted"),
            Self::HungUp => (129, "interrupted"),
            Self::Child(code) => (code, "failed"),
        }
    }
}

impl From<Signal> for Exit {
    fn from(signal: Signal) -> Self {
        match signal {
            Signal::HangUp => Self::HungUp,
            Signal::Interrupt => Self::Interrupted,
            Signal::Terminate => Self::Terminated,
        }
    }
}

/// The table of exit codes, as `--help` and the manual print it.
pub const TABLE: &str = "Exit codes: 0 done · 1 failed · 2 usage · 3 login required · 4 configuration · \
5 refused by AWS · 6 network · 7 sign-in denied or expired · 130 interrupted (129 hung up, 143 terminated); `exec` returns its child's, \
126 or 127 when it cannot start one.";
