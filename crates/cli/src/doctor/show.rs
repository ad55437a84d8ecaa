//! Findings as text and as JSON. Neither holds a secret: findings quote names, never values.

use super::{Finding, Severity};
use crate::{format::shell, report::clean, ui::Ui};
use daypass_environment::Paths;
use serde_json::json;

/// For a person.
pub(crate) fn as_text(ui: &Ui, paths: &Paths, findings: &[Finding], checks: usize) -> String {
    let mut text = String::new();
    for finding in findings {
        let sign = match finding.severity {
            Severity::Error => ui.bad("✗"),
            Severity::Warning => ui.strong("!"),
            Severity::Note => ui.dim("·"),
        };
        let place = finding.file.as_ref().map(|file| match finding.line {
            Some(line) => format!("{}:{line}: ", clean(&paths.pretty(file))),
            None => format!("{}: ", clean(&paths.pretty(file))),
        });
        let place = place.unwrap_or_default();
        let said = format!("{place}{}", clean(&finding.message));
        text.push_str(&format!("{sign} {}  {}\n", finding.code, fold(ui, &said)));
        if !finding.affects.is_empty() {
            text.push_str(&format!("        {}\n", fold(ui, &clean(&finding.affects))));
        }
        if !finding.command().is_empty() {
            let words: Vec<_> = finding.command().iter().map(|word| shell::posix(&clean(word))).collect();
            text.push_str(&format!("        {} {}\n", ui.strong("mend:"), words.join(" ")));
        }
    }
    let count = match findings.len() {
        0 => "nothing found".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    let is_bad = findings.iter().any(|finding| finding.severity == Severity::Error);
    let sign = if is_bad { ui.bad("✗") } else { ui.good("✓") };
    text + &format!("{sign} {checks} checks, {count}\n")
}

/// Behind the code, in lines that end between words where a person reads them.
fn fold(ui: &Ui, text: &str) -> String {
    const INDENT: usize = 8;
    if !ui.draws() {
        return text.to_owned();
    }
    let room = ui.width().saturating_sub(INDENT).max(20);
    let (mut folded, mut length) = (String::new(), 0);
    for word in text.split(' ') {
        let width = word.chars().count();
        if length > 0 && length + 1 + width > room {
            folded.push_str(&format!("\n{:INDENT$}", ""));
            length = 0;
        } else if length > 0 {
            folded.push(' ');
            length += 1;
        }
        folded.push_str(word);
        length += width;
    }
    folded
}

/// For a program; `docs/doctor.md` says what each member is.
pub(crate) fn as_json(findings: &[Finding], mended: &[String], checks: usize) -> String {
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
                "try": finding.command(),
                "fix": finding.fix.as_ref().map(|fix| if fix.is_safe() { "safe" } else { "named" }),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "checks": checks, "findings": findings, "mended": mended }))
}
