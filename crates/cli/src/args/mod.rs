//! The command line, as data. The spellings of the AWS CLI are commands of their own that mean the same.

pub(crate) mod one_command;
mod shared;

pub(crate) use shared::{FlowChoice, FlowFlags, ListingFlags, PortalFlags, RoleFlags, SortBy};

use crate::commands::{
    configure::{populate::Populate, sso::ConfigureSso, sso_session::ConfigureSession},
    console::Console,
    credentials::CredentialsFlags,
    doctor::Doctor,
    exec::Exec,
    init::{InitShell, Use},
    login::Login,
    logout::Logout,
    serve::Serve,
    status::Status,
    whoami::Whoami,
};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Sign in to AWS IAM Identity Center, once for every tool on the machine.
#[derive(Debug, Parser)]
#[command(name = "daypass", version, max_term_width = 100, after_help = crate::exit::TABLE)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Args {
    /// Options of every command.
    #[command(flatten)]
    pub(crate) global: Global,
    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// The profile; else AWS_PROFILE, else `default`
    #[arg(long, short, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The client region; on `configure sso` the profile's own
    #[arg(long, global = true, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// The form of the output: text, json, table or csv, as the command offers; on `configure sso` the profile's own
    #[arg(long, short, global = true, value_name = "FORM")]
    pub(crate) output: Option<String>,
    /// Say more on stderr: decisions; twice: each call
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Say nothing but data, warnings and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Colour on stderr
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// Never ask; fail with the flag that answers
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Trust the certificate authorities in this file instead of the system's
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub(crate) ca_bundle: Option<PathBuf>,
    /// Do not verify TLS certificates (dangerous: whoever answers gets the tokens)
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) no_verify_ssl: bool,
    /// Seconds to wait for a connection, 0 for no limit
    #[arg(long, global = true, value_name = "SECONDS", hide_short_help = true)]
    pub(crate) cli_connect_timeout: Option<u64>,
    /// Seconds to wait for an answer, 0 for no limit
    #[arg(long, global = true, value_name = "SECONDS", hide_short_help = true)]
    pub(crate) cli_read_timeout: Option<u64>,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal
    Auto,
    /// Even without one
    #[value(alias = "on")]
    Always,
    /// Not at all
    #[value(alias = "off")]
    Never,
}

impl ColorChoice {
    /// What it says, whatever the streams are. The AWS CLI's words for it are `on` and `off`.
    pub(crate) fn forced(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set up sessions and profiles in the AWS config file
    #[command(subcommand)]
    Configure(Configure),
    /// Sign in to a session; nothing to do while its token is good
    Login(Login),
    /// Sign out: remove tokens, client registrations and role credentials, then revoke the sign-in at AWS
    Logout(Logout),
    /// The AWS CLI's spelling of login and logout
    #[command(subcommand, hide = true)]
    Sso(Sso),
    /// Sessions and profiles: how long each is good
    Status(Status),
    /// Who AWS says you are (STS GetCallerIdentity)
    Whoami(Whoami),
    /// Print the credentials of a profile
    Credentials(CredentialsFlags),
    /// Print credentials for `credential_process` in the AWS config file; never asks
    CredentialProcess,
    /// Run a command with credentials in its environment
    Exec(Exec),
    /// Open the AWS web console in the browser
    Console(Console),
    /// List the profiles
    Profiles,
    /// List the accounts you may enter
    Accounts(PortalFlags),
    /// List the roles you may take in an account, or in all
    Roles(PortalFlags),
    /// Serve credentials to programs and containers on this machine, renewed by themselves
    Serve(Serve),
    /// Find what is wrong here, for whom, and the command that mends it
    Doctor(Doctor),
    /// Print the integration of a shell: `daypass use`, completion of commands and names
    Init {
        /// The shell
        #[arg(value_enum)]
        shell: InitShell,
    },
    /// Switch this shell to a profile (needs `daypass init`)
    Use(Use),
    /// The settings in force, and where each comes from
    Settings,
    /// Names for completion; recognised before this definition is built
    #[command(hide = true)]
    CompleteNames {
        /// `profile` or `session`
        kind: String,
        /// What they begin with
        #[arg(default_value = "", allow_hyphen_values = true)]
        prefix: String,
    },
    /// Print the profile of this shell and how long its credentials are good, for its prompt
    Prompt {
        /// `zsh`, whose prompt would expand a `%` in the name; other shells need nothing
        #[arg(value_parser = ["bash", "zsh", "fish", "powershell"])]
        shell: Option<String>,
    },
    /// Print the manual page, or write those of all commands
    Man {
        /// The folder to write them into, such as ~/.local/share/man/man1
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Print the script that completes commands in your shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// `daypass configure …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Configure {
    /// Set up a profile: session, sign-in, account, role. Every question has a flag
    Sso(ConfigureSso),
    /// Set up a session alone; no sign-in
    SsoSession(ConfigureSession),
    /// Make a profile for every role of every account: a plan, a question, one write
    Populate(Populate),
    /// The AWS CLI's spelling of `credentials`
    #[command(hide = true)]
    ExportCredentials(CredentialsFlags),
    /// The AWS CLI's spelling of `profiles`
    #[command(hide = true)]
    ListProfiles,
}

/// `daypass sso …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Sso {
    /// Sign in to a session
    Login(Login),
    /// Sign out
    Logout(Logout),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_sound() {
        super::Args::command().debug_assert();
    }
}
