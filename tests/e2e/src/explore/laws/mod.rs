//! The laws that hold in every home, and one home lived through.

mod agree;
mod clean;
mod doctor;
mod ends;
mod files;
mod interrupted;
mod peers;
mod remedies;
mod truth;

use super::{
    commands,
    peer::Peer,
    place::{Place, Seen},
    spec::{File, Spec},
};

/// A law that does not hold in a home.
#[derive(Debug, Clone)]
pub(super) struct Broken {
    /// Its number and name.
    pub(super) law: &'static str,
    /// What is broken, without names of this home: homes that break it alike are one finding.
    pub(super) what: String,
    /// What was seen.
    pub(super) detail: String,
}

impl Broken {
    fn new(law: &'static str, what: impl Into<String>, seen: &[&Seen]) -> Self {
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

/// Makes the home, runs its command lines, each in a home as it was, and holds the laws.
///
/// `peer` is asked, too, where there is one: it is slow. Where one law alone is asked for, those that take many
/// processes are left out.
pub(super) fn live(
    place: &mut Place,
    spec: &Spec,
    peer: Option<&Peer>,
    alone: Option<&str>,
) -> Result<Vec<Broken>, String> {
    let wants = |law: &str| alone.is_none_or(|alone| alone == law);
    let mut broken = Vec::new();
    for (number, words) in spec.commands.iter().enumerate() {
        place.make(spec)?;
        let seen = if number == 0 && spec.terminal { place.on_terminal(words)? } else { place.run(words)? };
        broken.extend(ends::check(spec, &seen));
        broken.extend(clean::check(place, spec, &seen));
        broken.extend(files::check(&seen));
        if wants(doctor::LAW) {
            broken.extend(doctor::check(place, spec, &seen)?);
        }
        if wants(remedies::LAW) {
            broken.extend(remedies::check(place, spec, &seen)?);
        }
    }
    if wants(agree::LAW) && is_plain(spec) && spec.faults.is_empty() {
        broken.extend(agree::check(place, spec)?);
    }
    if let Some(after) = spec.interrupted {
        broken.extend(interrupted::check(place, spec, after)?);
    }
    if let Some(peer) = peer {
        broken.extend(peers::check(place, spec, peer)?);
    }
    Ok(broken)
}

/// A home of which it is known what has to come out: usual names, one of each, nothing odd in files or environment.
fn is_plain(spec: &Spec) -> bool {
    let is_usual = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || "._-@/".contains(c)) && !name.starts_with('-')
    };
    let names = spec.sessions.iter().map(|session| &session.name);
    let names = names.chain(spec.profiles.iter().map(|profile| &profile.name));
    let unique = spec.sessions.iter().all(|session| spec.session(&session.name).is_some())
        && spec.profiles.iter().all(|profile| spec.profile(&profile.name).is_some());
    let harmless = ["CI", "NO_COLOR", "COLUMNS", "SSH_CONNECTION"];
    unique
        && names.into_iter().all(|name| is_usual(name))
        && matches!(spec.file, File::Plain | File::CarriageReturns | File::ByteOrderMark)
        && spec.stray.is_empty()
        && spec.credentials.is_empty()
        && spec.variables.iter().all(|(name, _)| harmless.contains(&name.as_str()))
}

/// A command line without names and values, as in `credentials --profile --format`.
fn shape(words: &[String]) -> String {
    let at = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let mut shape: Vec<String> = Vec::new();
    for (number, word) in words.iter().take(at).enumerate() {
        let is_verb = number < 2 && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let after_option = number > 0 && words.get(number - 1).is_some_and(|word| word.starts_with("--"));
        if word.starts_with("--") {
            shape.push(word.split('=').next().unwrap_or_default().to_owned());
        } else if is_verb && !after_option {
            shape.push(word.clone());
        }
    }
    shape.join(" ")
}

/// The first line that says what failed, with everything that a home may name cut out.
fn headline(spec: &Spec, seen: &Seen) -> String {
    let text = if seen.stderr.is_empty() { &seen.stdout } else { &seen.stderr };
    let line = text.lines().map(plain_text).find(|line| line.starts_with("error: "));
    let names = spec.sessions.iter().map(|session| session.name.as_str());
    let names = names.chain(spec.profiles.iter().map(|profile| profile.name.as_str()));
    let names: Vec<&str> = names.chain(["nobody", "nowhere", "ghost", "circle", "new"]).collect();
    let line = line.unwrap_or_default().replace(['(', ')', ',', ';', ':'], "");
    let line = line.split(' ').filter(|word| !names.contains(word)).collect::<Vec<_>>().join(" ");
    let words =
        line.split(' ').filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || "-:_,'".contains(c)));
    words.take(9).collect::<Vec<_>>().join(" ")
}

/// A line without the escapes that colour it.
fn plain_text(line: &str) -> String {
    let mut text = String::new();
    let mut parts = line.split("\u{1b}[");
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push_str(part.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest));
    }
    text.trim_end_matches('\r').to_owned()
}

/// The profile and the session that a command line names.
fn named(words: &[String]) -> (Option<&str>, Option<&str>) {
    (commands::option(words, "--profile"), commands::option(words, "--sso-session"))
}
