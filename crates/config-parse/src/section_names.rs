//! Reads the names of a file's sections from its headers alone, fast enough for completion.

use crate::{FileKind, SectionKind, search};
use std::{
    borrow::Cow,
    io::{self, BufRead},
};

/// Calls `found` with the name of each section of this kind, in file order; a repeated section is reported again. The
/// file is read piece by piece, so that it is never in memory as a whole.
///
/// A header that only some tools read may be reported or missing, and so may a header that continues a value. Use a
/// [`Document`](crate::Document) for exact names.
///
/// # Errors
/// An error of the reader; the names before it have been reported.
///
/// ```
/// use daypass_config_parse::{FileKind, SectionKind, section_names};
///
/// let file = "[default]\n[profile a]\n[sso-session corp]\n[profile \"b c\"] # spelled like this\n";
/// let mut names = Vec::new();
/// section_names(file.as_bytes(), FileKind::Config, SectionKind::Profile, |name| names.push(name.to_owned()))?;
/// assert_eq!(names, ["default", "a", "b c"]);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn section_names(
    mut file: impl BufRead,
    kind: FileKind,
    family: SectionKind,
    mut each: impl FnMut(&str),
) -> io::Result<()> {
    if kind == FileKind::Credentials && family != SectionKind::Profile {
        return Ok(());
    }
    let mut tell = |line: &[u8]| {
        if let Some(name) = name_in(line, kind, family) {
            each(&name);
        }
    };
    // A header whose end has not come yet, and whether a line begins where the next piece does.
    let (mut open, mut begins) = (Vec::new(), true);
    loop {
        let piece = file.fill_buf()?;
        let (length, mut rest) = (piece.len(), piece);
        let Some(last) = piece.last() else { break };
        let ends = *last == b'\n';
        if !open.is_empty() {
            let end = search::find([b'\n'], rest).unwrap_or(rest.len());
            let (head, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            open.extend_from_slice(head);
            rest = tail;
            if !rest.is_empty() {
                tell(&open);
                open.clear();
            }
        }
        // Brackets are looked for, not lines: most lines have none.
        for at in search::each([b'['], rest) {
            let is_first = at.checked_sub(1).map_or(begins, |before| rest.get(before) == Some(&b'\n'));
            let line = rest.get(at..).filter(|_| is_first).unwrap_or_default();
            match search::find([b'\n'], line) {
                Some(end) => tell(line.get(..end).unwrap_or_default()),
                None => open.extend_from_slice(line),
            }
        }
        begins = ends;
        file.consume(length);
    }
    tell(&open);
    Ok(())
}

/// Returns the name in a header line, if the section is of this kind.
fn name_in(line: &[u8], kind: FileKind, family: SectionKind) -> Option<Cow<'_, str>> {
    let (header, _) = std::str::from_utf8(line).ok()?.strip_prefix('[')?.split_once(']')?;
    let header = header.trim();
    let name = match kind {
        FileKind::Credentials => Some(header.into()),
        FileKind::Config if header == "default" && family == SectionKind::Profile => Some(header.into()),
        FileKind::Config => named(header, family.prefix()),
    };
    name.filter(|name| !name.is_empty())
}

/// Returns the name after a prefix, without quotation marks, and without the backslashes inside double ones.
fn named<'t>(header: &'t str, prefix: &str) -> Option<Cow<'t, str>> {
    let name = header.strip_prefix(prefix)?.strip_prefix([' ', '\t'])?.trim();
    let quoted = |quote| name.strip_prefix(quote)?.strip_suffix(quote);
    Some(match (quoted('"'), quoted('\'')) {
        (Some(name), _) if name.contains('\\') => {
            name.replace("\\\\", "\0").replace("\\\"", "\"").replace('\0', "\\").into()
        }
        (Some(name), _) | (None, Some(name)) => name.into(),
        (None, None) => name.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_headers() {
        let config = "# [profile no]\n[default]\nx = [profile no]\n[profile a]\n [profile no]\n[profile \"b c\"] # x\r\n\
            [profile a]\n[sso-session s]\n[profile]\n[other]\n[profile \u{e9}]\n[]";
        let names = |file: &[u8], kind, family| {
            let mut names = Vec::new();
            section_names(file, kind, family, |name| names.push(name.to_owned())).expect("bytes");
            names.join("|")
        };
        for (file, kind, family, expected) in [
            (config, FileKind::Config, SectionKind::Profile, "default|a|b c|a|\u{e9}"),
            (config, FileKind::Config, SectionKind::SsoSession, "s"),
            (config, FileKind::Config, SectionKind::Services, ""),
            (r#"[profile "a\\b\"c"]"#, FileKind::Config, SectionKind::Profile, "a\\b\"c"),
            ("[profile \"a\0b\"]", FileKind::Config, SectionKind::Profile, "a\0b"),
            (
                "[a]\n[profile b]\n[default]",
                FileKind::Credentials,
                SectionKind::Profile,
                "a|profile b|default",
            ),
            ("[a]", FileKind::Credentials, SectionKind::SsoSession, ""),
            ("", FileKind::Config, SectionKind::Profile, ""),
        ] {
            assert_eq!(names(file.as_bytes(), kind, family), expected, "{kind:?} {family:?}");
            // In pieces of any length, too.
            for length in 1..20 {
                let mut found = Vec::new();
                let pieces = io::BufReader::with_capacity(length, file.as_bytes());
                section_names(pieces, kind, family, |name| found.push(name.to_owned())).expect("bytes");
                assert_eq!(found.join("|"), expected, "{kind:?} {family:?} by {length}");
            }
        }
        assert_eq!(names(b"[a\xff]\n[b]", FileKind::Credentials, SectionKind::Profile), "b");
    }
}
