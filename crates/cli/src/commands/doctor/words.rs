//! Steps and fixes as words: the command line that a step is, the sentence that says what a fix did.

use crate::remedy;
use daypass_doctor::{Finding, Made, Step};
use daypass_sso_types::Remedy;
use std::path::Path;

/// The command that fixes a finding, word by word; empty where only a person can.
pub(super) fn command(finding: &Finding) -> Vec<String> {
    match &finding.fix {
        Some(fix) if fix.is_safe() => owned(["daypass", "doctor", "--fix"]),
        Some(_) => owned(["daypass", "doctor", &format!("--fix={}", finding.code)]),
        None => finding.step.as_ref().map(of_step).unwrap_or_default(),
    }
}

/// What a person does where no command helps, as a sentence.
pub(super) fn advice(finding: &Finding) -> Option<&str> {
    match (&finding.fix, &finding.step) {
        (None, Some(Step::Remedy(Remedy::Advice(sentence)))) => Some(sentence),
        _ => None,
    }
}

fn owned<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn of_step(step: &Step) -> Vec<String> {
    let shown = |path: &Path| path.display().to_string();
    match step {
        Step::Remedy(remedy) => remedy::command(remedy).unwrap_or_default(),
        Step::UnsetVariables(names) => {
            std::iter::once("unset").chain(names.iter().copied()).map(str::to_owned).collect()
        }
        Step::SetVariable { name, value } => owned(["export", &format!("{name}={value}")]),
        Step::SignInToAll => owned(["daypass", "login", "--all", "--force"]),
        Step::MoveAside(path) => owned(["mv", &shown(path), &format!("{}.old", shown(path))]),
        Step::OpenToOwner(path) => {
            owned(["chmod", if path.is_dir() { "u+rwx" } else { "u+rw" }, &shown(path)])
        }
        Step::ChangeOwner { path, owner } => owned(["sudo", "chown", "-R", &owner.to_string(), &shown(path)]),
        Step::SetClock => match std::env::consts::OS {
            "macos" => owned(["sudo", "sntp", "-sS", "time.apple.com"]),
            "windows" => owned(["w32tm", "/resync"]),
            _ => owned(["sudo", "timedatectl", "set-ntp", "true"]),
        },
        _ => Vec::new(),
    }
}

/// What a fix did, as a sentence.
pub(super) fn of_done(what: &Made, shown: &dyn Fn(&Path) -> String) -> String {
    match what {
        Made::Closed(path, mode) => format!("{} has mode {mode:04o} now", shown(path)),
        Made::SetAside(path) => format!("{} is out of the way", shown(path)),
        Made::Removed(path) => format!("{} is removed", shown(path)),
        Made::Swept(folder) => format!("temporary files are removed from {}", shown(folder)),
        Made::Rewritten(path) => format!("{} is written anew", shown(path)),
        Made::Edited { file, copy, sessions, sign_in, .. } => {
            let mut text = format!("fixed in {}; as it was before this run: {}", shown(file), shown(copy));
            for (name, is_moved) in sessions {
                text.push_str(&match is_moved {
                    true => format!("; the sign-in moved to the session's new name, {name}"),
                    false => format!("; the session is called {name} now"),
                });
            }
            for name in sign_in {
                text.push_str(&format!("; session {name} is new: sign in to it"));
            }
            text
        }
        _ => "fixed".to_owned(),
    }
}
