//! A finding: a stable code, what is wrong where, for whom, and the one command that mends it.

use daypass_config_parse::{FileKind, SectionName};
use std::path::PathBuf;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// Worth knowing.
    Note,
    /// Some tool does something else than was meant.
    Warning,
    /// Some tool does not work at all, or takes another identity.
    Error,
}

impl Severity {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What `--fix` does about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fix {
    /// Take a file or folder away from everybody but its owner.
    Close(PathBuf, u32),
    /// Move a corrupt cache file out of the way.
    SetAside(PathBuf),
    /// Remove a file that nobody needs.
    Remove(PathBuf),
    /// Remove the temporary files of killed writers from a cache folder.
    Sweep(PathBuf),
    /// Write a token file anew, in spellings that every SDK reads.
    Rewrite(PathBuf),
    /// Mend a line of a config file, as its code says.
    Line(FileKind, daypass_config_parse::Code),
    /// Make comments of these keys of a section, in whichever file they are.
    CommentOut { section: SectionName, keys: Vec<String> },
    /// Set a key of some profiles: name and value.
    Set { key: &'static str, values: Vec<(String, String)> },
    /// Set an endpoint of a services block.
    SetEndpoint { services: String, key: &'static str, value: String },
    /// Give legacy profiles a session.
    Convert { profiles: Vec<String> },
}

impl Fix {
    /// Whether `--fix` alone does it: it loses nothing and changes what no tool reads.
    pub(crate) fn is_safe(&self) -> bool {
        matches!(
            self,
            Self::Close(..) | Self::SetAside(_) | Self::Remove(_) | Self::Sweep(_) | Self::Rewrite(_)
        )
    }
}

/// One finding. It never quotes values out of files, which may be secrets.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) file: Option<PathBuf>,
    pub(crate) line: Option<usize>,
    pub(crate) affects: String,
    pub(crate) fix: Option<Fix>,
    command: Vec<String>,
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
            fix: None,
            command: Vec::new(),
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

    /// Where.
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

    /// Mended by doctor itself.
    #[must_use]
    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Not mended by doctor, at least not yet.
    #[must_use]
    pub(crate) fn without_fix(mut self) -> Self {
        self.fix = None;
        self
    }

    /// Mended by this command.
    #[must_use]
    pub(crate) fn mend<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.command = words.into_iter().map(Into::into).collect();
        self
    }

    /// The one command that mends it, word by word; empty where only a person can.
    pub(crate) fn command(&self) -> Vec<String> {
        match &self.fix {
            Some(fix) if fix.is_safe() => ["daypass", "doctor", "--fix"].map(str::to_owned).to_vec(),
            Some(_) => vec!["daypass".to_owned(), "doctor".to_owned(), format!("--fix={}", self.code)],
            None => self.command.clone(),
        }
    }
}
