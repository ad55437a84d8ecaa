//! Where a profile of the AWS config files gets its credentials, if not from a sign-in or from keys in the files: a program
//! (`credential_process`), a token in a file (web identity), the container or the instance (`credential_source`).
//!
//! [`other_source`] says which key of a profile names such a source, [`ExternalSource::credentials`] asks it. Nothing is
//! cached here, programs are started by the caller ([`RunProcess`]), and the time `now` is an argument; token files are read
//! as regular files of at most 64 KiB. Dropping a future loses an answer that can be asked for again. The rules are botocore's
//! (1.43.11); what differs is on the page docs/aws-cli.md of the repository.

mod answer;
mod container;
mod error;
#[cfg(feature = "web-identity")]
mod exchange;
mod external_source;
mod fault;
mod instance;
mod login_owner;
mod machine;
mod process_line;
mod secret_file;
mod source_keys;
mod static_keys;
mod web_identity;

pub use container::ContainerSource;
pub use error::{Error, ErrorKind};
pub use external_source::ExternalSource;
pub use fault::Fault;
pub use instance::InstanceSource;
pub use login_owner::login_owner;
pub use machine::MachineSettings;
pub use process_line::{
    MAX_PROCESS_OUTPUT, PROCESS_TIME_LIMIT, ProcessLine, RunProcess, own_process_profile,
};
use secret_file::read_secret_file;
pub use source_keys::{has_default_credentials, has_source, has_sso_keys, is_bare_default, other_source};
pub use static_keys::{has_keys_in_credentials_file, static_keys};
pub use web_identity::WebIdentity;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
