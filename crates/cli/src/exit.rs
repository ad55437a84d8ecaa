//! Exit codes: one table, for the code, the help and the manual.

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
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::LoginRequired => 3,
            Self::Configuration => 4,
            Self::Refused => 5,
            Self::Network => 6,
            Self::SignInDenied => 7,
            Self::Interrupted => 130,
            Self::Terminated => 143,
            Self::HungUp => 129,
            Self::Child(code) => code,
        }
    }

    /// The word for the exit code in JSON errors.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed | Self::Child(_) => "failed",
            Self::Usage => "usage",
            Self::LoginRequired => "login_required",
            Self::Configuration => "configuration",
            Self::Refused => "refused",
            Self::Network => "network",
            Self::SignInDenied => "sign_in_denied",
            Self::Interrupted | Self::Terminated | Self::HungUp => "interrupted",
        }
    }
}

/// The table of exit codes, as `--help` and the manual print it.
pub const TABLE: &str = "Exit codes: 0 done · 1 failed · 2 usage · 3 login required · 4 configuration · \
5 refused by AWS · 6 network · 7 sign-in denied or expired · 130 interrupted (129 hung up, 143 terminated); `exec` returns its child's, \
126 or 127 when it cannot start one.";
