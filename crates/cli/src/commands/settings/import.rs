//! `daypass settings import`: reads, shows and keeps the settings that an organisation hands out; nothing in them can run a
//! program.

use super::SettingsImport;
use crate::{context::Context, exit::Exit, report::Report};
use daypass_settings_import::{HandedOut, MAX_BYTES};
use daypass_terminal::Text;
use std::path::Path;

pub(super) fn run(context: &Context, flags: &SettingsImport) -> Result<Exit, Report> {
    let files = context.settings_files();
    let (before, shown) = (files.imported_text(), files.imported_file());
    let failed = |error| Report::new(Exit::Failed, format!("cannot write {shown}")).cause(&error);
    if flags.undo {
        if !files.undo_import().map_err(failed)? {
            return Err(Report::new(Exit::Configuration, "there is no import of settings to undo"));
        }
        context.ui.say(format!("{shown} is as it was before the last import."));
        return Ok(Exit::Done);
    }
    let last = || before.as_deref().and_then(HandedOut::source_of).map(str::to_owned);
    let source = flags.source.clone().or_else(last).ok_or_else(|| {
        Report::new(Exit::Configuration, "no settings were imported before").try_command([
            "daypass",
            "settings",
            "import",
            "<FILE|URL>",
        ])
    })?;
    let file = HandedOut::of(&source, &read(context, &source)?).map_err(|mistakes| {
        let further = mistakes.iter().skip(1).map(|one| format!("line {}: {}", one.line, one.text));
        let further = Some(further.collect::<Vec<_>>().join("; ")).filter(|further| !further.is_empty());
        let first = mistakes.first().map(|one| format!(":{}: {}", one.line, one.text)).unwrap_or_default();
        Report::new(Exit::Configuration, format!("{source}{first}")).fact_if("also", further)
    })?;
    if let Some(expected) = flags.sha256.as_deref().filter(|expected| !file.has_digest(expected)) {
        return Err(Report::new(Exit::Refused, format!("{source} is not the file that is expected"))
            .fact("expected", expected)
            .fact("found", file.sha256()));
    }
    let changes = file.changes(before.as_deref());
    let is_same =
        before.as_deref().and_then(HandedOut::digest_of).is_some_and(|digest| file.has_digest(digest));
    if is_same && changes.is_empty() {
        context.ui.say(format!("{source} has not changed."));
        return Ok(Exit::Done);
    }
    context.print(&Text::lines(changes.iter().map(String::as_str)))?;
    context.ui.say(format!("sha256 {}", file.sha256()));
    if flags.plan {
        return Ok(Exit::Done);
    }
    // What comes over the network is what somebody has seen: its digest, or the list above.
    let is_agreed = flags.sha256.is_some() || (flags.yes && !is_address(&source));
    if !is_agreed && !context.ui.prompts() {
        return Err(Report::new(Exit::Usage, "there is no terminal to agree to these settings on")
            .try_command(["daypass", "settings", "import", &source, "--sha256", file.sha256()]));
    }
    if !is_agreed && !context.block_on(async { Ok(context.ui.confirm("Import these settings?", true)?) })? {
        context.ui.say("Nothing was changed.");
        return Ok(Exit::Done);
    }
    files.keep_import(&file.to_text()).map_err(failed)?;
    context.ui.say(format!("Imported into {shown}. Undo: daypass settings import --undo"));
    Ok(Exit::Done)
}

fn is_address(source: &str) -> bool {
    source.contains("://")
}

/// Reads a file, or fetches an address over https; no redirect is followed.
fn read(context: &Context, source: &str) -> Result<Vec<u8>, Report> {
    if !is_address(source) {
        let read = daypass_files::read(Path::new(source), MAX_BYTES);
        let read = read.map_err(|error| {
            Report::new(Exit::Configuration, format!("cannot read {source}")).cause(&error)
        })?;
        return read.ok_or_else(|| Report::new(Exit::Configuration, format!("there is no file {source}")));
    }
    if !source.starts_with("https://") {
        return Err(Report::new(Exit::Usage, format!("{source} is not an https address")));
    }
    let request = http::Request::get(source).body(Vec::new());
    let request =
        request.map_err(|error| Report::new(Exit::Usage, format!("{source} is no address")).cause(&error))?;
    let caller = context.caller(None)?;
    let answer = context.block_on(async {
        caller
            .send(request)
            .await
            .map_err(|error| Report::new(Exit::Network, format!("cannot fetch {source}")).cause(&error))
    })?;
    if answer.status() != http::StatusCode::OK {
        return Err(Report::new(
            Exit::Network,
            format!("cannot fetch {source}: HTTP {}", answer.status().as_u16()),
        ));
    }
    let bytes = answer.into_body();
    match u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_BYTES) {
        true => Ok(bytes),
        false => Err(Report::new(Exit::Configuration, format!("{source} is longer than 256 KiB"))),
    }
}
