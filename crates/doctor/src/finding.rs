//! A finding: a stable code, what is wrong where, who notices it, and what fixes it.

use daypass_config_parse::{Code, FileKind, SectionName};
use daypass_sso_types::Remedy;
use std::path::{Path, PathBuf};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "a caller gives each its own sign")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Some tool does something else than was meant.
    Warning,
    /// Some tool does not work at all, or takes another identity.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What [`crate::Fixer`] does about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fix {
    /// Takes a file or folder away from everybody but its owner: the path and the new mode.
    Close(PathBuf, u32),
    /// Moves a corrupt cache file out of the way.
    SetAside(PathBuf),
    /// Removes a file that nobody needs.
    Remove(PathBuf),
    /// Removes the temporary files of killed writers from a cache folder.
    Sweep(PathBuf),
    /// Writes a token file anew, in spellings that every SDK reads.
    Rewrite(PathBuf),
    /// Fixes the lines of a config file that have this code.
    Line(FileKind, Code),
    /// Makes comments of these keys of a section, in whichever file they are.
    CommentOut {
        /// The section.
        section: SectionName,
        /// Its keys.
        keys: Vec<String>,
    },
    /// Sets a key of some profiles.
    Set {
        /// The key.
        key: &'static str,
        /// The name of each profile, and its value.
        values: Vec<(String, String)>,
    },
    /// Sets an endpoint of a services block.
    SetEndpoint {
        /// The name of the block.
        services: String,
        /// The service in it.
        key: &'static str,
        /// The address.
        value: String,
    },
    /// Gives legacy profiles an sso-session.
    Convert {
        /// Their names.
        profiles: Vec<String>,
    },
}

impl Fix {
    /// Whether it may be made without being asked for by its code: it loses nothing, and changes what no tool reads.
    pub fn is_safe(&self) -> bool {
        matches!(
            self,
            Self::Close(..) | Self::SetAside(_) | Self::Remove(_) | Self::Sweep(_) | Self::Rewrite(_)
        )
    }
}

/// What a person does about a finding that doctor does not fix.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// One of the remedies that errors have.
    Remedy(Remedy),
    /// Remove these variables from the environment.
    UnsetVariables(Vec<&'static str>),
    /// Set a variable of the environment.
    SetVariable {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
    },
    /// Sign in to every session again.
    SignInToAll,
    /// Move a file or folder out of the way.
    MoveAside(PathBuf),
    /// Give its owner access to a file or folder.
    OpenToOwner(PathBuf),
    /// Give a folder, with what is in it, to this user.
    ChangeOwner {
        /// The folder.
        path: PathBuf,
        /// The number of the user.
        owner: u32,
    },
    /// Set the clock of the machine.
    SetClock,
}

impl Step {
    /// The command of the system that takes the step, word by word; none where it is a program of AWS's or ours that does.
    ///
    /// ```
    /// use daypass_doctor::Step;
    ///
    /// let step = Step::UnsetVariables(vec!["AWS_PROFILE"]);
    /// assert_eq!(step.system_command().expect("a command"), ["unset", "AWS_PROFILE"]);
    /// assert_eq!(Step::SignInToAll.system_command(), None);
    /// ```
    pub fn system_command(&self) -> Option<Vec<String>> {
        let shown = |path: &Path| path.display().to_string();
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        Some(match self {
            Self::Remedy(_) | Self::SignInToAll => return None,
            Self::UnsetVariables(names) => words(&[&["unset"], names.as_slice()].concat()),
            Self::SetVariable { name, value } => words(&["export", &format!("{name}={value}")]),
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

/// One finding. It never quotes values out of files, which may be secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// For example `P505`; `docs/doctor.md` has them all.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without its full stop.
    pub message: String,
    /// The file it is in.
    pub file: Option<PathBuf>,
    /// The line in that file, from 1.
    pub line: Option<usize>,
    /// Which tools notice, and how.
    pub affects: String,
    /// The profile, session or services block that it is about.
    pub section: Option<SectionName>,
    /// What doctor does about it.
    pub fix: Option<Fix>,
    /// What a person does about it, where doctor does nothing.
    pub step: Option<Step>,
}

impl Finding {
    pub(crate) fn new(code: impl Into<String>, severity: Severity, message: impl Into<String>) -> Self {
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

    pub(crate) fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    pub(crate) fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    pub(crate) fn note(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// Where it is.
    #[must_use]
    pub(crate) fn at(mut self, file: impl Into<PathBuf>, line: Option<usize>) -> Self {
        self.file = Some(file.into());
        self.line = line;
        self
    }

    /// Who notices, and how.
    #[must_use]
    pub(crate) fn affects(mut self, who: impl Into<String>) -> Self {
        self.affects = who.into();
        self
    }

    #[must_use]
    pub(crate) fn about(mut self, section: SectionName) -> Self {
        self.section = Some(section);
        self
    }

    #[must_use]
    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    #[must_use]
    pub(crate) fn step(mut self, step: Step) -> Self {
        self.step = Some(step);
        self
    }

    #[must_use]
    pub(crate) fn remedy(self, remedy: Remedy) -> Self {
        self.step(Step::Remedy(remedy))
    }

    #[must_use]
    pub(crate) fn unset(self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.step(Step::UnsetVariables(names.into_iter().collect()))
    }

    #[must_use]
    pub(crate) fn export(self, name: &'static str, value: impl Into<String>) -> Self {
        self.step(Step::SetVariable { name, value: value.into() })
    }
}
