//! The command line as data. Spellings of the AWS CLI, such as `sso login`, are commands of their own.

mod examples;
mod global;
pub mod one_command;
pub mod plain;
mod shared;

pub(crate) use global::{ColorChoice, Global};
pub(crate) use shared::{
    AssumedRoleDuration, AssumedRoleFlags, FlowChoice, FlowFlags, GuardFlags, ListingFlags, PortalFlags,
    RoleFlags, SortBy, TableFlags,
};

use crate::commands::{
    configure::{
        key::{Get, Set},
        populate::Populate,
        sso::ConfigureSso,
        sso_session::ConfigureSession,
    },
    console::Console,
    credentials::CredentialsFlags,
    doctor::Doctor,
    eject::Eject,
    exec::Exec,
    import::Import,
    init::{Init, Use},
    lease::{LeaseCommand, Lend, Ssh},
    login::Login,
    logout::Logout,
    pin::{PinFlags, TrustFlags, UntrustFlags},
    portal_api::{GetRoleCredentials, ListAccountRoles, ListAccounts},
    relay::Relay,
    serve::Serve,
    settings::SettingsFlags,
    status::Status,
    token::{DockerCredential, Token},
    vault::Vault,
    whoami::Whoami,
};
use clap::{
    CommandFactory as _, FromArgMatches as _, Parser, Subcommand,
    error::{ErrorKind, Result},
};
use std::{ffi::OsString, path::PathBuf};

/// Builds the definition of the whole command line, with examples.
pub fn definition() -> clap::Command {
    examples::add(Args::command())
}

/// Builds the definition for help and manuals: the global options are in the help of the program alone.
#[must_use]
pub fn for_help(mut definition: clap::Command) -> clap::Command {
    definition.build();
    definition.mut_subcommands(without_globals)
}

/// Hides the global options in the help of a command and of the commands below it.
fn without_globals(command: clap::Command) -> clap::Command {
    let hidden = command.mut_args(|option| match option.is_global_set() {
        true => option.hide(true),
        false => option,
    });
    hidden.mut_subcommands(without_globals)
}

/// Parses a command line by the whole definition; the program's name comes first.
///
/// # Errors
/// Returns clap's answer: help, version or error.
pub fn parse(words: &[OsString]) -> Result<Args> {
    let parsed = Args::command().try_get_matches_from(words).or_else(|error| match error.kind() {
        // The definition of help takes longer to build.
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            for_help(definition()).try_get_matches_from(words)
        }
        _ => Err(error),
    });
    Args::from_arg_matches(&parsed?)
}

/// Sign in to AWS IAM Identity Center, once for every tool on the machine.
#[derive(Debug, Parser)]
#[command(name = "daypass", version, max_term_width = 100, after_help = crate::exit::TABLE)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Args {
    /// Options that every command has.
    #[command(flatten)]
    pub(crate) global: Global,
    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// `daypass` without a word.
    #[command(skip)]
    Overview,
    /// Set up sso-sessions and profiles in the AWS config file
    #[command(subcommand)]
    Configure(Configure),
    /// Take over the profiles of another sign-in tool, after showing a plan; without a tool, list what is there
    Import(Import),
    /// Undo imports, leave every profile to the AWS CLI, and remove every trace of daypass, after listing it
    Eject(Eject),
    /// Sign in to IAM Identity Center; does nothing while the sign-in is valid
    Login(Login),
    /// Sign out: remove tokens, client registrations and role credentials, and revoke the tokens at AWS
    Logout(Logout),
    /// Spellings of the AWS CLI: login, logout, and operations of the access portal
    #[command(subcommand, hide = true)]
    Sso(Sso),
    /// Show how long each session and the credentials of each profile are valid
    Status(Status),
    /// Show the identity that AWS sees (STS GetCallerIdentity)
    Whoami(Whoami),
    /// Print the credentials of a profile
    Credentials(CredentialsFlags),
    /// Print credentials for `credential_process` in the AWS config file; never asks a question
    CredentialProcess,
    /// Run a command with credentials in its environment
    Exec(Exec),
    /// Open the AWS web console in the browser
    Console(Console),
    /// List the profiles
    Profiles(TableFlags),
    /// List the accounts that are assigned to you
    Accounts(PortalFlags),
    /// List the roles that are assigned to you
    Roles(PortalFlags),
    /// Print the token of an AWS service: an EKS cluster, a database, a container registry, a CodeArtifact domain
    #[command(subcommand)]
    Token(Token),
    /// Answer docker as its credential helper, for registries of ECR; also as a program named docker-credential-daypass
    DockerCredential(DockerCredential),
    /// Serve credentials, renewed as they expire, to programs and containers on this machine
    Serve(Serve),
    /// Lend a role for a time, and keep a record of each answer
    #[command(subcommand)]
    Lease(LeaseCommand),
    /// Run a command with a role that is lent for a time, and with nothing else of yours
    Lend(Lend),
    /// Work on another host with a role that is lent to it for a time
    Ssh(Ssh),
    /// Listen inside a container or sandbox, and hand requests for credentials to a `serve` outside
    Relay(Relay),
    /// Find faults of configuration, caches and environment, and the command that fixes each
    Doctor(Doctor),
    /// Print the shell integration: `daypass use`, completion of commands and names
    Init(Init),
    /// Switch this shell to a profile (needs `daypass init`)
    Use(Use),
    /// Pin this folder to a profile, or show the pin that applies here
    Pin(PinFlags),
    /// Agree to a folder pin of another user, or to one that leads to a guarded account
    Trust(TrustFlags),
    /// Take back a decision about a folder pin
    Untrust(UntrustFlags),
    /// Seal what renews sign-ins, by a key that is kept elsewhere
    #[command(subcommand)]
    Vault(Vault),
    /// Show each setting of daypass, its value and its source
    Settings(SettingsFlags),
    /// Print names for completion; answered before this definition is built
    #[command(hide = true)]
    CompleteNames {
        /// Kind of name: `profile` or `session`
        kind: String,
        /// Beginning of the names
        #[arg(default_value = "", allow_hyphen_values = true)]
        prefix: String,
    },
    /// Print the profile of this shell and the time that its credentials are valid, for the shell prompt
    Prompt {
        /// Shell of the prompt; zsh expands `%` in names, so it needs to be named
        #[arg(value_parser = ["bash", "zsh", "fish", "powershell", "nushell", "elvish", "xonsh"])]
        shell: Option<String>,
    },
    /// Print the manual page of daypass or of a command, or write the pages of all commands
    Man {
        /// Command whose page to print, such as `configure sso`
        #[arg(value_name = "COMMAND", conflicts_with = "folder")]
        command: Vec<String>,
        /// Folder to write all pages into, such as ~/.local/share/man/man1
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Print the completion script of a shell
    Completions {
        /// Shell to print it for
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// `daypass configure …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Configure {
    /// Set up a profile: session, sign-in, account, role; every question has a flag
    Sso(ConfigureSso),
    /// Set up an sso-session, without signing in
    SsoSession(ConfigureSession),
    /// Write a profile for every role of every account, after showing a plan
    Populate(Populate),
    /// Spelling of the AWS CLI for `credentials`
    #[command(hide = true)]
    ExportCredentials(CredentialsFlags),
    /// Spelling of the AWS CLI for `profiles`
    #[command(hide = true)]
    ListProfiles,
    /// Print the profile, keys and region that are in force, and where each is from, as the AWS CLI does
    #[command(hide = true)]
    List,
    /// Print a key of the config file, as the AWS CLI does
    #[command(hide = true)]
    Get(Get),
    /// Write a key into the config file, as the AWS CLI does
    #[command(hide = true)]
    Set(Set),
}

/// `daypass sso …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Sso {
    /// Sign in to IAM Identity Center
    Login(Login),
    /// Sign out
    Logout(Logout),
    /// List the accounts that are assigned to you, as the AWS CLI does
    ListAccounts(ListAccounts),
    /// List the roles that are assigned to you in an account, as the AWS CLI does
    ListAccountRoles(ListAccountRoles),
    /// Print the credentials of a role, as the AWS CLI does
    GetRoleCredentials(GetRoleCredentials),
}
