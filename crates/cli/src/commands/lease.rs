//! `daypass lease` and `daypass lend`: a role for a time, with a record of each answer.

mod file;
mod lend;
mod made;
mod run;
mod ssh;

pub(crate) use lend::run as lend;
pub(crate) use made::{LeasedEndpoint, leased};
pub(crate) use run::run;
pub(crate) use ssh::run as ssh;

use crate::args::{GuardFlags, TableFlags};
use clap::{Args, Subcommand};
use daypass_terminal::time::parse_span;
use std::{ffi::OsString, path::PathBuf, time::Duration};

/// `daypass lease …`.
#[derive(Debug, Subcommand)]
pub(crate) enum LeaseCommand {
    /// Lend a role for a time: serve it in the background and print the variables of its endpoint
    New(New),
    /// List leases that are live
    List(List),
    /// Show a lease: its terms, its state and its uses
    Show(Lease),
    /// End leases now: nothing is answered any more
    End(End),
    /// Print the record of a lease, or of all: one line of JSON for each answer
    Log {
        /// Lease, by its id or the beginning of it
        #[arg(value_name = "LEASE")]
        lease: Option<String>,
    },
    /// Keep the credentials of a lease in a folder, for a sandbox that refuses sockets, until the lease ends
    File(File),
}

/// A lease by its id.
#[derive(Debug, Args)]
pub(crate) struct Lease {
    /// Lease, by its id or the beginning of it
    #[arg(value_name = "LEASE")]
    lease: String,
}

/// Flags of `lease new`.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The terms.
    #[command(flatten)]
    terms: Terms,
    /// Host that the lease is for, as you name it to ssh; it is served by `daypass ssh` alone
    #[arg(long, value_name = "HOST", conflicts_with_all = ["socket", "port"])]
    host: Option<String>,
    /// Also serve on a unix socket, for containers and sandboxes that mount its folder
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// Port on 127.0.0.1; 0 takes a free port
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,
    /// End the lease when this process ends, such as $$ for the shell
    #[arg(long, value_name = "PID", conflicts_with = "host")]
    until_exit: Option<u32>,
}

/// Flags of `lend`.
#[derive(Debug, Args)]
pub(crate) struct Lend {
    /// The terms.
    #[command(flatten)]
    terms: Terms,
    /// Command to lend the role to, with its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Flags of `ssh`.
#[derive(Debug, Args)]
pub(crate) struct Ssh {
    /// Host, as you name it to ssh
    #[arg(value_name = "HOST")]
    host: String,
    /// Lease to lend, by its id or the beginning of it [default: a new one, which ends with the connection]
    #[arg(long, value_name = "LEASE", conflicts_with_all = ["time", "role", "account", "max_uses", "note", "role_arn"])]
    lease: Option<String>,
    /// Port on the host's 127.0.0.1, such as one that its server allows [default: a free one]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Word for ssh, such as -p or 2222; may be given several times
    #[arg(long = "ssh-option", value_name = "WORD", allow_hyphen_values = true)]
    words: Vec<OsString>,
    /// The terms.
    #[command(flatten)]
    terms: Terms,
    /// Command to run there, word by word [default: a login shell]
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// The terms of a lease.
#[derive(Debug, Clone, Args)]
pub(crate) struct Terms {
    /// How long, such as 30m
    #[arg(long = "for", value_name = "TIME", default_value = "1h", value_parser = parse_span)]
    time: Duration,
    /// Role to lend in place of the profile's, of the same account
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Account of the role, by name or id
    #[arg(long, value_name = "NAME|ID", requires = "role")]
    account: Option<String>,
    /// Session of the account, if there are several
    #[arg(long, value_name = "NAME", requires = "account")]
    sso_session: Option<String>,
    /// Number of answers
    #[arg(long, value_name = "COUNT")]
    max_uses: Option<u32>,
    /// What the lease is for, for lists and the record
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Role to assume with the role and to lend in its place, such as one that may do less
    #[arg(long, value_name = "ARN")]
    role_arn: Option<String>,
    /// What is meant where nobody can be asked.
    #[command(flatten)]
    guard: GuardFlags,
}

/// Flags of `lease list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// List those that are over, too
    #[arg(long)]
    all: bool,
    /// What is printed.
    #[command(flatten)]
    table: TableFlags,
}

/// Flags of `lease end`.
#[derive(Debug, Args)]
pub(crate) struct End {
    /// Leases, by their ids or the beginnings of them
    #[arg(value_name = "LEASE", required_unless_present = "all")]
    leases: Vec<String>,
    /// End all that are live
    #[arg(long, conflicts_with = "leases")]
    all: bool,
}

/// Flags of `lease file`.
#[derive(Debug, Args)]
pub(crate) struct File {
    /// Lease, by its id or the beginning of it
    #[arg(value_name = "LEASE")]
    lease: String,
    /// Folder for the credentials and a config file that reads them
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}
