//! `daypass relay`: hands its flags to the relay.

use super::Relay;
use crate::{exit::Exit, report::Report};
use daypass_environment::{Environment, Variable};
use daypass_relay::Options;
use daypass_terminal::Terminal;

pub(crate) fn run(ui: &Terminal, env: &Environment, flags: Relay) -> Result<Exit, Report> {
    let mut options = Options::default();
    options.socket = flags.socket;
    options.tcp = flags.tcp;
    options.stdio = flags.stdio;
    options.port = flags.port;
    options.stay = flags.stay;
    options.address_file = flags.address_file;
    options.answer = flags.answer;
    options.command = flags.command;
    options.for_process = flags.for_process;
    options.address = env.text(Variable::ContainerFullUri).ok().flatten();
    options.own_words = vec!["relay".to_owned()];
    match options.start(&|ready| ui.say(ready)) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => {
            Err(Report::new(if error.is_usage() { Exit::Usage } else { Exit::Failed }, error.to_string()))
        }
    }
}
