//! What of a config file no parser of sections sees: headers that no tool can read, and the marks of other tools.

use daypass_config_parse::Document;
use std::{collections::BTreeSet, ops::Range};

/// A change of one line: its bytes, and the text in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineChange {
    /// The bytes of the document, by their offsets.
    pub range: Range<usize>,
    /// The text in their place.
    pub text: String,
}

impl LineChange {
    /// Removes these bytes of the document.
    pub fn removal(range: Range<usize>) -> Self {
        Self { range, text: String::new() }
    }
}

/// A header `[profile two words]`, which no tool reads, and the name that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnquotedHeader {
    /// The name.
    pub name: String,
    /// The change that puts it into quotation marks.
    pub quoted: LineChange,
}

/// A pair of marks round profiles that another tool writes anew, by which it finds what it wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Marks {
    /// What is removed, for a person: `# BEGIN_AWS_SSO_CLI … # END_AWS_SSO_CLI`.
    pub shown: Vec<String>,
    /// The lines of the marks, with their line endings: offsets of bytes.
    pub lines: Vec<Range<usize>>,
    /// What is between the marks: offsets of bytes.
    pub inside: Range<usize>,
}

/// The lines of a config file that need more than its sections.
#[derive(Debug, Default)]
pub struct Lines {
    /// Headers that no tool can read.
    pub headers: Vec<UnquotedHeader>,
    /// The pairs of marks, in file order for each tool.
    pub marks: Vec<Marks>,
    /// Start marks without an end mark.
    pub open: Vec<String>,
    /// The names of registries of granted that have start marks.
    pub registries: Vec<String>,
    /// The offset and the name of each header of a profile, in file order.
    profiles: Vec<(usize, String)>,
}

struct Line<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl Lines {
    /// Finds the lines of a config file; none in a file that is not UTF-8.
    pub fn of(document: &Document) -> Self {
        let text = std::str::from_utf8(document.as_bytes()).unwrap_or_default();
        let mut at = 0;
        let lines: Vec<Line<'_>> = text
            .split_inclusive('\n')
            .map(|line| {
                let range = at..at + line.len();
                at = range.end;
                Line { text: line.trim_end_matches(['\n', '\r']), range }
            })
            .collect();
        let mut found = Self::default();
        for line in &lines {
            found.header(line);
        }
        found.aws_sso(&lines);
        found.granted(&lines);
        found
    }

    /// Returns the names of the profiles whose headers are in a range.
    pub fn profiles_in(&self, range: &Range<usize>) -> Vec<&str> {
        let inside = self.profiles.iter().filter(|(at, _)| range.contains(at));
        inside.map(|(_, name)| name.as_str()).collect()
    }

    fn header(&mut self, line: &Line<'_>) {
        let Some((inside, _)) = line.text.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            return;
        };
        let name = match inside.strip_prefix("profile").map(|name| (name, name.trim())) {
            Some((spaced, name)) if spaced.starts_with([' ', '\t']) => name,
            _ if inside == "default" => "default",
            _ => return,
        };
        let is_unquoted = name.contains([' ', '\t']) && !name.contains(['\'', '"', '\\']);
        if is_unquoted {
            let range = line.range.start..line.range.start + inside.len() + 2;
            let quoted = LineChange { range, text: format!("[profile \"{name}\"]") };
            self.headers.push(UnquotedHeader { name: name.to_owned(), quoted });
        }
        self.profiles.push((line.range.start, name.trim_matches(['\'', '"']).to_owned()));
    }

    /// Pairs `# BEGIN_AWS_SSO_CLI` and `# END_AWS_SSO_CLI`, or those of an instance.
    fn aws_sso(&mut self, lines: &[Line<'_>]) {
        let mark = |line: &Line<'_>, word: &str| {
            let tail = line.text.trim_end().strip_prefix("# ")?.strip_prefix(word)?.to_owned();
            (tail.is_empty() || tail.starts_with('_')).then_some(tail)
        };
        for (at, begin) in lines.iter().enumerate() {
            let Some(instance) = mark(begin, "BEGIN_AWS_SSO_CLI") else { continue };
            let rest = lines.get(at + 1..).unwrap_or_default();
            let next = rest.iter().find(|line| {
                mark(line, "BEGIN_AWS_SSO_CLI").is_some() || mark(line, "END_AWS_SSO_CLI").is_some()
            });
            match next.filter(|line| mark(line, "END_AWS_SSO_CLI").as_ref() == Some(&instance)) {
                Some(end) => self.marks.push(Marks {
                    shown: vec![format!("{} … {}", begin.text.trim_end(), end.text.trim_end())],
                    lines: vec![begin.range.clone(), end.range.clone()],
                    inside: begin.range.end..end.range.start,
                }),
                None => self.open.push(begin.text.trim_end().to_owned()),
            }
        }
    }

    /// Pairs `[granted_registry_start NAME]` and `[granted_registry_end NAME]`, with the comment above the first.
    fn granted(&mut self, lines: &[Line<'_>]) {
        let mark = |line: &Line<'_>, word: &str| {
            let (inside, _) = line.text.strip_prefix('[')?.split_once(']')?;
            Some(inside.strip_prefix(word)?.strip_prefix(' ')?.trim().to_owned())
        };
        for (at, start) in lines.iter().enumerate() {
            let Some(name) = mark(start, "granted_registry_start") else { continue };
            self.registries.push(name.clone());
            let rest = lines.get(at + 1..).unwrap_or_default();
            let end = rest.iter().position(|line| mark(line, "granted_registry_end").as_ref() == Some(&name));
            let Some((end, after)) = end.and_then(|end| Some((rest.get(end)?, rest.get(end + 1..)?))) else {
                self.open.push(start.text.trim_end().to_owned());
                continue;
            };
            // A key below the end mark would become one of the profile above it.
            if is_empty_section(rest) && is_empty_section(after) {
                let above = at.checked_sub(1).and_then(|above| lines.get(above));
                let comment = above.filter(|line| line.text.starts_with("# Auto-generated by Granted"));
                let marks = comment.into_iter().chain([start, end]);
                self.marks.push(Marks {
                    shown: marks.clone().map(|line| line.text.trim_end().to_owned()).collect(),
                    lines: marks.map(|line| line.range.clone()).collect(),
                    inside: start.range.end..end.range.start,
                });
            }
        }
    }
}

/// Whether no key stands before the next header.
fn is_empty_section(lines: &[Line<'_>]) -> bool {
    let body = lines.iter().take_while(|line| !line.text.starts_with('['));
    body.into_iter().all(|line| line.text.trim().is_empty() || line.text.trim_start().starts_with(['#', ';']))
}

/// Returns the document after changes that do not overlap.
pub fn changed(document: &Document, changes: &[LineChange]) -> Document {
    let bytes = document.as_bytes();
    let mut changes: Vec<_> = changes.iter().collect();
    changes.sort_by_key(|change| change.range.start);
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    for change in changes {
        out.extend_from_slice(bytes.get(at..change.range.start).unwrap_or_default());
        out.extend_from_slice(change.text.as_bytes());
        at = at.max(change.range.end);
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    Document::parse(out)
}

/// Returns the names of profiles of which a section stands twice, or a key of it: the AWS CLI refuses the whole file.
pub fn repeated(document: &Document) -> BTreeSet<String> {
    use daypass_config_parse::{Code, Dialect};
    let lines = Lines::of(document);
    let is_it =
        |code: Code| matches!(code, Code::DuplicateSection | Code::SameNameAgain | Code::DuplicateKey);
    let found = document.diagnostics(Dialect::AwsCli);
    let of = |offset: usize| {
        lines.profiles.iter().rev().find(|(at, _)| *at <= offset).map(|(_, name)| name.clone())
    };
    found.iter().filter(|found| is_it(found.code())).filter_map(|found| of(found.offset())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_headers() {
        let text = "[default]\na = b\n# BEGIN_AWS_SSO_CLI\n[profile two words] # c\nx = y\n# END_AWS_SSO_CLI\n\
                    # BEGIN_AWS_SSO_CLI_P\n[profile 'q q']\n# Auto-generated by Granted (x). DO NOT EDIT.\n\
                    [granted_registry_start r]\n\n[profile p]\n[granted_registry_end r]\n\n[profile z]\n";
        let lines = Lines::of(&Document::parse(text));
        let headers: Vec<_> = lines.headers.iter().map(|header| header.quoted.text.as_str()).collect();
        assert_eq!(headers, ["[profile \"two words\"]"]);
        assert_eq!(lines.open, ["# BEGIN_AWS_SSO_CLI_P"]);
        let shown: Vec<_> = lines.marks.iter().map(|marks| marks.shown.join(" | ")).collect();
        assert_eq!(
            shown,
            [
                "# BEGIN_AWS_SSO_CLI … # END_AWS_SSO_CLI",
                "# Auto-generated by Granted (x). DO NOT EDIT. | [granted_registry_start r] | [granted_registry_end r]",
            ]
        );
        let inside: Vec<_> =
            lines.marks.iter().map(|marks| lines.profiles_in(&marks.inside).join(" ")).collect();
        assert_eq!(inside, ["two words", "p"]);
    }

    #[test]
    fn headers_of_profiles() {
        let text =
            "[default]\n[profile a]\n[profile\tb]\n[profiles two words]\n[sso-session two words]\n[other]\n";
        let lines = Lines::of(&Document::parse(text));
        assert_eq!(lines.profiles_in(&(0..text.len())), ["default", "a", "b"]);
        assert!(lines.headers.is_empty(), "{:?}", lines.headers);
    }

    /// A key below a mark would become one of the profile above it.
    #[test]
    fn marks_of_granted_go_only_where_no_key_stands_below_them() {
        for (below_start, below_end, goes) in [
            ("", "", true),
            ("\n# c\n ; d\n", "\n# c\n", true),
            ("region = x\n", "", false),
            ("", "region = x\n", false),
            ("region = x\n", "region = x\n", false),
            ("# c\nregion = x\n", "", false),
        ] {
            let text = format!(
                "[profile a]\n[granted_registry_start r]\n{below_start}[profile p]\nregion = x\n\
                 [granted_registry_end r]\n{below_end}[profile z]\n"
            );
            let lines = Lines::of(&Document::parse(text.as_str()));
            assert_eq!(lines.marks.len(), usize::from(goes), "{text}");
            assert_eq!((lines.registries.as_slice(), lines.open.len()), (&["r".to_owned()][..], 0));
        }
        let open = Lines::of(&Document::parse("[granted_registry_start r]\n[granted_registry_end q]\n"));
        assert_eq!((open.open, open.marks.len()), (vec!["[granted_registry_start r]".to_owned()], 0));
    }
}
