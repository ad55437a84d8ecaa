//! Reads the names of a file's sections from its headers alone, fast enough for completion.

use crate::{FileKind, SectionKind};
use std::{
    borrow::Cow,
    io::{self, BufRead},
};

/// Calls `found` with the name of each section of this kind, in file order; a repeated section is reported again. The
/// file is read line by line, so that it is never in memory as a whole.
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
    let mut line = Vec::with_capacity(256);
    while file.read_until(b'\n', &mut line)? > 0 {
        if line.first() == Some(&b'[')
            && let Ok(line) = std::str::from_utf8(&line)
            && let Some((header, _)) = line.strip_prefix('[').and_then(|line| line.split_once(']'))
        {
            let header = header.trim();
            let name = match kind {
                FileKind::Credentials => Some(header.into()),
                FileKind::Config if header == "default" && family == SectionKind::Profile => {
                    Some(header.into())
                }
                FileKind::Config => named(header, family.prefix()),
            };
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                each(&name);
            }
        }
        line.clear();
    }
    Ok(())
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
        }
        assert_eq!(names(b"[a\xff]\n[b]", FileKind::Credentials, SectionKind::Profile), "b");
    }
}
