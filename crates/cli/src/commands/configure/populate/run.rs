//! `daypass configure populate`: plans a profile for every role of every account, shows the plan, writes it at once.

use super::{Populate, show};
use crate::{
    commands,
    context::Context,
    exit::Exit,
    inventory::{self, Inventory},
    planned_changes::{self, agreed, stamp},
    report::Report,
};
use daypass_config_parse::{Document, Section};
use daypass_credentials::Session;
use daypass_home_files::unchangeable;
use daypass_inventory::ListedAccount;
use daypass_populate::{
    AccountRoles, Backup, Change, Changeset, PopulateOptions, ProfileForm, Template, counted, edits,
    parse_key,
};
use daypass_sso_types::{Region, Remedy};
use daypass_terminal::clean;

pub(crate) fn run(context: &Context, flags: &Populate) -> Result<Exit, Report> {
    if flags.undo {
        return planned_changes::undo(context, "populate", flags.plan, flags.yes).map(|_| Exit::Done);
    }
    let given: Vec<_> = flags.set.iter().map(|pair| setting(pair)).collect::<Result<_, _>>()?;
    for region in &flags.region {
        Region::new(region.as_str()).map_err(|error| Report::new(Exit::Usage, error.to_string()))?;
    }
    let inventory = Inventory::of(context, flags.sso_session.as_deref())?;
    let (session, settings) = (named_session(context, &inventory.session)?, context.preferences()?);
    refuse_locked(context, flags, &session, &given)?;
    let or = |given: &[String], set: &[String]| if given.is_empty() { set.to_vec() } else { given.to_vec() };
    let template = flags.template.as_deref().or(settings.template(&session)).unwrap_or(Template::DEFAULT);
    let mut options = PopulateOptions::new(session.as_str(), self::template(template)?)
        .with_regions(&or(&flags.region, settings.regions(&session)))
        .with_keys(settings.keys(&session))
        .with_keys(given);
    options.labels = settings.account_labels();
    options.include = or(&flags.include, settings.include(&session));
    options.exclude = or(&flags.exclude, settings.exclude(&session));
    options.process_profiles = flags.credential_process;
    options.rename = flags.rename;
    if flags.legacy {
        let Session { start_url, region, .. } = &inventory.session;
        options.form = ProfileForm::Legacy(start_url.clone(), region.clone());
    }
    let listing = inventory.listing(flags.listing)?;
    context.config_file()?;
    let files = context.files()?;
    let rows: Vec<_> = listing.accounts.iter().map(row).collect();
    let plan = Changeset::plan(&rows, &files.config(), &options);
    show::plan(context, flags, &plan)?;
    let changes = plan.applied(flags.prune);
    if changes.is_empty() && !flags.plan {
        context.ui.say("Nothing to write.");
    }
    let count = counted(changes.len(), "change");
    if !flags.plan && !changes.is_empty() && agreed(context, flags.yes, &count, context.config_file()?)? {
        write(context, &files.config, changes)?;
    }
    Ok(inventory::exit(&listing.accounts))
}

fn row(listed: &ListedAccount) -> AccountRoles<'_> {
    let (account, roles) = (&listed.account, listed.known_roles());
    AccountRoles { id: &account.id, name: account.name.as_deref(), email: account.email.as_deref(), roles }
}

/// Writes the changes, after a backup for `--undo`.
fn write(context: &Context, planned: &Document, changes: Vec<Change>) -> Result<(), Report> {
    let path = context.config_file()?;
    let (shown, count) = (context.paths.pretty(path), counted(changes.len(), "change"));
    let mut after = planned.clone();
    after.apply(&edits(&changes)).map_err(|error| unchangeable(&shown, &error))?;
    let before = path.is_file().then(|| planned.as_bytes().to_vec());
    let backup = Backup::new(before, changes).to_bytes();
    let backups = context.home().backups(path, "populate");
    context.home().write_planned(path, planned, Some(after), Some((&backups, &stamp(), &backup)))?;
    context.ui.say(format!("Wrote {count} to {shown}."));
    context.ui.say("To undo it: daypass configure populate --undo");
    Ok(())
}

/// The name of the session. The profiles that populate writes name a session, so a legacy profile's portal is refused.
fn named_session(context: &Context, session: &Session) -> Result<String, Report> {
    if let Some(name) = &session.name {
        return Ok(name.clone());
    }
    let files = context.files()?;
    let config = files.config();
    let is_it = |section: &Section<'_>| {
        section.get("sso_start_url").is_some_and(|url| session.start_url.is_portal_of(url))
            && section.get("sso_region") == Some(session.region.as_str())
    };
    let message = "populate needs an sso-session; this profile has sso_start_url and sso_region of its own";
    let report = Report::new(Exit::Usage, message)
        .fact("portal", session.start_url.as_str())
        .fact("region", session.region.as_str());
    Err(match config.sso_sessions().find(is_it) {
        Some(known) => {
            report.try_command(["daypass", "configure", "populate", "--sso-session", known.name()])
        }
        // The fix gives the profiles of this portal a session.
        None if commands::doctor::offers(context, "P516") => report.remedied(Some(&Remedy::Fix("P516"))),
        None => {
            let words = "daypass configure sso-session --sso-session <NAME> --sso-start-url".split(' ');
            let portal = [session.start_url.as_str(), "--sso-region", session.region.as_str()];
            report.try_command(words.chain(portal))
        }
    })
}

/// Fails if a flag says something else than what is locked.
fn refuse_locked(
    context: &Context,
    flags: &Populate,
    session: &str,
    keys: &[(String, String)],
) -> Result<(), Report> {
    let template: Vec<_> = flags.template.iter().cloned().collect();
    for (flag, setting, values) in [
        ("--template", "template", &template),
        ("--region", "regions", &flags.region),
        ("--include", "include", &flags.include),
        ("--exclude", "exclude", &flags.exclude),
    ] {
        context.refuse_flag(Some(session), (flag, setting), values)?;
    }
    keys.iter().try_for_each(|(key, value)| {
        context.refuse_flag(Some(session), ("--set", &format!("keys.{key}")), std::slice::from_ref(value))
    })
}

/// Parses `--template`.
fn template(text: &str) -> Result<Template, Report> {
    let words = ["daypass", "configure", "populate", "--template", Template::DEFAULT];
    Template::parse(text).map_err(|error| {
        Report::new(Exit::Usage, format!("--template cannot be used: {error}")).try_command(words)
    })
}

/// Parses `--set KEY=VALUE`.
fn setting(pair: &str) -> Result<(String, String), Report> {
    parse_key(pair)
        .map_err(|reason| Report::new(Exit::Usage, format!("--set {} cannot be used: {reason}", clean(pair))))
}
