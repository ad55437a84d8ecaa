//! `daypass doctor`: what is wrong on this machine, for whom, and the command that mends it.

use crate::{
    args::Doctor,
    context::{Context, Files},
    doctor::{self, Finding, Mender, Scene, Severity},
    exit::Exit,
    report::Report,
};
use daypass_terminal::Text;

pub(crate) fn run(context: &Context, flags: &Doctor) -> Result<Exit, Report> {
    let form = context.form(&["text", "json"])?;
    let mut findings = look(&context.files_in_any_encoding()?, context, flags)?;
    let codes = flags.fix.clone().unwrap_or_default();
    let mut mender = Mender::new(context, &codes);
    // One mend may bring the next into sight: a file that was refused is read.
    while flags.fix.is_some() && mender.mend(&findings)? {
        findings = look(&context.files_in_any_encoding()?, context, flags)?;
    }
    let checks = doctor::count(flags.online);
    let text = if form == "json" {
        Text::pretty_json(&doctor::as_json(&findings, mender.done(), checks))
    } else {
        mender.done().iter().for_each(|line| context.ui.say(line));
        let files = context.files_in_any_encoding()?;
        let head = if flags.bundle { doctor::bundle(&Scene::gather(context, &files)) } else { String::new() };
        Text::block(&head) + doctor::as_text(&context.ui, &context.paths, &findings, checks)
    };
    context.print(&text)?;
    let is_bad = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if is_bad { Exit::Failed } else { Exit::Done })
}

fn look(files: &Files, context: &Context, flags: &Doctor) -> Result<Vec<Finding>, Report> {
    let scene = Scene::gather(context, files);
    let mut findings = doctor::examine(&scene);
    if flags.online {
        findings.extend(context.block_on(doctor::ask(context, &scene))?);
    }
    Ok(findings)
}
