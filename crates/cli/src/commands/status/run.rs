//! `daypass status`: shows how long each session and the credentials of each profile are valid. Only `--verify` uses the
//! network.

use super::{Status, show, view::View};
use crate::{context::Context, exit::Exit, report::Report};
use daypass_sign_in::SignInStatus;
use std::time::Duration;

/// How often `--watch` refreshes.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

pub(crate) fn run(context: &Context, flags: &Status) -> Result<Exit, Report> {
    let form = context.table_form(&["text", "json", "table", "csv"], &flags.table)?;
    if flags.watch {
        return watch(context, flags, form);
    }
    let view = View::gather(context, flags)?;
    match form {
        "json" => context.print_json(&show::as_json(&view))?,
        "csv" | "table" => {
            let rows = show::as_rows(&view);
            context.print_rows(form, &flags.table, &show::COLUMNS, &rows, || show::as_json(&view))?;
        }
        _ => context.print(&show::as_text(&context.ui, &view, &context.zone()))?,
    }
    // A sign-in does not help with a token file that cannot be read.
    match view.sessions.iter().find_map(|(_, standing)| match standing {
        SignInStatus::Unreadable(error) => Some(error),
        _ => None,
    }) {
        Some(error) => Err(context.credentials_failed(error)),
        None => Ok(view.exit()),
    }
}

/// Redraws the status every second until Ctrl-C.
fn watch(context: &Context, flags: &Status, form: &str) -> Result<Exit, Report> {
    let ui = &context.ui;
    let (true, "text") = (ui.draws(), form) else {
        return Err(Report::new(Exit::Usage, "--watch draws on a terminal; a program can run status again")
            .try_command(["daypass", "status", "--output", "json"]));
    };
    let ended: Result<(), Report> = context.block_on(async {
        loop {
            let text = show::as_text(ui, &View::gather(context, flags)?, &context.zone());
            ui.redraw(&text).map_err(|error| {
                Report::new(Exit::Failed, "cannot write to standard output").cause(&error)
            })?;
            tokio::time::sleep(WATCH_INTERVAL).await;
        }
    });
    // Ctrl-C is the normal end.
    ended.map(|()| Exit::Done).or_else(|report| match report.exit() {
        Exit::Interrupted => Ok(Exit::Done),
        _ => Err(report),
    })
}
