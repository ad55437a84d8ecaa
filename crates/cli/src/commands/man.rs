//! `daypass man`: prints or writes the manual, a page for each command, made from the definition of the command line.

use crate::{args, exit::Exit, output_forms, report::Report};
use clap_mangen::Man;
use daypass_terminal::{Terminal, Text};
use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

/// Prints the page of daypass or of the command `path`, or writes the pages of all commands into a folder.
pub(crate) fn run(ui: &Terminal, path: &[String], folder: Option<&Path>) -> Result<Exit, Report> {
    let command = args::for_help(args::definition());
    let failed =
        |error: &dyn std::error::Error| Report::new(Exit::Failed, "cannot write the manual").cause(error);
    let Some(folder) = folder else {
        let Some(command) = path.iter().try_fold(&command, |above, name| above.find_subcommand(name)) else {
            let message = format!("daypass has no command {}", path.join(" "));
            return Err(Report::new(Exit::Usage, message).advise("`daypass help` lists the commands."));
        };
        let name = std::iter::once("daypass").chain(path.iter().map(String::as_str)).collect::<Vec<_>>();
        let page = page(command, &name.join("-")).map_err(|error| failed(&error))?;
        output_forms::print(ui, &Text::block(&String::from_utf8_lossy(&page)))?;
        return Ok(Exit::Done);
    };
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    for (name, command) in pages(&command, "daypass") {
        let write = || fs::File::create(folder.join(format!("{name}.1")))?.write_all(&page(command, &name)?);
        write().map_err(|error| failed(&error))?;
    }
    Ok(Exit::Done)
}

/// A command and all commands below it, with the names of their pages, such as `daypass-configure-sso`.
fn pages<'c>(command: &'c clap::Command, name: &str) -> Vec<(String, &'c clap::Command)> {
    let mut all = vec![(name.to_owned(), command)];
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        all.extend(pages(sub, &format!("{name}-{}", sub.get_name())));
    }
    all
}

fn page(command: &clap::Command, name: &str) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).title(name).render(&mut page)?;
    Ok(page)
}
