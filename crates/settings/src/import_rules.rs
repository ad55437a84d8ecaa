//! What an imported file may not set: nothing in it runs a program or says where tokens may go.

use crate::{guard_spec::AGENT_SIGN_IN, spec::ALLOWED};

/// Settings that no imported file has: what starts a program, where tokens may go, and what lets an agent sign in.
pub(crate) const NOT_IMPORTED: [&str; 3] = ["browser", ALLOWED, AGENT_SIGN_IN];

/// The keys of new profiles that an imported file may set: no tool takes them for a program, a file or an address.
const IMPORTED_KEYS: [&str; 9] = [
    "output",
    "cli_timestamp_format",
    "retry_mode",
    "max_attempts",
    "defaults_mode",
    "sts_regional_endpoints",
    "use_fips_endpoint",
    "use_dualstack_endpoint",
    "duration_seconds",
];

/// Why an imported file cannot set a key of new profiles; `None` if it can.
pub(crate) fn refused_key(name: &str) -> Option<String> {
    let is_refused = !IMPORTED_KEYS.contains(&name);
    is_refused.then(|| format!("an imported file may set {}", IMPORTED_KEYS.join(", ")))
}
