//! What other sign-in tools left on this machine, and the command that takes it over, in place of advice to set everything up
//! anew.

use crate::context::{Context, Files};
use daypass_import::HelpfulImport;
use daypass_other_tools::{Recognised, Surroundings, VARIABLES, recognised};

/// Where an import looks on this machine; the ids of the machine are not asked for.
pub(crate) fn surroundings(context: &Context) -> Surroundings {
    let mut around = Surroundings::new(&context.paths.home);
    around.variables = context.env.of_other_tools(&VARIABLES);
    around
}

/// The tools that left something, by the files and the environment.
pub(crate) fn found(context: &Context, files: &Files) -> Vec<Recognised> {
    recognised(&surroundings(context), &files.config, files.credentials.as_ref())
}

/// The command that sets up the first session and profile: an import, if another tool left what it can start from.
pub(crate) fn first_steps(context: &Context) -> Vec<String> {
    let words = context.files().ok().and_then(|files| first_import(context, &files));
    words.unwrap_or_else(|| ["daypass", "configure", "sso"].map(str::to_owned).to_vec())
}

fn first_import(context: &Context, files: &Files) -> Option<Vec<String>> {
    let around = surroundings(context);
    HelpfulImport::that_begins(&around, &files.config, files.credentials.as_ref()).command()
}

/// The command that imports this profile, if it is one of another tool; for a profile that does not exist where nothing is
/// set up yet, the command that begins with what another tool left.
pub(crate) fn import_of(context: &Context, profile: &str) -> Option<Vec<String>> {
    let files = context.files().ok()?;
    let config = files.config();
    if config.profile(profile).is_none() && config.sso_sessions().next().is_none() {
        return first_import(context, &files);
    }
    let around = surroundings(context);
    HelpfulImport::of_profile(&around, &files.config, files.credentials.as_ref(), profile).command()
}
