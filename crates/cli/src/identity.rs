//! What makes a program or a shell somebody, beside keys: the region that goes with them, and config files that would win
//! over them. The variables that say who one is are those of [`Variable::identity`].

use crate::{context::Context, report::Report, subject::has_default};
use daypass_environment::Variable;

/// JavaScript reads the one, boto3 the other.
pub(crate) const REGION: [Variable; 2] = [Variable::Region, Variable::DefaultRegion];

/// A region as variables.
pub(crate) fn region(region: &str) -> [(&'static str, String); 2] {
    REGION.map(|variable| (variable.name(), region.to_owned()))
}

/// Whether the default profile has credentials. SDKs ask an endpoint last: it would win, silently.
pub(crate) fn default_wins(context: &Context) -> Result<bool, Report> {
    Ok(has_default(&context.files_of_session(None, None)?.config()))
}

/// The variables that hide the config files.
pub(crate) fn no_files() -> [(&'static str, &'static str); 2] {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    [Variable::ConfigFile, Variable::CredentialsFile].map(|variable| (variable.name(), nowhere))
}
