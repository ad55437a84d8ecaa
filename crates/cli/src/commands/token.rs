//! `daypass token`: tokens of AWS services, made from the credentials of a profile. `daypass docker-credential`: docker's
//! protocol for the logins among them.

mod docker;
mod run;

pub(crate) use docker::run as docker;
pub(crate) use run::run;

use crate::args::{AssumedRoleFlags, RoleFlags};
use clap::{Args, Subcommand};
use daypass_sso_types::AccountId;

/// `daypass token …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Print the token of an EKS cluster as the ExecCredential that kubectl reads, as `aws eks get-token` does
    Eks(Eks),
    /// Print the password of a database user with IAM authentication, as `aws rds generate-db-auth-token` does
    Rds(Rds),
    /// Print the password of the user AWS for the container registries of a region, as `aws ecr get-login-password` does
    Ecr(Ecr),
    /// Print the token of a CodeArtifact domain
    Codeartifact(CodeArtifact),
}

/// Whose credentials a token is made from, if not the profile's.
#[derive(Debug, Default, Args)]
pub(crate) struct Signer {
    /// A role in place of a profile.
    #[command(flatten)]
    role: RoleFlags,
    /// A role that is assumed.
    #[command(flatten)]
    assumed: AssumedRoleFlags,
}

/// Flags of `token eks`.
#[derive(Debug, Args)]
pub(crate) struct Eks {
    /// Name of the cluster
    #[arg(long, value_name = "NAME", required_unless_present = "cluster_id")]
    cluster_name: Option<String>,
    /// Id of a local cluster on Outposts
    #[arg(long, value_name = "ID", conflicts_with = "cluster_name")]
    cluster_id: Option<String>,
    /// Whose credentials.
    #[command(flatten)]
    signer: Signer,
}

/// Flags of `token rds`.
#[derive(Debug, Args)]
pub(crate) struct Rds {
    /// Host name of the database, as AWS names it
    #[arg(long, value_name = "HOST")]
    hostname: String,
    /// Port of the database
    #[arg(long, value_name = "PORT")]
    port: u16,
    /// Database user
    #[arg(long, value_name = "USER")]
    username: String,
    /// Whose credentials.
    #[command(flatten)]
    signer: Signer,
}

/// Flags of `token ecr`.
#[derive(Debug, Args)]
pub(crate) struct Ecr {
    /// For the public registry, public.ecr.aws, instead of private ones
    #[arg(long)]
    public: bool,
    /// Whose credentials.
    #[command(flatten)]
    signer: Signer,
}

/// Flags of `token codeartifact`.
#[derive(Debug, Args)]
pub(crate) struct CodeArtifact {
    /// Name of the domain
    #[arg(long, value_name = "NAME")]
    domain: String,
    /// Account that owns the domain [default: that of the credentials]
    #[arg(long, value_name = "ID")]
    domain_owner: Option<AccountId>,
    /// Seconds that the token is valid, 900 to 43200; 0: as long as the credentials [default: 12 h]
    #[arg(long, value_name = "SECONDS")]
    duration_seconds: Option<u64>,
    /// Whose credentials.
    #[command(flatten)]
    signer: Signer,
}

/// `daypass docker-credential`.
#[derive(Debug, Args)]
pub(crate) struct DockerCredential {
    /// Request of docker: get, list, store or erase
    #[arg(value_name = "REQUEST")]
    pub(crate) verb: String,
}
