//! `daypass init` and `daypass use`: the shell integration.

use super::{Init, Use};
use crate::{args::Args, context::Context, exit::Exit, output_forms, picker, report::Report};
use clap::CommandFactory as _;
use clap_complete::Shell as Generator;
use daypass_at_terminal::Choice;
use daypass_environment::Environment;
use daypass_shell_integration::{Shell, script};
use daypass_terminal::{Terminal, Text};

/// Prints the integration of a shell; without a name, of the shell of SHELL.
pub(crate) fn run(ui: &Terminal, env: &Environment, flags: &Init) -> Result<Exit, Report> {
    output_forms::print(ui, &Text::block(&integration(shell(env, flags)?)))?;
    Ok(Exit::Done)
}

/// The integration of a shell.
pub(super) fn integration(shell: Shell) -> String {
    let mut completion = Vec::new();
    if shell == Shell::PowerShell {
        clap_complete::generate(Generator::PowerShell, &mut Args::command(), "daypass", &mut completion);
    }
    script(shell, &String::from_utf8_lossy(&completion))
}

/// The shell that is named, or that SHELL names.
pub(super) fn shell(env: &Environment, flags: &Init) -> Result<Shell, Report> {
    flags.shell.map_or_else(|| Shell::of_person(env), Ok).map_err(|missing| {
        let change = [(flags.install, "--install"), (flags.uninstall, "--uninstall")];
        let change = change.iter().filter_map(|(is_meant, word)| is_meant.then_some(*word));
        Report::new(Exit::Usage, missing.to_string())
            .try_command(["daypass", "init", "bash"].into_iter().chain(change))
    })
}

/// Runs `daypass use` outside the shell function, which alone can change the shell: picks a profile for the function, or says
/// that it is missing.
pub(crate) fn switch(context: &Context, flags: &Use) -> Result<Exit, Report> {
    if flags.pick {
        return pick(context);
    }
    let Some(name) = flags.name.as_deref().filter(|name| *name != "-") else {
        return Err(needs_integration(&context.env));
    };
    let (files, settings) = (context.files_of(name)?, context.settings()?);
    let config = files.config();
    Err(match daypass_credentials::resolve(&config, &settings, name) {
        // The error suggests the profile that was probably meant.
        Err(error) if config.profile(name).is_none() => context.credentials_failed(&error),
        _ => needs_integration(&context.env),
    })
}

/// Prints the name of the profile that the person picks.
fn pick(context: &Context) -> Result<Exit, Report> {
    if !context.ui.prompts() {
        return Err(Report::new(Exit::Usage, "there is no terminal to pick a profile on")
            .try_command(["daypass", "use", "<NAME>"]));
    }
    let choice = picker::pick(context, &context.files()?, false)?;
    picker::note_use(context, &choice);
    if let Choice::Profile(name) = choice {
        // The shell function uses the printed text as the name.
        if !daypass_terminal::is_clean(&name) {
            return Err(Report::new(
                Exit::Configuration,
                format!("the name of profile {name} cannot be printed for a shell"),
            ));
        }
        context.print(&Text::from(&name))?;
    }
    Ok(Exit::Done)
}

fn needs_integration(env: &Environment) -> Report {
    let report =
        Report::new(Exit::Usage, "`daypass use` needs the shell integration, which is not loaded here");
    match Shell::of_person(env) {
        Ok(_) => report.try_command(["daypass", "init", "--install"]),
        Err(_) => report.try_command(["daypass", "init", "bash", "--install"]),
    }
}
