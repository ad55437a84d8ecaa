//! Turns the name of an AWS profile into credentials, as the AWS CLI v2 does with IAM Identity Center. In addition, one
//! process refreshes for all, no session is lost, and cached credentials that have not expired are never refused.
//!
//! A request takes these steps:
//!
//! 1. [`resolve`] reads the profile: which session, account and role, or which chain of roles.
//! 2. [`Provider::cached`] answers from the role-credential cache, without network, lock or wait.
//! 3. [`Provider::credentials`] takes the lock of the cache file, reads the file again, renews the access token if
//!    needed, asks the portal (or STS) and stores the credentials.
//!
//! No function signs in: a session that cannot be renewed is [`ErrorKind::LoginRequired`]. [`Provider`] says what
//! dropping its futures does, and how long they block.
//!
//! ```
//! use daypass_config_parse::{Config, Dialect, Document};
//! use daypass_credentials::{resolve, Settings, Source};
//!
//! let config = Document::parse(
//!     "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
//!      [sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = eu-west-1\n",
//! );
//! let config = Config::new(&config, None, Dialect::AwsCli);
//! let plan = resolve(&config, &Settings::default(), "dev")?;
//! assert!(matches!(plan.source(), Source::Sso { role, .. } if role.as_str() == "Admin"));
//! # Ok::<(), daypass_credentials::Error>(())
//! ```

mod access_token;
mod assume_role;
#[cfg(feature = "aws-sdk")]
mod aws_sdk;
mod bound;
mod endpoints;
mod error;
mod external;
mod mfa;
mod plan;
mod provider;
mod renamed_keys;
mod resolve;
mod role_credentials;
mod session;
mod session_state;
mod settings;
mod sign_in_files;
mod sign_out;
mod single_flight;
mod stored;
#[cfg(feature = "assume-role")]
mod sts;

#[cfg(feature = "aws-sdk")]
pub use aws_sdk::{SdkCredentials, SdkToken};
pub use daypass_credential_sources::{
    Error as SourceError, ErrorKind as SourceErrorKind, ExternalSource, Fault, MAX_PROCESS_OUTPUT,
    MachineSettings, PROCESS_TIME_LIMIT, ProcessLine, RunProcess, has_default_credentials, has_source,
    has_sso_keys, is_bare_default, login_owner, other_source, own_process_profile,
};
pub use daypass_login_session::{LoginProfile, LoginSessions, Notice, Observer};
pub use daypass_sso_types::closest;
#[cfg(feature = "formats")]
pub use daypass_token_cache::formats;
#[cfg(feature = "tokio")]
pub use daypass_transport::TokioSpawn;
pub use daypass_transport::{Exchanges, Spawn, Trust, Watch};
pub use endpoints::{Endpoints, foreign_file};
pub use error::{Error, ErrorKind};
pub use mfa::MfaPrompt;
pub use plan::{AssumeRole, Plan, Source};
pub use provider::{Folders, Provider};
pub use renamed_keys::RenamedKeys;
pub use resolve::{Resolver, resolve, session_named, session_of_profile, sessions};
pub use session::Session;
pub use session_state::{Renewal, SessionState};
pub use settings::Settings;
pub use sign_in_files::{SignInFile, SignOutScope, role_keys};
pub use sign_out::{SignedOut, Unrevoked};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
