//! Findings of doctor as text or JSON. They quote names, never values, so that the output holds no secret.

use crate::fold;
use daypass_doctor::{Finding, Severity};
use daypass_terminal::{Terminal, Text, bad, clean, dim, good, shell, strong};
use serde_json::{Value, json};
use std::path::Path;

/// What fixes a finding, by the program's own commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the program fills it, and has no more to say")]
pub struct FindingFix {
    /// The command line that fixes it, as words; empty if there is none.
    pub command: Vec<String>,
    /// The pattern of a command line, for what only a person knows.
    pub usage: Option<String>,
    /// A sentence, if no command helps.
    pub advice: Option<String>,
}

/// Writes the findings of `checks` checks for a person: each with its place, for which tool it matters, and what fixes it.
///
/// `shown` is how a path is shown, `fix` what the program has for a finding.
pub fn findings_text(
    terminal: &Terminal,
    findings: &[Finding],
    checks: usize,
    shown: &dyn Fn(&Path) -> String,
    fix: &dyn Fn(&Finding) -> FindingFix,
) -> Text {
    let mut text = Text::new();
    for finding in findings {
        let sign = match finding.severity {
            Severity::Error => bad("✗"),
            Severity::Warning => strong("!"),
            Severity::Note => dim("·"),
        };
        let place = finding.file.as_ref().map(|file| match finding.line {
            Some(line) => format!("{}:{line}: ", shown(file)),
            None => format!("{}: ", shown(file)),
        });
        let place = place.unwrap_or_default();
        let said = format!("{place}{}", finding.message);
        text = text + sign + format!(" {}  ", finding.code) + fold(terminal, &said);
        if !finding.affects.is_empty() {
            text = text + "        " + fold(terminal, &finding.affects);
        }
        let fix = fix(finding);
        let command = shell::command(fix.command).filter(|line| !line.is_empty());
        if let Some(pattern) = fix.usage {
            text = text.line("        " + strong("usage:") + " " + pattern);
        } else if let Some(command) = command {
            text = text.line("        " + strong("fix:") + " " + command);
        } else if let Some(advice) = fix.advice {
            text = text + "        " + fold(terminal, &advice);
        }
    }
    let count = match findings.len() {
        0 => "nothing found".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    let is_bad = findings.iter().any(|finding| finding.severity == Severity::Error);
    let sign = if is_bad { bad("✗") } else { good("✓") };
    text.line(sign + format!(" {checks} checks, {count}"))
}

/// Folds a text behind the code of a finding; on a terminal, lines end between words.
fn fold(on: &Terminal, text: &str) -> Text {
    const INDENT: usize = 8;
    if !on.draws() {
        return Text::new().line(text);
    }
    fold::fold(text, on.width().saturating_sub(INDENT).max(20), INDENT)
}

/// Writes the findings for a program; [docs/doctor.md](https://github.com/daypass/daypass/blob/main/docs/doctor.md) describes
/// the members.
pub fn findings_json(
    findings: &[Finding],
    fixes_made: &[String],
    checks: usize,
    fix: &dyn Fn(&Finding) -> FindingFix,
) -> Value {
    let row = |finding: &Finding| {
        let FindingFix { command, usage, advice } = fix(finding);
        json!({
            "code": finding.code,
            "severity": finding.severity.word(),
            "message": clean(&finding.message),
            "file": finding.file.as_ref().map(|file| file.display().to_string()),
            "line": finding.line,
            "affects": clean(&finding.affects),
            "try": command,
            "usage": usage,
            "advice": advice.as_deref().map(clean),
            "fix": finding.fix.as_ref().map(|fix| if fix.is_safe() { "safe" } else { "named" }),
        })
    };
    let findings: Vec<_> = findings.iter().map(row).collect();
    json!({ "checks": checks, "findings": findings, "mended": fixes_made })
}
