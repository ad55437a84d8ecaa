//! A law that does not hold, and what was seen of it.

use crate::explore::running::Seen;

/// A law that does not hold in a home.
#[derive(Debug, Clone)]
pub(crate) struct Broken {
    /// Its number and name.
    pub(crate) law: &'static str,
    /// What is broken, without names of this home: homes that break it alike are one finding.
    pub(crate) what: String,
    /// What was seen.
    pub(crate) detail: String,
}

impl Broken {
    pub(super) fn new(law: &'static str, what: impl Into<String>, seen: &[&Seen]) -> Self {
        let detail = seen.iter().map(ToString::to_string).collect();
        Self { law, what: what.into(), detail }
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<_> =
            self.words.iter().map(|word| format!("{word:?}").trim_matches('"').to_owned()).collect();
        writeln!(f, "$ daypass {}", words.join(" "))?;
        for line in self.stdout.lines().take(12).chain(self.stderr.lines().take(12)) {
            writeln!(f, "  {}", line.escape_debug())?;
        }
        if !self.changed.is_empty() {
            writeln!(f, "  [changed {}]", self.changed.join(", "))?;
        }
        writeln!(
            f,
            "  [exit {}]",
            self.code.map_or_else(|| "by a signal".to_owned(), |code| code.to_string())
        )
    }
}
