//! Profiles with keys in the credentials file, for tools that read only that file: `credentials --write-credentials` writes
//! them, `logout` removes them.

use crate::{
    context::{Context, Files},
    exit::Exit,
    report::Report,
};
use daypass_credentials::Session;
use daypass_populate::exported::{ExportedKeys, exported_profiles, removal};
use daypass_sso_types::Credentials;
use daypass_token_cache::time;

/// Writes credentials as the profile `name`.
pub(crate) fn write(
    context: &Context,
    files: &Files,
    name: &str,
    credentials: &Credentials,
    session: Option<&Session>,
) -> Result<(), Report> {
    let expires = credentials.expires_at.map(time::format);
    let session = session.map(Session::label);
    let keys = ExportedKeys { profile: name, credentials, expires: expires.as_deref(), session };
    let edits = keys.edits(&files.config, files.credentials.as_ref()).map_err(|error| {
        let report = Report::new(Exit::Configuration, format!("profile {name} is not written: {error}"));
        report.try_command(["daypass", "credentials", "--write-credentials", "<ANOTHER-NAME>"])
    })?;
    context.home().edit_credentials(|file| file.apply(&edits))?;
    let until = expires.map_or(String::new(), |end| format!(" Good until {end}; logout removes them."));
    context.ui.say(format!("Wrote the keys as profile {name}.{until}"));
    Ok(())
}

/// Removes the exported profiles of one session, or all, if `is_wanted`, and returns their names.
pub(crate) fn remove(
    context: &Context,
    session: Option<&Session>,
    is_wanted: bool,
) -> Result<Vec<String>, Report> {
    let Some(file) = context.home().read_in_any_encoding()?.credentials else { return Ok(Vec::new()) };
    let names = exported_profiles(&file, session.map(Session::label));
    if is_wanted && !names.is_empty() {
        context.home().edit_credentials(|file| file.apply(&removal(&names)))?;
    }
    Ok(names)
}
