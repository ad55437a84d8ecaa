//! Credentials written into the credentials file, for tools that read nothing else. Each such profile carries a mark,
//! by which `daypass logout` finds and removes it; a profile without the mark is somebody's own and is left alone.

use crate::{context::Context, exit::Exit, format::time::rfc3339, report::Report};
use daypass_config_parse::{Batch, Config, Dialect, Document, SectionName};
use daypass_credentials::Session;
use daypass_sso_types::{Credentials, SessionToken};

/// The session that the keys came from.
const MARK: &str = "x_daypass_session";
/// A name that other tools use, too.
const EXPIRES: &str = "x_security_token_expires";
const NO_SESSION: &str = "none";

/// Writes them as profile `name`.
pub(crate) fn write(
    context: &Context,
    name: &str,
    credentials: &Credentials,
    session: Option<&Session>,
) -> Result<(), Report> {
    let files = context.files()?;
    let refused = |why: &str| {
        Err(Report::new(Exit::Configuration, format!("profile {name} is not written: {why}")).mend([
            "daypass",
            "credentials",
            "--write-credentials",
            "<ANOTHER-NAME>",
        ]))
    };
    // Keys win over the sign-in of a profile of the same name, in nearly every tool, and then they end.
    if Config::new(&files.config, None, Dialect::AwsCli).profile(name).is_some() {
        return refused("the config file has one of that name, which these keys would shadow");
    }
    let empty = Document::parse(Vec::new());
    let kept = Config::new(&empty, files.credentials.as_ref(), Dialect::AwsCli);
    if kept.profile(name).is_some_and(|profile| profile.get(MARK).is_none()) {
        return refused("the credentials file has one of that name, which is not daypass's");
    }
    let section = SectionName::profile(name);
    let expires = credentials.expires_at.map(rfc3339);
    let token = credentials.session_token.as_ref().map(SessionToken::expose);
    let batch = [
        ("aws_access_key_id", Some(credentials.access_key_id.as_str())),
        ("aws_secret_access_key", Some(credentials.secret_access_key.expose())),
        ("aws_session_token", token),
        (EXPIRES, expires.as_deref()),
        (MARK, Some(session.map_or(NO_SESSION, Session::label))),
    ];
    let batch = batch.into_iter().fold(Batch::new(), |batch, (key, value)| match value {
        Some(value) => batch.set(&section, key, value),
        None => batch.unset(&section, key),
    });
    context.edit_credentials(|file| file.apply(&batch))?;
    let until = expires.map_or(String::new(), |end| format!(" Good until {end}; logout removes them."));
    context.ui.say(format!("Wrote the keys as profile {name}.{until}"));
    Ok(())
}

/// Removes what was written: of one session, or all. Says which profiles.
pub(crate) fn remove(
    context: &Context,
    session: Option<&Session>,
    is_wanted: bool,
) -> Result<Vec<String>, Report> {
    let Some(file) = context.files_in_any_encoding()?.credentials else { return Ok(Vec::new()) };
    let empty = Document::parse(Vec::new());
    let config = Config::new(&empty, Some(&file), Dialect::AwsCli);
    let ours = config.profiles().filter(|profile| {
        let mark = profile.get(MARK);
        mark.is_some_and(|mark| session.is_none_or(|session| session.label() == mark))
    });
    let names: Vec<_> = ours.map(|profile| profile.name().to_owned()).collect();
    if is_wanted && !names.is_empty() {
        let sections = names.iter().map(SectionName::profile);
        let batch = sections.fold(Batch::new(), |batch, section| batch.remove_section(&section));
        context.edit_credentials(|file| file.apply(&batch))?;
    }
    Ok(names)
}
