//! `daypass completions`: the shell's script, from the one definition of the command line.

use crate::{args::Args, context::Context, exit::Exit, report::Report};
use clap::CommandFactory as _;

pub(crate) fn run(context: &Context, shell: clap_complete::Shell) -> Result<Exit, Report> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "daypass", &mut script);
    context.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
