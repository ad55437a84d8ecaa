//! `daypass docker-credential`: docker's credential helper, also as `docker-credential-daypass`. docker shows standard output
//! alone, so failures go there.

use super::{Signer, run::Signing};
use crate::{command_line::OURS, context::Context, exit::Exit, report::Report};
use daypass_service_tokens::{
    docker::{DockerRequest, MAX_INPUT_BYTES, NOT_FOUND, list_json, login_json},
    ecr::Registry,
};
use daypass_terminal::Text;
use std::io::{Read as _, stdin};

pub(crate) fn run(context: &Context, verb: &str) -> Result<Exit, Report> {
    let answer = answer(context, verb);
    let (text, exit) = match answer {
        Ok(answer) => answer,
        Err(report) => (report.to_text(&OURS).plain(), report.exit()),
    };
    if !text.is_empty() {
        context.print(&Text::block(&format!("{text}\n")))?;
    }
    Ok(exit)
}

/// The answer to docker, and the exit code.
fn answer(context: &Context, verb: &str) -> Result<(String, Exit), Report> {
    let mut input = String::new();
    if verb != "list" {
        let read = stdin().lock().take(MAX_INPUT_BYTES).read_to_string(&mut input);
        read.map_err(|error| Report::new(Exit::Failed, "cannot read standard input").cause(&error))?;
    }
    let request = DockerRequest::read(verb, &input);
    let request = request.ok_or_else(|| Report::new(Exit::Usage, format!("docker has no request {verb}")))?;
    Ok(match request {
        DockerRequest::Get(registry, server) => {
            let login = Signing::begin(context, &Signer::default(), "ecr")?.login(context, &registry)?;
            (login_json(&server, &login), Exit::Done)
        }
        DockerRequest::List => (list_json(&registries(context)?), Exit::Done),
        DockerRequest::CannotStore(server) => {
            let message = format!("daypass stores no passwords; the one for {server} is for another helper");
            return Err(Report::new(Exit::Failed, message));
        }
        DockerRequest::NotFound => (NOT_FOUND.to_owned(), Exit::Failed),
        _ => (String::new(), Exit::Done),
    })
}

/// The registries of the profile's account in its region, if both are known, and the public one.
fn registries(context: &Context) -> Result<Vec<Registry>, Report> {
    let subject = crate::commands::subject::Subject::of(context)?;
    let plan = subject.plan();
    let account = plan.account().and_then(|account| account.parse().ok());
    let private = account.zip(plan.region().cloned());
    let private = private.map(|(account, region)| Registry::Private { account: Some(account), region });
    Ok(private.into_iter().chain([Registry::Public]).collect())
}
