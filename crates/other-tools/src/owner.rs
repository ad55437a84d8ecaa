//! Which tool a profile is of, by the keys of its section and by the program of its credential process.

use crate::{Surroundings, Tool, process::Process};
use daypass_config_parse::Section;

/// What a profile is, before any tool is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Owner {
    /// A tool whose marks it bears.
    Of(Tool),
    /// It has a session and a role.
    Native,
    /// It takes a role on top of another profile.
    Chain(String),
    /// Its credential process is a shell construct.
    Shell,
    /// Its credential process is another program.
    Program(String),
    /// It has none of these.
    Other,
}

/// Keys that only aws-vault reads.
const VAULT_KEYS: [&str; 4] = ["include_profile", "parent_profile", "session_tags", "mfa_process"];

/// Returns what a profile is, by the fingerprints of the tools in the order of [`Tool::ALL`]; its credential process, if it
/// has one, decides.
pub fn owner(profile: &Section<'_>, around: &Surroundings) -> Owner {
    let keys = profile.keys();
    let has = |key: &str| profile.get(key).is_some();
    let util = around.variable("AWS_SSO_CREDENTIAL_PROCESS_NAME");
    let process = profile.get("credential_process").filter(|line| !line.is_empty());
    let process = process.map(|line| Process::of(line, util));
    let is_granted =
        keys.iter().any(|key| key.starts_with("granted_sso_")) || has("common_fate_generated_from");
    match process {
        Some(Process::AwsSso(_)) => return Owner::Of(Tool::AwsSsoCli),
        _ if is_granted => return Owner::Of(Tool::Granted),
        Some(Process::Granted(_)) => return Owner::Of(Tool::Granted),
        Some(Process::AwsVault { .. }) => return Owner::Of(Tool::AwsVault),
        Some(Process::Leapp(_)) => return Owner::Of(Tool::Leapp),
        Some(Process::AwsSsoUtil(_)) => return Owner::Of(Tool::AwsSsoUtil),
        Some(Process::Shell) => return Owner::Shell,
        Some(Process::Other(program)) => return Owner::Program(program),
        None => {}
    }
    if VAULT_KEYS.into_iter().any(has) {
        return Owner::Of(Tool::AwsVault);
    }
    if has("sso_auto_populated") || has("sso_account_name") {
        return Owner::Of(Tool::AwsSsoUtil);
    }
    if let Some(source) = profile.get("source_profile").filter(|_| has("role_arn")) {
        return Owner::Chain(source.to_owned());
    }
    match (has("sso_session"), has("sso_start_url")) {
        (_, true) => Owner::Of(Tool::AwsCliLegacy),
        (true, false) => Owner::Native,
        (false, false) => Owner::Other,
    }
}
