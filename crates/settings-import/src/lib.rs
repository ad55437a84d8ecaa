//! Settings that an organisation hands out as one file: judged, compared with what was imported before, and kept with their source
//! and digest.
//!
//! The rules for what such a file may hold are those of `daypass-settings`; this crate adds what an import needs. Texts come
//! from the caller, nothing is async, and nothing in a file can run a program. The digest is SHA-256 (FIPS 180-4), in hex.

use daypass_settings::{SettingProblem, UserSettings};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The longest file that may be handed out, in bytes: 256 KiB.
pub const MAX_BYTES: u64 = 256 << 10;

/// The beginning of the line that says where a kept file is from, and of the one with its digest.
const SOURCE: &str = "# imported from ";
const DIGEST: &str = "# sha256 ";

/// A file that an organisation hands out, without mistakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOut {
    source: String,
    text: String,
    sha256: String,
}

impl HandedOut {
    /// Judges the bytes of a file.
    ///
    /// # Errors
    /// Returns every mistake by line: a value that is none, a setting that an import cannot hold, text that is not UTF-8.
    pub fn of(source: &str, bytes: &[u8]) -> Result<Self, Vec<SettingProblem>> {
        // What is no text is no TOML either, and the parser says where.
        let text = String::from_utf8_lossy(bytes).into_owned();
        UserSettings::default().with_imported(source, &text)?;
        let sha256 = hex::encode(Sha256::digest(bytes));
        let source = source.chars().filter(|c| !c.is_control()).collect();
        Ok(Self { source, text, sha256 })
    }

    /// Returns the digest of the file's bytes, in lower-case hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether the file has this digest, in hex of either case.
    pub fn has_digest(&self, sha256: &str) -> bool {
        self.sha256.eq_ignore_ascii_case(sha256.trim())
    }

    /// Returns the text to keep: the file, behind two lines that say where it is from.
    pub fn to_text(&self) -> String {
        format!("{SOURCE}{}\n{DIGEST}{}\n{}", self.source, self.sha256, self.text)
    }

    /// Lists what importing this file changes, in comparison with the text that is kept: `+` is new, `~` has another value, `-` goes.
    pub fn changes(&self, kept: Option<&str>) -> Vec<String> {
        let (before, after) = (kept.map(values).unwrap_or_default(), values(&self.text));
        let mut lines: Vec<String> = Vec::new();
        for (name, value) in &after {
            match before.get(name) {
                None => lines.push(format!("+ {name} = {value}")),
                Some(old) if old != value => lines.push(format!("~ {name} = {value} (was {old})")),
                Some(_) => {}
            }
        }
        let gone = before.iter().filter(|(name, _)| !after.contains_key(*name));
        lines.extend(gone.map(|(name, value)| format!("- {name} = {value}")));
        lines
    }

    /// Returns where a kept text is from.
    pub fn source_of(kept: &str) -> Option<&str> {
        kept.lines().next()?.strip_prefix(SOURCE)
    }

    /// Returns the digest of the file that a kept text is of.
    pub fn digest_of(kept: &str) -> Option<&str> {
        kept.lines().nth(1)?.strip_prefix(DIGEST)
    }
}

/// Everything that a text sets, by dotted name; nothing where it has a mistake.
fn values(text: &str) -> BTreeMap<String, String> {
    let settings = UserSettings::default().with_imported("", text).unwrap_or_default();
    settings.entries().iter().map(|entry| (entry.full_name(), entry.value.shown())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_said() {
        let first = HandedOut::of("a\nb", b"format = 1\ntemplate = '{id}'\nregions = ['eu-west-1']\n")
            .expect("valid");
        let kept = first.to_text();
        assert_eq!(
            (HandedOut::source_of(&kept), HandedOut::digest_of(&kept)),
            (Some("ab"), Some(first.sha256()))
        );
        let text = b"format = 1\ntemplate = '{account}'\n[guard.'prod*']\nask = 'name'\n";
        let second = HandedOut::of("x", text).expect("valid");
        assert_eq!(
            second.changes(Some(&kept)),
            ["+ guard.prod*.ask = name", "~ template = {account} (was {id})", "- regions = eu-west-1"]
        );
        assert!(!second.has_digest(first.sha256()) && second.has_digest(&second.sha256().to_uppercase()));
        assert_eq!(HandedOut::source_of("template = 'x'"), None);
    }

    #[test]
    fn nothing_in_it_runs_a_program_names_an_endpoint_or_locks() {
        for text in [
            "browser = 'sh -c evil'",
            "[sso-session.corp]\nbrowser = 'evil'",
            "[account.111122223333]\nbrowser = 'evil'",
            "allowed_endpoints = ['evil.example']",
            "[agents]\nsign_in = 'allow'",
            "keys = { cli_pager = 'evil' }",
            "keys = { credential_process = 'evil' }",
            "keys = { endpoint_url = 'https://evil.example' }",
            "keys = { ca_bundle = '/tmp/x' }",
            "[sso-session.corp.keys]\ncli_pager = 'evil'",
            "[locked]\nforbid = ['device-code']",
            "unknown = 1",
            "template = '{nope}'",
            "= no TOML",
        ] {
            let mistakes = HandedOut::of("x", format!("format = 1\n{text}\n").as_bytes()).expect_err(text);
            assert!(!mistakes.is_empty(), "{text}");
        }
        HandedOut::of("x", b"format = 2\n").expect_err("a newer format");
        HandedOut::of("x", b"template = '{id}'\n").expect_err("no format");
        HandedOut::of("x", b"<html>").expect_err("a page");
        HandedOut::of("x", b"format = 1\nsupport = '\xff").expect_err("no text");
    }
}
