//! Prints findings as text or JSON. Findings quote names, never values, so the output holds no secret.

use super::fix_command;
use crate::{
    command_line::{joined, printed},
    report::clean,
};
use daypass_doctor::{Finding, Severity};
use daypass_environment::Paths;
use daypass_terminal::{self as terminal, Terminal, Text, bad, dim, good, strong};
use serde_json::json;

/// Renders the findings for a person.
pub(crate) fn as_text(ui: &Terminal, paths: &Paths, findings: &[Finding], checks: usize) -> Text {
    let mut text = Text::new();
    for finding in findings {
        let sign = match finding.severity {
            Severity::Error => bad("✗"),
            Severity::Warning => strong("!"),
            Severity::Note => dim("·"),
        };
        let place = finding.file.as_ref().map(|file| match finding.line {
            Some(line) => format!("{}:{line}: ", paths.pretty(file)),
            None => format!("{}: ", paths.pretty(file)),
        });
        let place = place.unwrap_or_default();
        let said = format!("{place}{}", finding.message);
        text = text + sign + format!(" {}  ", finding.code) + fold(ui, &said);
        if !finding.affects.is_empty() {
            text = text + "        " + fold(ui, &finding.affects);
        }
        if let Some(pattern) = fix_command::pattern(finding) {
            text = text.line("        " + strong("usage:") + " " + pattern);
        } else if let Some(command) = printed(fix_command::command(finding)) {
            text = text.line("        " + strong("fix:") + " " + command);
        } else if let Some(advice) = fix_command::advice(finding) {
            text = text + "        " + fold(ui, advice);
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
fn fold(ui: &Terminal, text: &str) -> Text {
    const INDENT: usize = 8;
    if !ui.draws() {
        return Text::new().line(text);
    }
    terminal::fold(text, ui.width().saturating_sub(INDENT).max(20), INDENT)
}

/// Renders the findings for a program; docs/doctor.md describes the members.
pub(crate) fn as_json(findings: &[Finding], fixes_made: &[String], checks: usize) -> serde_json::Value {
    let findings: Vec<_> = findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.code,
                "severity": finding.severity.word(),
                "message": clean(&finding.message),
                "file": finding.file.as_ref().map(|file| file.display().to_string()),
                "line": finding.line,
                "affects": clean(&finding.affects),
                "try": joined(fix_command::command(finding)),
                "usage": fix_command::pattern(finding),
                "advice": fix_command::advice(finding).map(clean),
                "fix": finding.fix.as_ref().map(|fix| if fix.is_safe() { "safe" } else { "named" }),
            })
        })
        .collect();
    json!({ "checks": checks, "findings": findings, "mended": fixes_made })
}
