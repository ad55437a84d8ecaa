//! `daypass lease`: makes, lists, shows and ends leases, and prints their record.

use super::{End, LeaseCommand, List, New, file, made::make};
use crate::{
    background_server,
    commands::serve::{ServeFormat, show},
    context::Context,
    exit::Exit,
    machine,
    report::Report,
};
use daypass_credential_server::EndpointVariables;
use daypass_leases::Lease;
use daypass_terminal::{
    Text,
    time::{self, span},
};
use serde_json::json;
use std::ffi::OsString;

/// The columns of lists.
const COLUMNS: [&str; 7] = ["LEASE", "ROLE", "STATE", "LEFT", "USES", "HOST", "NOTE"];

pub(crate) fn run(context: &Context, command: LeaseCommand) -> Result<Exit, Report> {
    match command {
        LeaseCommand::New(flags) => new(context, &flags),
        LeaseCommand::List(flags) => list(context, &flags),
        LeaseCommand::Show(flags) => {
            let form = context.output_form(&["text", "json"])?;
            let (_, lease) = context.lease(&flags.lease)?;
            if form == "json" {
                context.print_json(&lease.to_json(machine::now()))?;
            } else {
                context.print(&Text::lines(lease.lines(machine::now())))?;
            }
            Ok(Exit::Done)
        }
        LeaseCommand::End(flags) => end(context, &flags),
        LeaseCommand::Log { lease } => {
            let only = lease.map(|id| context.lease(&id)).transpose()?;
            let log = context.leases().log(only.as_ref().map(|(journal, _)| journal.as_ref()));
            let log =
                log.map_err(|error| Report::new(Exit::Failed, "the record cannot be read").cause(&error))?;
            context.print(&Text::block(&log))?;
            Ok(Exit::Done)
        }
        LeaseCommand::File(flags) => file::run(context, &flags),
    }
}

fn new(context: &Context, flags: &New) -> Result<Exit, Report> {
    let form = context.output_form(&["text", "json"])?;
    let (journal, lease) = make(context, &flags.terms, flags.host.clone())?;
    let (id, now) = (&lease.terms.id, machine::now());
    let (mut offers, mut process) = (Vec::new(), None);
    if flags.host.is_none() {
        let mut options: Vec<OsString> =
            vec!["--lease".into(), id.into(), "--port".into(), flags.port.to_string().into()];
        options.extend(flags.socket.iter().flat_map(|path| ["--socket".into(), path.into()]));
        if let Some(process) = flags.until_exit {
            options.extend(["--until-exit".into(), process.to_string().into()]);
        }
        let started = background_server::command(context, &[], &options)
            .map_err(|error| Report::new(Exit::Failed, "cannot find the program of daypass").cause(&error))
            .and_then(background_server::start);
        match started {
            Ok((id, served)) => (offers, process) = (served, Some(id)),
            Err(report) => {
                drop(journal.end(now, "its server, which did not start"));
                return Err(report);
            }
        }
    }
    if form == "json" {
        let variables: Vec<_> = offers.iter().map(EndpointVariables::to_json).collect();
        context.print_json(
            &json!({ "lease": lease.to_json(now), "process": process, "endpoints": variables }),
        )?;
    } else if !offers.is_empty() {
        show(context, ServeFormat::Env, form, &offers)?;
    }
    let left = span(time::left(lease.terms.until, now).unwrap_or_default());
    context
        .ui
        .say(format!("Lent {} for {left}. End it with:  daypass lease end {id}", lease.terms.role.label()));
    if let Some(host) = &flags.host {
        context.ui.say(format!("It is for one host:  daypass ssh --lease {id} {host}"));
    }
    Ok(Exit::Done)
}

fn list(context: &Context, flags: &List) -> Result<Exit, Report> {
    let form = context.table_form(&["text", "json", "table", "csv"], &flags.table)?;
    let now = machine::now();
    let mut leases = context.leases().list();
    leases.retain(|lease| flags.all || lease.is_live(now));
    let rows: Vec<_> = leases.iter().map(|lease| cells(lease, now)).collect();
    let all = || leases.iter().map(|lease| lease.to_json(now)).collect();
    context.print_rows(form, &flags.table, &COLUMNS, &rows, all)?;
    Ok(Exit::Done)
}

fn cells(lease: &Lease, now: std::time::SystemTime) -> Vec<String> {
    let terms = &lease.terms;
    let left = time::left(terms.until, now).filter(|_| lease.is_live(now)).map(span);
    let uses = match terms.max_uses {
        Some(most) => format!("{} of {most}", lease.uses),
        None => lease.uses.to_string(),
    };
    let texts = [terms.role.label(), lease.state(now).to_owned(), left.unwrap_or_default(), uses];
    let more = [&terms.host, &terms.note].map(|text| text.clone().unwrap_or_default());
    [terms.id.clone()].into_iter().chain(texts).chain(more).collect()
}

fn end(context: &Context, flags: &End) -> Result<Exit, Report> {
    let now = machine::now();
    let live = || context.leases().list().into_iter().filter(|lease| lease.is_live(now));
    let ids = if flags.all { live().map(|lease| lease.terms.id).collect() } else { flags.leases.clone() };
    for id in ids {
        let (journal, lease) = context.lease(&id)?;
        let id = &lease.terms.id;
        let was_live = journal.end(now, "its person").map_err(|error| {
            Report::new(Exit::Failed, format!("the end of the lease {id} cannot be written")).cause(&error)
        })?;
        let words = if was_live { "Ended" } else { "It was over before:" };
        context.ui.say(format!("{words} {id} ({}).", lease.terms.role.label()));
    }
    Ok(Exit::Done)
}
