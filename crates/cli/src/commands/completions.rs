//! `daypass completions`: prints the completion script of a shell, made from the definition of the command line.

use crate::{args::Args, exit::Exit, output_forms, report::Report};
use clap::CommandFactory as _;
use daypass_terminal::{Terminal, Text};

pub(crate) fn run(ui: &Terminal, shell: clap_complete::Shell) -> Result<Exit, Report> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "daypass", &mut script);
    output_forms::print(ui, &Text::block(&String::from_utf8_lossy(&script)))?;
    Ok(Exit::Done)
}
