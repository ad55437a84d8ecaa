//! `daypass init` and `daypass use`: this program inside a shell.

mod run;

pub(crate) use run::{run, switch};

use clap::{Args, ValueEnum};

/// Flags of `use`.
#[derive(Debug, Args)]
pub(crate) struct Use {
    /// The profile; `-` for none; nothing picks one on a terminal, and says elsewhere which it is
    #[arg(value_name = "PROFILE")]
    name: Option<String>,
    /// Pick a profile and print its name: what the shell's own function asks for
    #[arg(long, hide = true, conflicts_with = "name")]
    pick: bool,
}

/// Shells with an integration.
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
