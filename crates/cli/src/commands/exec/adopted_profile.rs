//! `exec PROFILE`, as aws-vault has it: a word that is a profile and no program, where no profile is named.

use super::Exec;
use crate::{
    args::{Args, ColorChoice, Command, Global},
    command_line,
    context::Context,
    exit::Exit,
    report::Report,
};

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
    // `exec work --region eu-west-1 -- cmd`: what stands between is ours. The terminal has its options already.
    let has_options = rest.first().is_some_and(|word| word.to_string_lossy().starts_with('-'));
    if has_options
        && let Some(Args { global, command: Command::Exec(read) }) =
            command_line::reread(&name, &format!("--profile={name}"))
        && of_the_terminal(&global) == of_the_terminal(&context.global)
    {
        (context.global, *flags) = (global, read);
        return Ok(());
    }
    let mut words = command_line::typed();
    words.truncate(words.iter().position(|word| *word == name).unwrap_or(2));
    words.extend(["--profile".to_owned(), name.clone()]);
    let rest: Vec<_> = match rest.is_empty() {
        true => vec!["<COMMAND>".to_owned()],
        false => rest.iter().map(|word| word.to_string_lossy().into_owned()).collect(),
    };
    let whole: Vec<_> = words.iter().chain(&rest).cloned().collect();
    let has_own_dashes = rest.iter().any(|word| word == "--") && command_line::parse(&whole);
    let words = match has_own_dashes {
        true => whole,
        false => words.into_iter().chain(["--".to_owned()]).chain(rest).collect(),
    };
    Err(Report::new(Exit::Usage, format!("{name} is a profile and no program")).try_command(words))
}

/// The options that the terminal was made with.
fn of_the_terminal(global: &Global) -> (ColorChoice, bool, bool, u8) {
    (global.color, global.no_input, global.quiet, global.verbose)
}
