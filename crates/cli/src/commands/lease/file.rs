//! `daypass lease file`: the credentials of a lease in a folder, for sandboxes that refuse sockets.

use super::{File, leased};
use crate::{context::Context, exit::Exit, machine, report::Report, runtime};
use daypass_credential_server::{Failure, FileKeeper, ProvidedRole};
use daypass_transport::TokioTimer;
use std::{path::absolute, sync::Arc};

pub(crate) fn run(context: &Context, flags: &File) -> Result<Exit, Report> {
    let failed = |message: &str, error: &std::io::Error| Report::new(Exit::Failed, message).cause(error);
    let leased = leased(context, &flags.lease)?;
    let folder = absolute(&flags.folder).map_err(|error| failed("the folder has no path", &error))?;
    let (region, gate) = (leased.plan.region().cloned(), leased.gate(None));
    let source = ProvidedRole { provider: leased.provider, plan: leased.plan };
    let keeper = FileKeeper::new(&folder, Box::new(source), gate, Arc::new(machine::now));
    keeper.prepare(region.as_ref()).map_err(|error| failed("the folder cannot be used", &error))?;
    let signals = context.signals.hand_over();
    let ended = runtime::runtime()?.block_on(async {
        context.ui.say(format!(
            "Keeping {} until the lease ends or Ctrl-C; a program reads it with AWS_CONFIG_FILE={}.",
            folder.join(FileKeeper::CREDENTIALS).display(),
            folder.join(FileKeeper::CONFIG).display(),
        ));
        tokio::select! {
            _ = signals.next() => None,
            failure = keeper.keep(&TokioTimer) => Some(failure),
        }
    });
    keeper.remove().map_err(|error| failed("the credentials cannot be removed", &error))?;
    match ended {
        None => Ok(Exit::Done),
        Some(Failure { code: "LeaseEnded", message, .. }) => {
            context.ui.say(format!("Removed: {message}."));
            Ok(Exit::Done)
        }
        Some(failure) => Err(Report::new(Exit::Failed, failure.message)),
    }
}
