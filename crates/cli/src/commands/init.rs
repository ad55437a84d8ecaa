//! `daypass init` and `daypass use`: the shell integration.

mod run;

pub(crate) use run::{run, switch};

use clap::{Args, ValueEnum};
use daypass_shell_integration::Shell;

/// Flags of `use`.
#[derive(Debug, Args)]
pub(crate) struct Use {
    /// Profile to use; `-` for none; without a name, a list to pick from
    #[arg(value_name = "PROFILE")]
    name: Option<String>,
    /// Pick a profile and print its name; called by the shell function `daypass`
    #[arg(long, hide = true, conflicts_with = "name")]
    pick: bool,
}

/// A shell that has an integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InitShell {
    /// In ~/.bashrc: eval "$(daypass init bash)"
    Bash,
    /// In ~/.zshrc: eval "$(daypass init zsh)"
    Zsh,
    /// In config.fish: daypass init fish | source
    Fish,
    /// In $PROFILE: daypass init powershell | Out-String | Invoke-Expression
    Powershell,
}

impl From<InitShell> for Shell {
    fn from(shell: InitShell) -> Self {
        match shell {
            InitShell::Bash => Self::Bash,
            InitShell::Zsh => Self::Zsh,
            InitShell::Fish => Self::Fish,
            InitShell::Powershell => Self::PowerShell,
        }
    }
}
