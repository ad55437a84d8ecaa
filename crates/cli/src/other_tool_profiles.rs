//! What other sign-in tools left on this machine, and the command that takes it over, in place of advice to set everything up
//! anew.

use crate::context::{Context, Files};
use daypass_import::ImportPlan;
use daypass_other_tools::{Recognised, Surroundings, Tool, VARIABLES, recognised};

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
    let words = context.files().ok().and_then(|files| import_that(context, &files, ImportPlan::adds_session));
    words.unwrap_or_else(|| ["daypass", "configure", "sso"].map(str::to_owned).to_vec())
}

/// The command that imports this profile, if it is one of another tool; for a profile that does not exist where nothing is
/// set up yet, the command that begins with what another tool left. A profile of the AWS CLI in its older form works as it
/// is.
pub(crate) fn import_of(context: &Context, profile: &str) -> Option<Vec<String>> {
    let files = context.files().ok()?;
    let config = files.config();
    if config.profile(profile).is_none() && config.sso_sessions().next().is_none() {
        return import_that(context, &files, ImportPlan::adds_session);
    }
    import_that(context, &files, |plan| plan.tool != Tool::AwsCliLegacy && plan.takes_over(profile))
}

/// The command that imports from the one tool whose plan helps; for several, the one that lists them. An import that would
/// leave things as they are is no help.
fn import_that(context: &Context, files: &Files, helps: impl Fn(&ImportPlan) -> bool) -> Option<Vec<String>> {
    let around = surroundings(context);
    let is_help = |found: &Recognised| {
        let plan = ImportPlan::new(found.tool, &around, &files.config, files.credentials.as_ref());
        // The file of Leapp is opened by the import alone.
        plan.map_or(found.tool == Tool::Leapp && !found.files.is_empty(), |plan| helps(&plan))
    };
    let found = found(context, files);
    let mut tools = found.iter().filter(|found| is_help(found)).map(|found| found.tool);
    let first = tools.next()?;
    let tool = tools.next().is_none().then(|| first.name().to_owned());
    Some(["daypass", "import"].map(str::to_owned).into_iter().chain(tool).collect())
}
