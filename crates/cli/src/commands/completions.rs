//! `daypass completions`: the shell's script, from the one definition of the command line.

use crate::{args::Args, exit::Exit, report::Report, ui::Ui};
use clap::CommandFactory as _;

pub(crate) fn run(ui: &Ui, shell: clap_complete::Shell) -> Result<Exit, Report> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "daypass", &mut script);
    ui.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
