//! `daypass doctor`: finds faults on this machine and the command that fixes each.

use super::Doctor;
use crate::{
    command_line::OURS,
    context::Context,
    exit::Exit,
    machine, other_tool_profiles,
    report::{BOOK, Report},
    settings_file::VERSION,
    vault,
};
use daypass_at_terminal::{FindingFix, failed_fix, findings_json, findings_text};
use daypass_config_parse::SectionName;
use daypass_doctor::{AppliedFix, Finding, Fixer, Severity, Snapshot};
use daypass_other_tools::{Recognised, Tool};
use daypass_populate::counted;
use daypass_terminal::Text;
use std::{collections::BTreeSet, path::Path};

pub(crate) fn run(context: &Context, flags: &Doctor) -> Result<Exit, Report> {
    let form = context.output_form(&["text", "json"])?;
    let mut snapshot = gather(context);
    let mut findings = look(&snapshot, context, flags)?;
    let codes = flags.fix.clone().unwrap_or_default();
    let mut sleep = machine::pause;
    let mut fixer = Fixer::new(&codes, machine::now(), &mut sleep);
    let failed = |error| Report::of(Exit::Failed, failed_fix(&error, &context.paths));
    // A fix may reveal another finding: a file that was refused can be read.
    while flags.fix.is_some() && fixer.fix(&snapshot, &findings).map_err(failed)? {
        snapshot = gather(context);
        findings = look(&snapshot, context, flags)?;
    }
    let checks = daypass_doctor::count(flags.online);
    let done: Vec<String> = fixer.done().iter().map(|done| said(context, done)).collect();
    if form == "json" {
        context.print_json(&findings_json(&findings, &done, checks, &fix_command))?;
    } else {
        for line in &done {
            context.ui.say(line);
        }
        let head = if flags.bundle { daypass_doctor::bundle(&snapshot) } else { String::new() };
        let shown = |path: &Path| context.paths.pretty(path);
        let text = findings_text(&context.ui, &findings, checks, &shown, &fix_command);
        context.print(&(Text::block(&head) + text))?;
        let codes: BTreeSet<_> = findings.iter().map(|finding| &finding.code).collect();
        for code in codes {
            context.ui.log(1, format!("{BOOK}/doctor.md#{code}"));
        }
    }
    mention_other_tools(context);
    let is_bad = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if is_bad { Exit::Failed } else { Exit::Done })
}

/// Names the tools whose profiles an import takes over. Doctor's findings have their own fix for the older form of the AWS
/// CLI's profiles.
fn mention_other_tools(context: &Context) {
    let found = context.files().map(|files| other_tool_profiles::found(context, &files)).unwrap_or_default();
    let has_profiles = |found: &&Recognised| found.tool != Tool::AwsCliLegacy && !found.profiles.is_empty();
    for Recognised { tool, profiles, .. } in found.iter().filter(has_profiles) {
        let count = counted(profiles.len(), "profile");
        context.ui.say(format!("{count} of {tool}: daypass import {tool} takes them over."));
    }
}

/// The command that fixes an error in this section of the config files, as a finding of doctor has it.
pub(crate) fn fix_of(context: &Context, section: &SectionName) -> Option<Vec<String>> {
    let findings = daypass_doctor::examine(&gather(context));
    let about = findings.iter().filter(|finding| finding.section.as_ref() == Some(section));
    let errors = about.filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| fix_command(finding).command).find(|words| !words.is_empty())
}

fn fix_command(finding: &Finding) -> FindingFix {
    FindingFix::of(finding, &|remedy| OURS.remedy(remedy), &|words| OURS.joined(words))
}

/// Whether doctor has a fix with this code here. It has none that would cause another finding.
pub(crate) fn offers(context: &Context, code: &str) -> bool {
    let findings = daypass_doctor::examine(&gather(context));
    findings.iter().any(|finding| finding.code == code && finding.fix.is_some())
}

/// Takes a snapshot of the home directory, with the errors in the settings file and the endpoints that are set.
fn gather(context: &Context) -> Snapshot {
    Snapshot::gather(context.paths.clone(), context.env.clone(), machine::now())
        .with_settings(context.settings_files().findings(VERSION))
        .with_vault(vault::findings(&context.paths, &context.ui))
        .with_endpoints(context.sign_in_settings().unwrap_or_default())
}

fn look(snapshot: &Snapshot, context: &Context, flags: &Doctor) -> Result<Vec<Finding>, Report> {
    let mut findings = daypass_doctor::examine(snapshot);
    if flags.online {
        let (settings, caller) = (context.settings()?, context.caller(None)?);
        findings.extend(context.block_on(async {
            Ok(daypass_doctor::examine_network(snapshot, &settings, &caller, &machine::now).await)
        })?);
    }
    Ok(findings)
}

fn said(context: &Context, done: &AppliedFix) -> String {
    format!("{} {}", done.code, done.outcome.sentence(&|path| context.paths.pretty(path)))
}
