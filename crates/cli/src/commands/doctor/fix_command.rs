//! The command that fixes a finding, or what a person does.

use crate::remedy;
use daypass_doctor::{Finding, ManualStep};
use daypass_sso_types::Remedy;
use daypass_terminal::{is_clean, shell};

/// The command that fixes a finding, as a pattern with a placeholder for what only a person knows.
pub(super) fn pattern(finding: &Finding) -> Option<String> {
    let words = words(finding);
    words.iter().any(|word| shell::is_placeholder(word)).then(|| shell::pattern(words))?
}

/// The command that fixes a finding, as words; empty if no command does, if the command is a [`pattern`], or if a word
/// cannot be printed as it is.
pub(super) fn command(finding: &Finding) -> Vec<String> {
    let words = words(finding);
    let is_whole = words.iter().all(|word| is_clean(word) && !shell::is_placeholder(word));
    if is_whole { words } else { Vec::new() }
}

fn words(finding: &Finding) -> Vec<String> {
    match &finding.fix {
        Some(fix) if fix.is_safe() => owned(["daypass", "doctor", "--fix"]),
        Some(_) => owned(["daypass", "doctor", &format!("--fix={}", finding.code)]),
        None => finding.step.as_ref().map(of_step).unwrap_or_default(),
    }
}

/// What a person can do if no command helps, as a sentence.
pub(super) fn advice(finding: &Finding) -> Option<&str> {
    match (&finding.fix, &finding.step) {
        (None, Some(ManualStep::Remedy(Remedy::Advice(sentence)))) => Some(sentence),
        _ => None,
    }
}

fn owned<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn of_step(step: &ManualStep) -> Vec<String> {
    match step {
        ManualStep::Remedy(remedy) => remedy::command(remedy).unwrap_or_default(),
        ManualStep::SignInToAll => owned(["daypass", "login", "--all", "--force"]),
        _ => step.system_command().unwrap_or_default(),
    }
}
