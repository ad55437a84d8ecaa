//! YAML as text: every scalar as it stands in the file, so that the account id 001122334455 is not an octal number.

use crate::{Error, ErrorKind};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::path::Path;

/// The depth of nesting beyond which a file is refused.
const MAX_DEPTH: usize = 64;

/// A node of a YAML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Yaml {
    Null,
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Yaml {
    /// Parses the first document of a file. Aliases count as null.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let malformed = |detail: String| Error::new(ErrorKind::Malformed, path, detail);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut events = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, _) = event.map_err(|error| {
                let marker = error.marker();
                malformed(format!("line {} is not YAML", marker.line()))
            })?;
            if matches!(event, Event::DocumentEnd) {
                break;
            }
            events.push(event);
        }
        let mut events = events
            .into_iter()
            .filter(|event| !matches!(event, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing));
        match events.next() {
            Some(first) => {
                node(first, &mut events, 0).ok_or_else(|| malformed("it is nested too deeply".to_owned()))
            }
            None => Ok(Self::Null),
        }
    }

    /// Returns a value of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Returns the entries of a map; of another node, none.
    pub(crate) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            Self::Null | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// Returns a text that is not empty.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            Self::Text(_) | Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Returns the text under a key of a map.
    pub(crate) fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }
}

fn node<'i>(first: Event<'i>, rest: &mut impl Iterator<Item = Event<'i>>, depth: usize) -> Option<Yaml> {
    if depth > MAX_DEPTH {
        return None;
    }
    Some(match first {
        Event::Scalar(value, style, ..) => match (style, value.as_ref()) {
            (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Yaml::Null,
            (_, text) => Yaml::Text(text.to_owned()),
        },
        Event::SequenceStart(..) => {
            let mut list = Vec::new();
            loop {
                match rest.next() {
                    None | Some(Event::SequenceEnd) => break Yaml::List(list),
                    Some(event) => list.push(node(event, rest, depth + 1)?),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut entries = Vec::new();
            loop {
                let key = match rest.next() {
                    None | Some(Event::MappingEnd) => break Yaml::Map(entries),
                    Some(event) => node(event, rest, depth + 1)?,
                };
                let value = rest.next().map_or(Some(Yaml::Null), |event| node(event, rest, depth + 1))?;
                // A key that is itself a list or a map is of nobody's settings.
                if let Yaml::Text(key) = key {
                    entries.push((key, value));
                }
            }
        }
        _ => Yaml::Null,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_texts() {
        let text = "---\na: {001122334455: 098765432101, x: ~}\nb:\n  - 1.2e+10\n  - yes\nc: \"~\"\nd: &x 1\ne: *x\n";
        let yaml = Yaml::parse(Path::new("f"), text).expect("valid YAML");
        let a = yaml.get("a").expect("a");
        assert_eq!(a.text_at("001122334455"), Some("098765432101"));
        assert_eq!(a.get("x"), Some(&Yaml::Null));
        assert_eq!(
            yaml.get("b"),
            Some(&Yaml::List(vec![Yaml::Text("1.2e+10".into()), Yaml::Text("yes".into())]))
        );
        assert_eq!((yaml.text_at("c"), yaml.text_at("d"), yaml.text_at("e")), (Some("~"), Some("1"), None));
        assert_eq!(Yaml::parse(Path::new("f"), "").expect("an empty file"), Yaml::Null);
        for text in ["a: [", &"[".repeat(500)] {
            let error = Yaml::parse(Path::new("f"), text).expect_err("this is no YAML");
            assert_eq!(error.kind(), ErrorKind::Malformed);
        }
    }
}
