//! Checks of `credential_process`: programs that cannot be started, or that ask daypass for the wrong profile.

use super::profiles::comment_out;
use crate::{
    Finding, Fix,
    view::{SnapshotView, is_sso, text},
};
use daypass_config_parse::{FileKind, Profile, command_words, needs_shell};
use daypass_credentials::own_process_profile;
use std::path::{Path, PathBuf};

/// P527 to P529, P533, P536: the command of `credential_process`.
pub(super) fn credential_process(view: &SnapshotView<'_>) -> Vec<Finding> {
    let found = view.config.profiles().filter_map(|profile| {
        let command = text(&profile, "credential_process")?;
        of_command(view, &profile, command).map(|found| view.locate(found, &profile, "credential_process"))
    });
    found.collect()
}

/// Lists the paths at which the programs are searched.
pub(super) fn paths(view: &SnapshotView<'_>) -> Vec<PathBuf> {
    let commands = view.config.profiles().filter_map(|profile| text(&profile, "credential_process"));
    let programs = commands.filter_map(|command| command_words(command)?.into_iter().next());
    programs.flat_map(|program| view.environment.program_paths(&program)).collect()
}

fn of_command(view: &SnapshotView<'_>, profile: &Profile<'_>, command: &str) -> Option<Finding> {
    let name = profile.name();
    let about = |code, what: &str| {
        let finding = Finding::error(code, format!("credential_process of profile {name} {what}"));
        finding.affects("no AWS tool gets credentials from it")
    };
    let Some(words) = command_words(command) else {
        return Some(about("P533", "has an unclosed quotation mark"));
    };
    let program = words.first()?;
    if let Some(asked) = own_process_profile(profile) {
        if asked == name && !is_sso(profile) {
            let finding = about("P527", &format!("asks for profile {name} itself"));
            return Some(finding.fix(comment_out(name, ["credential_process"])));
        }
        if view.config.profile(&asked).is_none() {
            let finding = about("P536", &format!("asks for profile {asked}, which does not exist"));
            return Some(finding.fix(comment_out(name, ["credential_process"])));
        }
    }
    if needs_shell(command) {
        let finding = about("P529", "needs a shell");
        let finding = finding.affects("the AWS CLI and boto3 start it without one; the other SDKs use sh");
        // The line works in the SDKs, so the fix keeps the command and adds the shell.
        let values = vec![(name.to_owned(), format!("sh -c '{command}'"))];
        let origin = profile.origin("credential_process").map(|origin| origin.file);
        let is_simple = !command.contains('\'') && origin == Some(FileKind::Config) && cfg!(unix);
        return Some(match is_simple {
            true => finding.fix(Fix::Set { key: "credential_process", values }),
            false => finding,
        });
    }
    let paths = view.environment.program_paths(program);
    let fact = |path: &PathBuf| view.facts.get(path);
    if paths.is_empty() || !paths.iter().all(|path| fact(path).is_some_and(|fact| !fact.is_program)) {
        return None;
    }
    let finding = about("P528", "starts a program that does not exist");
    // A program that is searched in PATH may be there with another PATH.
    let is_gone = Path::new(program).is_absolute();
    Some(if is_gone { finding.fix(comment_out(name, ["credential_process"])) } else { finding })
}
