//! Flags of the commands that look after the machine: doctor, serve, init.

use clap::{Args as ClapArgs, ValueEnum};

/// Flags of `doctor`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Doctor {
    /// Fix what is safe to fix: modes, damaged cache files, leftovers; and, in config files, what the codes name
    #[arg(long, value_name = "CODES", num_args = 0..=1, require_equals = true, value_delimiter = ',')]
    #[arg(default_missing_value = "safe")]
    pub fix: Option<Vec<String>>,
    /// Ask the network too: do the sign-in services answer, is the clock right
    #[arg(long)]
    pub online: bool,
    /// Begin with what a report of a fault needs; holds no secret, safe to paste
    #[arg(long)]
    pub bundle: bool,
}

/// Flags of `status`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Status {
    /// A session, or a profile whose session is meant
    #[arg(value_name = "NAME", conflicts_with = "profile")]
    pub name: Option<String>,
    /// Ask the portal whether the tokens are good, and renew those that have ended
    #[arg(long, conflicts_with = "watch")]
    pub verify: bool,
    /// Look again every second, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
}

/// Flags of `whoami`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Whoami {
    /// Every profile, as a table; a sign-in that is missing is a line of it
    #[arg(long, conflicts_with_all = ["profile", "account"])]
    pub all: bool,
    /// A role without any profile.
    #[command(flatten)]
    pub role: super::Role,
}

/// Flags of `serve`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Serve {
    /// The profiles to serve, each at its own path with its own token; else the profile in use
    #[arg(value_name = "PROFILE", conflicts_with = "account")]
    pub profiles: Vec<String>,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub port: u16,
    /// The form in which the variables are printed
    #[arg(long, value_enum, default_value_t = ServeFormat::Env, value_name = "FORMAT")]
    pub format: ServeFormat,
    /// Print the variables and return; the server goes on by itself
    #[arg(long)]
    pub background: bool,
    /// Stop once this process has ended, such as $$, the shell
    #[arg(long, value_name = "PID")]
    pub until_exit: Option<u32>,
    /// A role without any profile.
    #[command(flatten)]
    pub role: super::Role,
}

/// The forms of `serve --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "the values of a flag")]
pub enum ServeFormat {
    /// `export NAME=VALUE` for a shell
    Env,
    /// A `docker run` line
    Docker,
    /// A compose file
    Compose,
}

/// Flags of `use`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Use {
    /// The profile; `-` for none; nothing picks one on a terminal, and says elsewhere which it is
    #[arg(value_name = "PROFILE")]
    pub name: Option<String>,
    /// Pick a profile and print its name: what the shell's own function asks for
    #[arg(long, hide = true, conflicts_with = "name")]
    pub pick: bool,
}

/// Shells with an integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "the values of a flag")]
pub enum InitShell {
    /// In ~/.bashrc: eval "$(daypass init bash)"
    Bash,
    /// In ~/.zshrc: eval "$(daypass init zsh)"
    Zsh,
    /// In config.fish: daypass init fish | source
    Fish,
    /// In $PROFILE: daypass init powershell | Out-String | Invoke-Expression
    Powershell,
}
