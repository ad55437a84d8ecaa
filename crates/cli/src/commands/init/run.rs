//! `daypass init`: prints the shell integration.

use super::Init;
use crate::{args::Args, exit::Exit, output_forms, report::Report};
use clap::CommandFactory as _;
use clap_complete::Shell as Generator;
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
