//! Runs `daypass vault`: shows what is to be done, asks, and says what was done.

use super::{Vault, VaultOn};
use crate::{context::Context, exit::Exit, planned_changes::agreed, report::Report, vault};
use daypass_key_holders::{Command, Holder};
use daypass_populate::counted;
use daypass_terminal::Text;
use daypass_token_cache::REFRESH_LOCK_WAIT;
use daypass_vault::{Converted, remains};

pub(crate) fn run(context: &Context, command: &Vault) -> Result<Exit, Report> {
    let (store, wait) = (vault::token_store(&context.paths), REFRESH_LOCK_WAIT);
    let found = remains(&store)
        .map_err(|error| Report::new(Exit::Failed, "the cache cannot be read").cause(&error))?;
    let settings = context.vault.settings().map_err(|error| vault::failed(&error))?;
    let converted = match command {
        Vault::Status => {
            let state = settings.as_ref().map_or_else(
                || "off".to_owned(),
                |settings| {
                    format!("{}, {} has the key", if settings.on { "on" } else { "off" }, settings.holder)
                },
            );
            let others = found.of_others.iter().map(|file| context.paths.pretty(&file.path));
            let lines = [
                format!("Vault: {state}"),
                format!("Sealed: {}", counted(found.sealed.len(), "session")),
                format!("In plain: {}", counted(found.plain.len(), "session")),
            ];
            let others = others.map(|path| format!("In plain, of another tool: {path}"));
            let lines: Vec<String> = lines.into_iter().chain(others).collect();
            context.print(&Text::lines(lines.iter().map(String::as_str)))?;
            return Ok(Exit::Done);
        }
        Vault::On(flags) => {
            let holder = holder(flags);
            context.ui.say(format!(
                "Seals {} in {}; {holder} gets the key. The AWS CLI and the SDKs use an access token until it ends, and \
                 daypass renews it. Undo: daypass vault off",
                counted(found.plain.len(), "session"),
                context.paths.pretty(store.dir()),
            ));
            if flags.plan || !agreed(context, flags.yes, "sealed sessions", store.dir())? {
                return Ok(Exit::Done);
            }
            context.vault.turn_on(&holder, &store, wait)
        }
        Vault::Off(flags) => {
            context.ui.say(format!("Stores {} in plain.", counted(found.sealed.len(), "session")));
            if flags.plan || !agreed(context, flags.yes, "sessions in plain", store.dir())? {
                return Ok(Exit::Done);
            }
            if flags.without_key {
                let done = context.vault.turn_off_without_key();
                done.map(|()| Converted::default())
            } else {
                context.vault.turn_off(&store, wait)
            }
        }
        Vault::Rekey(flags) => {
            if !agreed(context, flags.yes, "sessions with a new key", store.dir())? {
                return Ok(Exit::Done);
            }
            context.vault.change_key(&store, wait)
        }
    };
    told(context, &converted.map_err(|error| vault::failed(&error))?)
}

fn holder(flags: &VaultOn) -> Holder {
    let command = || Command { get: flags.command.clone(), ..Command::default() };
    flags.key.clone().unwrap_or_else(|| Holder::Command(command()))
}

/// Says what was converted; a session that was not is a failure.
fn told(context: &Context, converted: &Converted) -> Result<Exit, Report> {
    context.ui.say(format!("Converted {}.", counted(converted.tokens, "session")));
    let Some((key, reason)) = converted.left.first() else { return Ok(Exit::Done) };
    let message = format!("{} left as they are", counted(converted.left.len(), "session"));
    Err(Report::new(Exit::Failed, message).fact("file", key.file_name()).fact("because", reason))
}
