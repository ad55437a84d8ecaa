//! The choice of a profile or a role where the command line and the environment name none: a list of profiles, and of all
//! roles of the sessions, to pick from. The most used ones come first.

mod choice;

pub(crate) use choice::{into_plan, note_use};

use crate::{
    args::{ListingFlags, RoleFlags},
    command_line,
    context::{Context, Files},
    exit::Exit,
    inventory::Inventory,
    other_tool_profiles::first_steps,
    report::Report,
};
use daypass_at_terminal::{Choice, Choices};
use daypass_credentials::is_bare_default;
use daypass_environment::Variable;
use daypass_inventory::Usage;
use daypass_sso_types::{AccountId, RoleName};
use daypass_terminal::few;

/// The role that `--account` and `--role` name; `None` without these flags.
pub(crate) fn role_of_flags(context: &Context, flags: &RoleFlags) -> Result<Option<Choice>, Report> {
    let (Some(account), Some(role)) = (&flags.account, &flags.role) else { return Ok(None) };
    let role = RoleName::new(role.as_str()).map_err(|error| Report::new(Exit::Usage, error.to_string()))?;
    let inventory = Inventory::of(context, flags.sso_session.as_deref())?;
    let is_id = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let id = match AccountId::new(account.as_str()) {
        Ok(id) if is_id => id,
        _ => inventory.account_named(account)?,
    };
    Ok(Some(Choice::Role(Box::new((inventory.session, id, role)))))
}

/// Lets the person pick if no flag, variable or default profile names a profile or keys; `None` if one does. Without a
/// terminal this is a usage error, with the command line that names a profile.
pub(crate) fn choose(context: &Context, command: &[&str]) -> Result<Option<Choice>, Report> {
    let is_named = context.named_profile().is_some() || context.env.is_set(Variable::AccessKeyId);
    if is_named || context.home().default_has_credentials()? {
        return Ok(None);
    }
    let files = &context.files()?;
    let config = files.config();
    if config.profiles().next().is_none() && config.sso_sessions().next().is_none() {
        return Ok(None);
    }
    if !context.ui.prompts() {
        let report = Report::new(Exit::Usage, "no profile is named, and there is no terminal to pick one on");
        return Err(match profiles_with_credentials(files).as_slice() {
            [] => Report::new(Exit::Configuration, "no profile has credentials")
                .try_command(first_steps(context)),
            [only] => {
                let (command, rest) = command.split_first().unwrap_or((&"login", &[]));
                let words = ["daypass", command, "--profile", only].into_iter().chain(rest.iter().copied());
                let typed = command_line::OURS.retyped_with("--profile", Some(only));
                report.try_command(typed.unwrap_or_else(|| words.map(str::to_owned).collect()))
            }
            names => report
                .fact("profiles", few(names.iter().map(String::as_str), 5))
                .advise("Name a profile with --profile or AWS_PROFILE."),
        });
    }
    pick(context, files, true).map(Some)
}

/// Shows the list and returns the choice.
pub(crate) fn pick(context: &Context, files: &Files, roles_too: bool) -> Result<Choice, Report> {
    let mut choices = Choices::profiles(&files.config());
    if roles_too {
        add_roles(context, files, &mut choices)?;
    }
    if choices.is_empty() {
        return Err(
            Report::new(Exit::Configuration, "there is no profile to pick").try_command(first_steps(context))
        );
    }
    // An error in the settings file is no reason not to pick.
    let settings = context.lenient_preferences();
    choices.mark(|account| {
        let alias = settings.alias_of_account(account).into_iter().map(str::to_owned);
        let tags = settings.tags_of_account(account).iter().map(|tag| format!("#{tag}"));
        alias.chain(tags).collect::<Vec<_>>().join(" ")
    });
    choices.sort_by_use(&Usage::load(&context.paths.state));
    let labels = choices.labels();
    let question = if roles_too { "Which profile or role" } else { "Which profile" };
    // In a runtime, which listens for Ctrl-C: the terminal mode is restored before the process ends.
    let at = context.block_on(async { Ok(context.ui.pick(question, &labels, 0)?) })?;
    choices.take(at).ok_or_else(Report::interrupted)
}

/// Adds the roles of every session. A session without a cached listing is listed, if that needs no sign-in.
fn add_roles(context: &Context, files: &Files, choices: &mut Choices) -> Result<(), Report> {
    let config = files.config();
    for section in config.sso_sessions() {
        let Ok(inventory) = Inventory::of(context, Some(section.name())) else { continue };
        match inventory.last().map_or_else(|| inventory.listing(ListingFlags::default()), Ok) {
            Ok(listing) => choices.add_roles(&config, &inventory.session, listing),
            Err(report) if report.is_interruption() => return Err(report),
            Err(report) => {
                context.ui.log(1, format!("no roles of {}: {}", section.name(), report.message()));
            }
        }
    }
    Ok(())
}

/// The names of the profiles with a source of credentials.
fn profiles_with_credentials(files: &Files) -> Vec<String> {
    let config = files.config();
    let profiles = config.profiles().filter(|profile| !is_bare_default(profile));
    profiles.map(|profile| profile.name().to_owned()).collect()
}
