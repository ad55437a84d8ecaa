//! `daypass configure populate`: a profile for every role of an organisation, planned, shown, written at once.

use super::{Populate, backups::Backups, flags, show};
use crate::{
    context::Context,
    exit::Exit,
    organisation::{self, Organisation},
    prompt,
    report::Report,
};
use daypass_config_parse::{Config, Dialect, Document, EditError, Section};
use daypass_credentials::Session;
use daypass_inventory::ListedAccount;
use daypass_populate::{AccountRoles, Backup, Change, Changeset, Form, Options, Template, edits};
use daypass_sso_types::{Region, Remedy};
use std::{fs, path::PathBuf};

pub(crate) fn run(context: &Context, flags: &Populate) -> Result<Exit, Report> {
    if flags.undo {
        return take_back(context, flags);
    }
    let given: Vec<_> = flags.set.iter().map(|pair| flags::setting(pair)).collect::<Result<_, _>>()?;
    for region in &flags.region {
        Region::new(region.as_str()).map_err(|error| Report::new(Exit::Usage, error.to_string()))?;
    }
    let organisation = Organisation::of(context, flags.sso_session.as_deref())?;
    let (session, settings) = (native(context, &organisation.session)?, context.preferences()?);
    let or = |given: &[String], set: &[String]| if given.is_empty() { set.to_vec() } else { given.to_vec() };
    let regions = flags::distinct(&or(&flags.region, settings.regions(&session)));
    let template = flags.template.as_deref().or(settings.template(&session)).unwrap_or(Template::DEFAULT);
    let mut options = Options::new(session.as_str(), flags::template(template, &regions)?);
    options.regions = regions;
    options.include = or(&flags.include, settings.include(&session));
    options.exclude = or(&flags.exclude, settings.exclude(&session));
    options.set = flags::merged(settings.keys(&session), given);
    options.process_profiles = flags.credential_process;
    options.rename = flags.rename;
    if flags.legacy {
        let Session { start_url, region, .. } = &organisation.session;
        options.form = Form::Legacy(start_url.clone(), region.clone());
    }
    let listing = organisation.listing(flags.asking)?;
    let file = File::read(context)?;
    let files = context.files()?;
    let config = Config::new(&file.document, files.credentials.as_ref(), Dialect::AwsCli);
    let rows: Vec<_> = listing.accounts.iter().map(row).collect();
    let plan = Changeset::plan(&rows, &config, &options);
    show::plan(context, flags, &plan)?;
    let changes = plan.applied(flags.prune);
    if changes.is_empty() && !flags.plan {
        context.ui.say("Nothing to write.");
    }
    if !flags.plan && !changes.is_empty() && agreed(context, flags, changes.len(), &file)? {
        file.write(context, changes)?;
    }
    Ok(organisation::exit(&listing.accounts))
}

fn row(listed: &ListedAccount) -> AccountRoles<'_> {
    let (account, roles) = (&listed.account, listed.known_roles());
    AccountRoles { id: &account.id, name: account.name.as_deref(), email: account.email.as_deref(), roles }
}

/// The config file as it was when the plan was made.
struct File {
    path: PathBuf,
    shown: String,
    document: Document,
    existed: bool,
}

impl File {
    fn read(context: &Context) -> Result<Self, Report> {
        let Some(path) = context.paths.config.clone() else {
            let message = "AWS_CONFIG_FILE is empty, so there is no config file to write";
            return Err(Report::new(Exit::Configuration, message));
        };
        let document = context.files()?.config;
        Ok(Self { shown: context.paths.pretty(&path), existed: path.is_file(), document, path })
    }

    /// Writes the changes; what takes them back is kept first.
    fn write(&self, context: &Context, changes: Vec<Change>) -> Result<(), Report> {
        let count = changes.len();
        let before = self.existed.then(|| self.document.as_bytes().to_vec());
        // Whatever cannot be written is found before anything is touched.
        let mut after = self.document.clone();
        after.apply(&edits(&changes)).map_err(|error| self.unchangeable(&error))?;
        Backups::of(&context.paths.state, &self.path).keep(&Backup::new(before, changes)).map_err(
            |error| {
                Report::new(Exit::Failed, "the backup could not be written, so nothing was changed")
                    .cause(&error)
            },
        )?;
        self.replace(context, after)?;
        context.ui.say(format!("Wrote {} to {}.", show::counted(count, "change"), self.shown));
        context.ui.say("To take it back: daypass configure populate --undo");
        Ok(())
    }

    /// Writes the file anew, unless somebody else did meanwhile.
    fn replace(&self, context: &Context, after: Document) -> Result<(), Report> {
        let mut moved = false;
        context.edit_config(|document| {
            moved = document.as_bytes() != self.document.as_bytes();
            if !moved {
                *document = after;
            }
            Ok(!moved)
        })?;
        if moved { Err(self.moved()) } else { Ok(()) }
    }

    fn unchangeable(&self, error: &EditError) -> Report {
        Report::new(Exit::Configuration, format!("{} cannot be changed like this", self.shown)).cause(error)
    }

    fn moved(&self) -> Report {
        Report::new(
            Exit::Failed,
            format!("{} was changed by somebody else meanwhile; nothing was written", self.shown),
        )
        .mend(["daypass", "configure", "populate"])
    }
}

/// The file as it was before the last run, if nobody touched it since; else the same changes backwards.
fn take_back(context: &Context, flags: &Populate) -> Result<Exit, Report> {
    let file = File::read(context)?;
    let backup = Backups::of(&context.paths.state, &file.path)
        .last()
        .map_err(|error| Report::new(Exit::Failed, "the backup cannot be read").cause(&error))?;
    let Some((place, bytes)) = backup else {
        return Err(Report::new(
            Exit::Failed,
            format!("there is no populate of {} to take back", file.shown),
        ));
    };
    let backup = Backup::from_bytes(&bytes).map_err(|error| {
        Report::new(Exit::Failed, "the backup cannot be used")
            .fact("file", context.paths.pretty(&place))
            .cause(&error)
    })?;
    if file.document.as_bytes() == backup.before.as_deref().unwrap_or_default() {
        // The next undo is for the run before.
        drop(fs::remove_file(&place));
        context.ui.say("Nothing to take back: the file is as it was before.");
        return Ok(Exit::Done);
    }
    let undo = backup.undo(&file.document).map_err(|error| file.unchangeable(&error))?;
    context.print(&show::diff(&undo.changes, if flags.plan { usize::MAX } else { show::SHOWN }, true))?;
    show::kept(context, &undo.kept);
    if flags.plan || undo.changes.is_empty() {
        return Ok(Exit::Done);
    }
    if !agreed(context, flags, undo.changes.len(), &file)? {
        return Ok(Exit::Done);
    }
    let removes = undo.after.is_none();
    file.replace(context, undo.after.unwrap_or_else(|| Document::parse("")))?;
    if removes {
        // There was no file; an empty one would not be the same.
        drop(fs::remove_file(&file.path));
    }
    drop(fs::remove_file(&place));
    let how = if undo.is_exact { "is as it was before" } else { "has these profiles as they were before" };
    context.ui.say(format!("{} {how}.", file.shown));
    Ok(Exit::Done)
}

/// The session's name. Profiles of populate name a session; one that has a portal of its own has none.
fn native(context: &Context, session: &Session) -> Result<String, Report> {
    if let Some(name) = &session.name {
        return Ok(name.clone());
    }
    let files = context.files()?;
    let config = files.config();
    let is_it = |section: &Section<'_>| {
        // A fragment and a last slash lead nowhere else.
        let plain = |url: &str| url.trim_end_matches(['#', '/']).to_owned();
        section.get("sso_start_url").map(plain) == Some(plain(session.start_url.as_str()))
            && section.get("sso_region") == Some(session.region.as_str())
    };
    let message = "populate needs an sso-session; this profile has sso_start_url and sso_region of its own";
    let report = Report::new(Exit::Usage, message)
        .fact("portal", session.start_url.as_str())
        .fact("region", session.region.as_str());
    Err(match config.sso_sessions().find(is_it) {
        Some(known) => report.mend(["daypass", "configure", "populate", "--sso-session", known.name()]),
        // It gives the profiles of this portal a session.
        None => report.remedied(Some(&Remedy::Fix("P516"))),
    })
}

/// Whether it may be written: by flag or by answer.
fn agreed(context: &Context, flags: &Populate, count: usize, file: &File) -> Result<bool, Report> {
    if flags.yes {
        return Ok(true);
    }
    if !context.ui.prompts() {
        let message =
            format!("{} not written: there is no terminal to ask on", show::counted(count, "change"));
        return Err(Report::new(Exit::Usage, message).mend(flags.words()));
    }
    let question = format!("Write {} to {}?", show::counted(count, "change"), file.shown);
    let agreed = context.block_on(async { prompt::confirm(&context.ui, &question, false) })?;
    if !agreed {
        context.ui.say("Nothing was written.");
    }
    Ok(agreed)
}

impl Populate {
    /// The command that does the same without asking.
    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = ["daypass", "configure", "populate"].map(str::to_owned).into();
        let session = self.sso_session.iter().map(|value| ("--sso-session", value));
        let lists = [
            ("--region", &self.region),
            ("--include", &self.include),
            ("--exclude", &self.exclude),
            ("--set", &self.set),
        ];
        let lists =
            lists.into_iter().flat_map(|(flag, values)| values.iter().map(move |value| (flag, value)));
        for (flag, value) in
            session.chain(self.template.iter().map(|value| ("--template", value))).chain(lists)
        {
            words.extend([flag.to_owned(), value.clone()]);
        }
        let switches = [
            (self.undo, "--undo"),
            (self.asking.offline, "--offline"),
            (self.prune, "--prune"),
            (self.rename, "--rename"),
            (self.credential_process, "--credential-process"),
            (self.legacy, "--legacy"),
            (true, "--yes"),
        ];
        words.extend(switches.into_iter().filter(|(on, _)| *on).map(|(_, flag)| flag.to_owned()));
        words
    }
}
