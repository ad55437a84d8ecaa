//! The command that fixes a finding, or what a person does.

use crate::FindingFix;
use daypass_doctor::{Finding, ManualStep};
use daypass_sso_types::Remedy;
use daypass_terminal::{is_clean, shell};

/// The command line of a remedy in words; `None` if no command helps.
type RemedyCommand<'a> = &'a dyn Fn(&Remedy) -> Option<Vec<String>>;

impl FindingFix {
    /// Returns what `daypass` has for a finding: a command line without a word that cannot be printed as it is, a pattern with a
    /// placeholder for what only a person knows, or a sentence. `remedy` is the command line of a remedy; `joined` joins an
    /// option and a value that looks like one.
    pub fn of(
        finding: &Finding,
        remedy: RemedyCommand<'_>,
        joined: &dyn Fn(Vec<String>) -> Vec<String>,
    ) -> Self {
        let words = words(finding, remedy);
        let is_pattern = words.iter().any(|word| shell::is_placeholder(word));
        let is_whole = !is_pattern && words.iter().all(|word| is_clean(word));
        Self {
            usage: if is_pattern { shell::pattern(&words) } else { None },
            command: if is_whole { joined(words) } else { Vec::new() },
            advice: match (&finding.fix, &finding.step) {
                (None, Some(ManualStep::Remedy(Remedy::Advice(sentence)))) => Some(sentence.clone()),
                _ => None,
            },
        }
    }
}

fn words(finding: &Finding, remedy: RemedyCommand<'_>) -> Vec<String> {
    match &finding.fix {
        Some(fix) if fix.is_safe() => owned(["daypass", "doctor", "--fix"]),
        Some(_) => owned(["daypass", "doctor", &format!("--fix={}", finding.code)]),
        None => finding.step.as_ref().map(|step| of_step(step, remedy)).unwrap_or_default(),
    }
}

fn owned<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn of_step(step: &ManualStep, command: RemedyCommand<'_>) -> Vec<String> {
    match step {
        ManualStep::Remedy(remedy) => command(remedy).unwrap_or_default(),
        ManualStep::SignInToAll => owned(["daypass", "login", "--all", "--force"]),
        _ => step.system_command().unwrap_or_default(),
    }
}
