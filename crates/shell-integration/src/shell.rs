//! The shells that have an integration.

use std::path::Path;

/// A shell that has an integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shell {
    /// GNU Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// PowerShell.
    PowerShell,
}

impl Shell {
    /// All shells that have an integration.
    pub const ALL: [Self; 4] = [Self::Bash, Self::Zsh, Self::Fish, Self::PowerShell];

    /// Returns the shell of a program, as SHELL names it.
    pub fn of_path(program: &Path) -> Option<Self> {
        let name = program.file_name()?.to_str()?;
        Self::ALL.into_iter().find(|shell| shell.name() == name)
    }

    /// Returns the name, as `daypass init` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::PowerShell => "powershell",
        }
    }

    /// Returns the line of a start file that loads the integration.
    pub fn start_line(self) -> &'static str {
        match self {
            Self::Bash => "eval \"$(daypass init bash)\"",
            Self::Zsh => "eval \"$(daypass init zsh)\"",
            Self::Fish => "daypass init fish | source",
            Self::PowerShell => "daypass init powershell | Out-String | Invoke-Expression",
        }
    }
}
