//! The vault of this home: what seals and opens the sessions of every command.

use crate::{exit::Exit, machine, report::Report};
use daypass_doctor::Finding;
use daypass_environment::Paths;
use daypass_key_holders::Questions;
use daypass_programs::HelperRunner;
use daypass_terminal::Terminal;
use daypass_token_cache::{SealError, Sealer as _, Store};
use daypass_vault::{Error, ErrorKind, Surroundings, Vault};
use std::{error::Error as _, sync::Arc, time::Duration};

/// Creates the vault of this home, which asks a person where there is one; nothing is read.
pub(crate) fn of(paths: &Paths, ui: &Arc<Terminal>) -> Arc<Vault> {
    Arc::new(asking(if ui.prompts() { Questions::Allowed } else { Questions::Forbidden }, paths, ui))
}

/// Finds what is wrong with the vault; asks nobody.
pub(crate) fn findings(paths: &Paths, ui: &Arc<Terminal>) -> Vec<Finding> {
    daypass_vault::findings(&asking(Questions::Forbidden, paths, ui), &token_store(paths))
}

fn asking(questions: Questions, paths: &Paths, ui: &Arc<Terminal>) -> Vault {
    let told = Arc::clone(ui);
    let stored_plain = move |reason: &SealError| {
        told.warn(format!("the session is stored in plain, although the vault is on: {reason}"));
    };
    Vault::new(Surroundings {
        folder: paths.state.join("vault"),
        locks: paths.locks(),
        runner: Arc::new(HelperRunner::new(machine::pause)),
        questions,
        entropy: Arc::new(machine::entropy),
        pause: machine::pause,
        stored_plain: Arc::new(stored_plain),
    })
}

/// The folder of tokens, without a sealer.
pub(crate) fn token_store(paths: &Paths) -> Store {
    Store::at(paths.folders().sso_cache).with_pause(machine::pause)
}

/// Seals what other tools have stored in plain, and says so. What cannot be sealed stays as it is.
pub(crate) fn adopt_plain(vault: &Vault, paths: &Paths, ui: &Terminal) {
    match vault.adopt(&token_store(paths), Duration::ZERO) {
        Ok(converted) if converted.tokens > 0 => {
            let what = daypass_populate::counted(converted.tokens, "session");
            ui.say(format!("Sealed {what} that another tool had stored in plain."));
        }
        Ok(_) => {}
        Err(error) => {
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            ui.warn(format!("sessions are in plain, although the vault is on: {error}{cause}"));
        }
    }
}

/// Gets the key of a vault that is on, before a person signs in: no session is stored in plain for want of it.
pub(crate) fn prepare(vault: &Vault) -> Result<(), Report> {
    if vault.is_sealing() { vault.unlock().map_err(|error| failed(&error)) } else { Ok(()) }
}

/// Reports a failure of the crate `vault`.
pub(crate) fn failed(error: &Error) -> Report {
    let exit = match error.kind() {
        ErrorKind::Holder | ErrorKind::Settings | ErrorKind::State => Exit::Configuration,
        _ => Exit::Failed,
    };
    Report::new(exit, error.to_string()).explained(error.source()).remedied(error.remedy())
}
