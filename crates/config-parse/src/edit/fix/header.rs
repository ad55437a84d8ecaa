//! Rewrites a header line so that every tool reads it.

use super::{Change, finding_line::FindingLine};
use crate::{
    Dialect, Document, FileKind, SectionKind, SectionName,
    edit::{seen::seen, splice::Splice},
};

/// The parts of a header line.
struct Header<'d> {
    kind: SectionKind,
    name: &'d str,
    /// The name that the AWS CLI reads, else the one that the SDKs read; `None` if no tool reads a section there.
    known: Option<SectionName>,
    /// The text after the closing bracket.
    comment: &'d str,
}

impl FindingLine<'_> {
    /// Rewrites the header as every tool reads it. If the name has to change, its references in this file change too.
    pub(super) fn plain_header(&self) -> Option<Change> {
        let header = self.header()?;
        let plain =
            if is_plain(header.name) { header.name.to_owned() } else { free_name(self.document, &header) };
        let name = SectionName::new(header.kind, &plain);
        let spelled = match self.document.kind() {
            FileKind::Credentials => format!("[{plain}]"),
            FileKind::Config => format!("[{name}]"),
        };
        let mut splices = self.replaced(self.above(header.comment, &spelled));
        let renamed = header.known.filter(|known| *known != name);
        if let Some(known) = &renamed {
            splices.extend(references(self.document, known, &plain));
        }
        Some(Change { splices, renamed: renamed.map(|known| (known, name)), then: None })
    }

    /// Reads the header as the SDKs do, else as the AWS CLI does, else as it was most likely meant. Where both read a
    /// name, the AWS CLI's holds what was meant as a comment.
    fn header(&self) -> Option<Header<'_>> {
        let (document, index) = (self.document, self.section()?);
        let in_cli = seen(document, Dialect::AwsCli, index);
        let in_sdk = seen(document, Dialect::Sdk, index);
        let dialect = if in_sdk.is_some() { Dialect::Sdk } else { Dialect::AwsCli };
        let start = document.reading(Dialect::AwsCli).sections.get(index)?.start;
        let section = document.reading(dialect).sections.starting(start)?;
        let written = section.header.range()?;
        let text = self.whole().get(written.start as usize..written.end as usize)?;
        let comment = self.whole().get((written.end as usize + 1).min(self.line.end)..self.line.end)?;
        let seen = in_sdk.or(in_cli);
        let known = in_cli.or(in_sdk).map(crate::edit::seen::Seen::to_name);
        let (kind, name) = match (document.kind(), seen) {
            (FileKind::Config, Some(seen)) => (seen.kind, seen.name),
            // `[profile old]` in a credentials file means old.
            (FileKind::Credentials, _) => match meant(text) {
                (SectionKind::Profile, name) => (SectionKind::Profile, name),
                _ => return None,
            },
            (FileKind::Config, None) => meant(text),
        };
        (!name.is_empty()).then_some(Header { kind, name, known, comment })
    }
}

/// Guesses the kind and the name for which the text in the brackets was meant.
fn meant(text: &str) -> (SectionKind, &str) {
    let text = text.trim();
    let kinds = [SectionKind::SsoSession, SectionKind::Services, SectionKind::Profile];
    let found = kinds
        .into_iter()
        .find_map(|kind| Some((kind, text.strip_prefix(kind.prefix())?)))
        .filter(|(_, rest)| rest.starts_with([' ', '\t', '.', '"', '\'']));
    let (kind, name) = match found {
        Some((kind, rest)) => (kind, rest.trim_start_matches([' ', '\t', '.'])),
        None => (SectionKind::Profile, text),
    };
    let bare = ['"', '\''].iter().find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote));
    (kind, bare.unwrap_or(name))
}

/// Returns the splices that put the new name into every reference to a section.
fn references(document: &Document, known: &SectionName, plain: &str) -> Vec<Splice> {
    let key = known.kind().named_by();
    let (text, reading) = (document.readable(), document.reading(Dialect::AwsCli));
    let refers = reading.properties.iter().filter(|property| {
        reading.text(text, property.key) == key && reading.text(text, property.value) == known.name()
    });
    let values = refers.filter_map(|property| property.value.range());
    values.map(|value| Splice::new(value.start as usize..value.end as usize, plain)).collect()
}

fn is_plain(name: &str) -> bool {
    SectionName::profile(name).is_plain()
}

/// Finds a plain name that no other section of this kind has.
fn free_name(document: &Document, header: &Header<'_>) -> String {
    let plain = plain_name(header.name);
    let is_taken = |name: &str| {
        let sections = 0..document.reading(Dialect::AwsCli).sections.len();
        name == "default"
            || sections
                .flat_map(|index| Dialect::BOTH.map(|dialect| seen(document, dialect, index)))
                .flatten()
                .any(|seen| (seen.kind, seen.name) == (header.kind, name))
    };
    (1..=u32::MAX)
        .map(|count| if count == 1 { plain.clone() } else { format!("{plain}-{count}") })
        .find(|name| !is_taken(name))
        .unwrap_or(plain)
}

/// Turns a name into a plain one: Latin letters lose their marks, backslashes are dropped, any other character becomes
/// a hyphen. Leading hyphens are dropped, because a command line would take the name for an option.
fn plain_name(name: &str) -> String {
    const LETTERS: &[u8; 64] = b"AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo-ouuuuyty";
    let letter = |c: char| {
        let latin = u32::from(c).checked_sub(0xc0).and_then(|at| LETTERS.get(at as usize));
        match latin {
            Some(letter) => char::from(*letter),
            None if c.is_ascii_alphanumeric() || "_.+@%:/-".contains(c) => c,
            None => '-',
        }
    };
    let plain: String = name.chars().filter(|c| *c != '\\').map(letter).collect();
    match plain.trim_start_matches('-') {
        "" => "renamed".to_owned(),
        plain => plain.to_owned(),
    }
}
