//! Findings as text and as JSON. Neither holds a secret: findings quote names, never values.

use super::fix_command;
use crate::{
    command_line::{joined, printed},
    report::clean,
};
use daypass_doctor::{Finding, Severity};
use daypass_environment::Paths;
use daypass_terminal::{self as terminal, Terminal, Text, bad, dim, good, is_clean, strong};
use serde_json::json;

/// For a person.
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

/// Behind the code, in lines that end between words where a person reads them.
fn fold(ui: &Terminal, text: &str) -> Text {
    const INDENT: usize = 8;
    if !ui.draws() {
        return Text::new().line(text);
    }
    terminal::fold(text, ui.width().saturating_sub(INDENT).max(20), INDENT)
}

/// The words of a command, unless one of them cannot be shown as what it is.
fn shown(words: Vec<String>) -> Vec<String> {
    if words.iter().all(|word| is_clean(word)) { joined(words) } else { Vec::new() }
}

/// For a program; `docs/doctor.md` says what each member is.
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
                "try": shown(fix_command::command(finding)),
                "usage": fix_command::pattern(finding),
                "advice": fix_command::advice(finding).map(clean),
                "fix": finding.fix.as_ref().map(|fix| if fix.is_safe() { "safe" } else { "named" }),
            })
        })
        .collect();
    json!({ "checks": checks, "findings": findings, "mended": fixes_made })
}
