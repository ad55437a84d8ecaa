//! What an examination reports: a stable code, the fault and its place, the affected tools, and the fix or a manual step.

use daypass_config_parse::{Code, FileKind, SectionName};
use daypass_sso_types::Remedy;
use std::path::{Path, PathBuf};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "callers show each with a sign of its own")]
pub enum Severity {
    /// The configuration works and could be better.
    Note,
    /// A tool does something other than was intended.
    Warning,
    /// A tool does not work or uses another identity.
    Error,
}

impl Severity {
    /// Returns `note`, `warning` or `error`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A fix that a program makes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "whoever makes fixes has to know each")]
pub enum Fix {
    /// Restricts a file or folder to its owner: the path and the new mode.
    Close(PathBuf, u32),
    /// Renames a damaged cache file so that no tool reads it.
    SetAside(PathBuf),
    /// Removes a file that no tool needs.
    Remove(PathBuf),
    /// Removes the temporary files of killed writers from a cache folder.
    Sweep(PathBuf),
    /// Rewrites a token file with times and types that every SDK reads.
    Rewrite(PathBuf),
    /// Fixes the lines of a config file that have this code.
    Line(FileKind, Code),
    /// Turns keys of a section into comments, in the file that has them.
    CommentOut {
        /// The section.
        section: SectionName,
        /// The keys.
        keys: Vec<String>,
    },
    /// Sets a key of some profiles.
    Set {
        /// The key.
        key: &'static str,
        /// The names of the profiles, each with its value.
        values: Vec<(String, String)>,
    },
    /// Sets `endpoint_url` of a service in a services block.
    SetEndpoint {
        /// The name of the services block.
        services: String,
        /// The service, such as `sso_oidc`.
        key: &'static str,
        /// The endpoint URL.
        value: String,
    },
    /// Converts legacy profiles to profiles with `sso_session`.
    Convert {
        /// The names of the profiles.
        profiles: Vec<String>,
    },
}

impl Fix {
    /// Says whether the fix may be made without naming its code, because it loses nothing that a tool can read.
    pub fn is_safe(&self) -> bool {
        matches!(
            self,
            Self::Close(..) | Self::SetAside(_) | Self::Remove(_) | Self::Sweep(_) | Self::Rewrite(_)
        )
    }
}

/// A step that a person takes for a finding that doctor does not fix.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ManualStep {
    /// A remedy that errors have, too.
    Remedy(Remedy),
    /// Unset variables of the environment.
    UnsetVariables(Vec<&'static str>),
    /// Set a variable of the environment.
    SetVariable {
        /// The name of the variable.
        name: &'static str,
        /// The value to set.
        value: String,
    },
    /// Sign in to every session again.
    SignInToAll,
    /// Rename a file or folder that is in the way.
    MoveAside(PathBuf),
    /// Give the owner access to a file or folder.
    OpenToOwner(PathBuf),
    /// Change the owner of a folder and its contents.
    ChangeOwner {
        /// The folder.
        path: PathBuf,
        /// The user id of the new owner.
        owner: u32,
    },
    /// Set the machine's clock.
    SetClock,
}

impl ManualStep {
    /// Returns the words of the system command that takes the step, on Windows of PowerShell; `None` if daypass or an AWS tool takes it.
    ///
    /// ```
    /// use daypass_findings::ManualStep;
    ///
    /// let step = ManualStep::UnsetVariables(vec!["AWS_PROFILE"]);
    /// let expected = if cfg!(windows) { ["Remove-Item", "Env:AWS_PROFILE"] } else { ["unset", "AWS_PROFILE"] };
    /// assert_eq!(step.system_command().expect("a command"), expected);
    /// assert_eq!(ManualStep::SignInToAll.system_command(), None);
    /// ```
    pub fn system_command(&self) -> Option<Vec<String>> {
        let shown = |path: &Path| path.display().to_string();
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        Some(match self {
            Self::Remedy(_) | Self::SignInToAll => return None,
            Self::UnsetVariables(names) if cfg!(windows) => std::iter::once("Remove-Item".to_owned())
                .chain(names.iter().map(|name| format!("Env:{name}")))
                .collect(),
            Self::UnsetVariables(names) => words(&[&["unset"], names.as_slice()].concat()),
            Self::SetVariable { name, value } if cfg!(windows) => {
                words(&["Set-Item", &format!("Env:{name}"), value])
            }
            Self::SetVariable { name, value } => words(&["export", &format!("{name}={value}")]),
            Self::MoveAside(path) if cfg!(windows) => {
                words(&["Move-Item", &shown(path), &format!("{}.old", shown(path))])
            }
            Self::MoveAside(path) => words(&["mv", &shown(path), &format!("{}.old", shown(path))]),
            Self::OpenToOwner(path) => {
                words(&["chmod", if path.is_dir() { "u+rwx" } else { "u+rw" }, &shown(path)])
            }
            Self::ChangeOwner { path, owner } => {
                words(&["sudo", "chown", "-R", &owner.to_string(), &shown(path)])
            }
            Self::SetClock => words(match std::env::consts::OS {
                "macos" => &["sudo", "sntp", "-sS", "time.apple.com"],
                "windows" => &["w32tm", "/resync"],
                _ => &["sudo", "timedatectl", "set-ntp", "true"],
            }),
        })
    }
}

/// A fault that a check found. It never quotes values from files, which can be secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The code, such as `P505`; `docs/doctor.md` explains all codes.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The fault, in one sentence without a full stop.
    pub message: String,
    /// The file that has the fault.
    pub file: Option<PathBuf>,
    /// The line in that file, from 1.
    pub line: Option<usize>,
    /// Which tools are affected, and how.
    pub affects: String,
    /// The profile, session or services block that has the fault.
    pub section: Option<SectionName>,
    /// The fix that doctor makes, if there is one.
    pub fix: Option<Fix>,
    /// The step that a person takes if doctor makes no fix.
    pub step: Option<ManualStep>,
}

impl Finding {
    /// Creates a finding without a place.
    pub fn new(code: impl Into<String>, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity,
            message: message.into(),
            file: None,
            line: None,
            affects: String::new(),
            section: None,
            fix: None,
            step: None,
        }
    }

    /// Creates a finding: a tool does not work or uses another identity.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Creates a finding: a tool does something other than was intended.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Creates a finding: the configuration works and could be better.
    pub fn note(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// Sets the place of the fault.
    #[must_use]
    pub fn at(mut self, file: impl Into<PathBuf>, line: Option<usize>) -> Self {
        self.file = Some(file.into());
        self.line = line;
        self
    }

    /// Sets which tools are affected, and how.
    #[must_use]
    pub fn affects(mut self, who: impl Into<String>) -> Self {
        self.affects = who.into();
        self
    }

    /// Sets the section that has the fault.
    #[must_use]
    pub fn about(mut self, section: SectionName) -> Self {
        self.section = Some(section);
        self
    }

    /// Sets the fix that a program makes.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Sets the step that a person takes.
    #[must_use]
    pub fn step(mut self, step: ManualStep) -> Self {
        self.step = Some(step);
        self
    }

    /// Sets a step that errors have, too.
    #[must_use]
    pub fn remedy(self, remedy: Remedy) -> Self {
        self.step(ManualStep::Remedy(remedy))
    }

    /// Sets the step of unsetting variables.
    #[must_use]
    pub fn unset(self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.step(ManualStep::UnsetVariables(names.into_iter().collect()))
    }

    /// Sets the step of setting a variable.
    #[must_use]
    pub fn export(self, name: &'static str, value: impl Into<String>) -> Self {
        self.step(ManualStep::SetVariable { name, value: value.into() })
    }
}
