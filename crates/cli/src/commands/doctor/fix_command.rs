//! Findings as words: the command line that fixes one, or what a person does.

use crate::remedy;
use daypass_doctor::{Finding, ManualStep};
use daypass_sso_types::Remedy;

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
