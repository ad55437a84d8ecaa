//! `exec PROFILE`, as aws-vault has it: a word that is a profile and no program, where no profile is named.

use super::Exec;
use crate::{command_line, context::Context, exit::Exit, report::Report};

/// Takes the first word of the command for the profile, if it is one and no program has its name: alone, on a terminal, it
/// means a shell; else the error has the command line with the profile and the command apart.
pub(crate) fn adopt_profile(context: &mut Context, flags: &mut Exec) -> Result<(), Report> {
    let Some((name, rest)) = flags.command.split_first() else { return Ok(()) };
    let Some(name) = name.to_str().filter(|name| !name.contains(std::path::is_separator)) else {
        return Ok(());
    };
    let names_another = context.global.profile.is_some() || flags.role.account.is_some();
    let is_program = || context.env.program_paths(name).iter().any(|path| path.is_file());
    if names_another || is_program() || context.files()?.config().profile(name).is_none() {
        return Ok(());
    }
    let name = name.to_owned();
    if rest.is_empty() && context.ui.prompts() {
        flags.command.clear();
        context.global.profile = Some(name);
        return Ok(());
    }
    let mut words = command_line::typed();
    words.truncate(words.iter().position(|word| *word == name).unwrap_or(2));
    words.extend(["--profile".to_owned(), name.clone()]);
    if !rest.iter().any(|word| word == "--") {
        words.push("--".to_owned());
    }
    words.extend(rest.iter().map(|word| word.to_string_lossy().into_owned()));
    if rest.is_empty() {
        words.push("<COMMAND>".to_owned());
    }
    Err(Report::new(Exit::Usage, format!("{name} is a profile and no program")).try_command(words))
}
