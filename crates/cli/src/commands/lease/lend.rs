//! `daypass lend`: a command with the endpoint of one lease, which ends with the command.

use super::{Lend, made::make};
use crate::{background_server, commands::exec, context::Context, exit::Exit, machine, report::Report};
use daypass_environment::{ChildVariables, no_config_files};
use daypass_sso_types::Region;
use daypass_terminal::time::span;
use std::process::Command;

pub(crate) fn run(context: &Context, flags: &Lend) -> Result<Exit, Report> {
    let (journal, lease) = make(context, &flags.terms, None)?;
    let options = ["--lease", &lease.terms.id];
    let offer = match background_server::for_this_process(context, &[], &options) {
        Ok(Ok(offer)) => offer,
        failed => {
            drop(journal.end(machine::now(), "its server, which did not start"));
            return failed.map(|exit| exit.err().unwrap_or(Exit::Failed));
        }
    };
    let (program, arguments) = flags.command.split_first().expect("the command line requires a command");
    let mut command = Command::new(program);
    command.args(arguments);
    let region = lease.terms.role.region.as_deref().and_then(|region| Region::new(region).ok());
    let child = ChildVariables::of(&context.env, None, region.as_ref())?;
    for name in child.remove {
        command.env_remove(name);
    }
    // What the person's files have is not lent.
    command.envs(child.set).envs(offer.variables()).envs(no_config_files());
    let time = span(flags.terms.time);
    context.ui.say(format!("Lent {} for {time}, until the command ends.", lease.terms.role.label()));
    exec::replaced(command)
}
