//! `daypass configure get` and `daypass configure set`: one key of a config file.

use super::{Get, SectionFlags, Set};
use crate::{
    context::{Context, Files},
    exit::Exit,
    report::Report,
};
use daypass_config_parse::{SectionName, VariableName};
use daypass_terminal::Text;

/// Prints the value of a key; without one, prints nothing and exits 1, as the AWS CLI does.
pub(crate) fn get(context: &Context, flags: &Get) -> Result<Exit, Report> {
    let files = context.files()?;
    let name = named(context, &files, &flags.section, &flags.key, true)?;
    let config = files.config();
    let section = config.section(name.section.kind(), name.section.name());
    let is_asked_for = flags.section.section().is_some() || context.named_profile().is_some();
    let Some(section) = section else {
        return match is_asked_for && !flags.key.contains('.') {
            true => Err(Report::new(Exit::Configuration, format!("there is no [{}]", name.section))),
            false => Ok(Exit::Failed),
        };
    };
    let value = match &name.nested {
        Some(nested) => section.nested(&name.key, nested),
        None if section.is_nested(&name.key) => {
            let message =
                format!("{} is a block of keys; name one of them, such as {}.KEY", flags.key, flags.key);
            return Err(Report::new(Exit::Failed, message));
        }
        None => section.get(&name.key),
    };
    let Some(value) = value else { return Ok(Exit::Failed) };
    context.print(&Text::block(&format!("{value}\n")))?;
    Ok(Exit::Done)
}

/// Writes a key; nothing is printed.
pub(crate) fn set(context: &Context, flags: &Set) -> Result<Exit, Report> {
    let files = context.files()?;
    let name = named(context, &files, &flags.section, &flags.key, false)?;
    let edit = name.set(&flags.value);
    match name.is_secret() {
        true => context.home().edit_credentials(|file| file.apply(&edit))?,
        false => context.edit_config(|file| file.apply(&edit))?,
    }
    Ok(Exit::Done)
}

fn named(
    context: &Context,
    files: &Files,
    flags: &SectionFlags,
    key: &str,
    profiles_too: bool,
) -> Result<VariableName, Report> {
    let config = files.config();
    let current = context.chosen_profile().unwrap_or_else(|| "default".to_owned());
    let is_profile = |name: &str| profiles_too && config.profile(name).is_some();
    VariableName::read(key, flags.section(), &current, is_profile).ok_or_else(|| {
        Report::new(Exit::Usage, format!("{key:?} names no key"))
            .fact("expected", "KEY, BLOCK.KEY, default.KEY or profile.NAME.KEY")
    })
}

impl SectionFlags {
    /// The section that a flag names.
    fn section(&self) -> Option<SectionName> {
        let session = self.sso_session.as_ref().map(SectionName::sso_session);
        session.or_else(|| self.services.as_ref().map(SectionName::services))
    }
}
