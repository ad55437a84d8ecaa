//! Flags of the commands that look after the machine: doctor, serve, init.

use clap::Args as ClapArgs;

/// Flags of `doctor`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Doctor {
    /// Mend what is safe to mend: modes, damaged cache files, leftovers; and, in config files, what the codes name
    #[arg(long, value_name = "CODES", num_args = 0..=1, require_equals = true, value_delimiter = ',')]
    #[arg(default_missing_value = "safe")]
    pub fix: Option<Vec<String>>,
    /// Ask the network too: do the sign-in services answer, is the clock right
    #[arg(long)]
    pub online: bool,
}
