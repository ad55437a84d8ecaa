//! What other sign-in tools left on this machine, and the command that takes it over, in place of advice to set everything up
//! anew.

use crate::context::{Context, Files};
use daypass_import::{Recognised, Surroundings, Tool, VARIABLES, recognised};

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
    let files = context.files();
    let found = files.map(|files| found(context, &files)).unwrap_or_default();
    let words = import_command(found.iter().filter(|found| has_portals(found)).map(|found| found.tool));
    words.unwrap_or_else(|| ["daypass", "configure", "sso"].map(str::to_owned).to_vec())
}

/// The command that imports this profile, if it is one of another tool; for a profile that does not exist where nothing is
/// set up yet, the command that begins with what another tool left. A profile of the AWS CLI in its older form works as it
/// is.
pub(crate) fn import_of(context: &Context, profile: &str) -> Option<Vec<String>> {
    let files = context.files().ok()?;
    let (found, config) = (found(context, &files), files.config());
    if config.profile(profile).is_none() && config.sso_sessions().next().is_none() {
        return import_command(found.iter().filter(|found| has_portals(found)).map(|found| found.tool));
    }
    let is_of = |found: &&Recognised| {
        found.tool != Tool::AwsCliLegacy && found.profiles.iter().any(|name| name == profile)
    };
    import_command(found.iter().filter(is_of).map(|found| found.tool))
}

/// Whether the tool has portals that an import can start from: profiles, or settings.
fn has_portals(found: &Recognised) -> bool {
    let has_settings = matches!(found.tool, Tool::Leapp | Tool::AwsSsoCli | Tool::Granted);
    !found.profiles.is_empty() || (has_settings && !found.files.is_empty())
}

/// The command for one tool; for several, the one that lists them.
fn import_command(mut tools: impl Iterator<Item = Tool>) -> Option<Vec<String>> {
    let first = tools.next()?;
    let tool = tools.next().is_none().then(|| first.name().to_owned());
    Some(["daypass", "import"].map(str::to_owned).into_iter().chain(tool).collect())
}
