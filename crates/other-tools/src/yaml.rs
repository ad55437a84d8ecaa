//! YAML as text: every scalar as it stands in the file, so that the account id 001122334455 is not an octal number.

use crate::{Error, ErrorKind};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::{collections::HashMap, path::Path};

/// The depth of nesting beyond which a file is refused.
const MAX_DEPTH: usize = 64;

/// The nodes that aliases may stand for, all together: more are an attack on memory.
const MAX_ALIASED: usize = 100_000;

/// A node of a YAML document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "YAML has no other nodes")]
pub enum Yaml {
    /// Nothing: `~`, `null`, or no text.
    Null,
    /// A scalar, as it stands in the file.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// The entries of a map, in file order.
    Map(Vec<(String, Self)>),
}

impl Yaml {
    /// Parses the first document of a file. An alias is what its anchor holds; `<<` merges maps.
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
                let mut reader = Reader { events, anchors: HashMap::new(), aliased: 0 };
                reader.node(first, 0).ok_or_else(|| malformed("it is nested too deeply".to_owned()))
            }
            None => Ok(Self::Null),
        }
    }

    /// Counts the nodes.
    fn size(&self) -> usize {
        match self {
            Self::Null | Self::Text(_) => 1,
            Self::List(list) => list.iter().map(Self::size).sum::<usize>() + 1,
            Self::Map(entries) => entries.iter().map(|(_, value)| value.size()).sum::<usize>() + 1,
        }
    }

    /// Returns a value of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Returns the entries of a map; of another node, none.
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            Self::Null | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// Returns a text that is not empty.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            Self::Text(_) | Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Returns the text under a key of a map.
    pub fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }
}

/// Builds nodes from events.
struct Reader<I> {
    events: I,
    anchors: HashMap<usize, Yaml>,
    aliased: usize,
}

impl<'i, I: Iterator<Item = Event<'i>>> Reader<I> {
    fn node(&mut self, first: Event<'i>, depth: usize) -> Option<Yaml> {
        if depth > MAX_DEPTH {
            return None;
        }
        let (node, anchor) = match first {
            Event::Scalar(value, style, anchor, _) => match (style, value.as_ref()) {
                (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => (Yaml::Null, anchor),
                (_, text) => (Yaml::Text(text.to_owned()), anchor),
            },
            Event::SequenceStart(anchor, _) => (self.list(depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.map(depth)?, anchor),
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned().unwrap_or(Yaml::Null);
                self.aliased += node.size();
                return (self.aliased <= MAX_ALIASED).then_some(node);
            }
            _ => (Yaml::Null, 0),
        };
        if anchor > 0 {
            self.aliased += node.size();
            self.anchors.insert(anchor, node.clone());
        }
        (self.aliased <= MAX_ALIASED).then_some(node)
    }

    fn list(&mut self, depth: usize) -> Option<Yaml> {
        let mut list = Vec::new();
        loop {
            match self.events.next() {
                None | Some(Event::SequenceEnd) => return Some(Yaml::List(list)),
                Some(event) => list.push(self.node(event, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Yaml> {
        let (mut entries, mut merged) = (Vec::new(), Vec::new());
        loop {
            let key = match self.events.next() {
                None | Some(Event::MappingEnd) => break,
                Some(event) => self.node(event, depth + 1)?,
            };
            let value = match self.events.next() {
                Some(event) => self.node(event, depth + 1)?,
                None => Yaml::Null,
            };
            match (key, value) {
                (Yaml::Text(key), Yaml::Map(more)) if key == "<<" => merged.extend(more),
                (Yaml::Text(key), Yaml::List(maps)) if key == "<<" => {
                    merged.extend(maps.iter().flat_map(|map| map.entries().to_vec()));
                }
                (Yaml::Text(key), value) => entries.push((key, value)),
                // A key that is itself a list or a map is of nobody's settings.
                _ => {}
            }
        }
        for (key, value) in merged {
            if !entries.iter().any(|(known, _)| *known == key) {
                entries.push((key, value));
            }
        }
        Some(Yaml::Map(entries))
    }
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
        assert_eq!(
            (yaml.text_at("c"), yaml.text_at("d"), yaml.text_at("e")),
            (Some("~"), Some("1"), Some("1"))
        );
        let merged =
            Yaml::parse(Path::new("f"), "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  x: 3\n").expect("valid YAML");
        let b = merged.get("b").expect("b");
        assert_eq!((b.text_at("x"), b.text_at("y")), (Some("3"), Some("2")));
        let text = "a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc:\n  <<: [*a, *b]\nd: \"\"\n";
        let merged = Yaml::parse(Path::new("f"), text).expect("valid YAML");
        let c = merged.get("c").expect("c");
        assert_eq!((c.text_at("x"), c.text_at("y"), c.text_at("<<")), (Some("1"), Some("3"), None));
        assert_eq!((merged.get("d"), merged.text_at("d")), (Some(&Yaml::Text(String::new())), None));
        assert_eq!(Yaml::parse(Path::new("f"), "").expect("an empty file"), Yaml::Null);
        let bomb = (1..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, level| {
            format!("{text}a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1)
        });
        for text in ["a: [", &"[".repeat(500), &bomb] {
            let error = Yaml::parse(Path::new("f"), text).expect_err("this is no YAML");
            assert_eq!(error.kind(), ErrorKind::Malformed);
        }
    }

    #[test]
    fn nodes_are_counted_with_the_lists_and_maps_that_hold_them() {
        for (text, size) in
            [("x", 1), ("[]", 1), ("[a, b]", 3), ("{}", 1), ("{a: 1, b: 2}", 3), ("[[a], {b: [c]}]", 6)]
        {
            let yaml = Yaml::parse(Path::new("f"), text).expect("valid YAML");
            assert_eq!(yaml.size(), size, "{text}");
        }
    }

    /// 64 levels below the outermost, and 100,000 nodes that anchors and aliases make.
    #[test]
    fn the_limits_of_a_file() {
        let is_read = |text: &str| Yaml::parse(Path::new("f"), text).is_ok();
        let nested =
            |open: &str, close: &str, levels: usize| open.repeat(levels) + "x" + &close.repeat(levels);
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("{", ": 1}")] {
            assert!(is_read(&nested(open, close, MAX_DEPTH)), "{open}");
            assert!(!is_read(&nested(open, close, MAX_DEPTH + 1)), "{open}");
        }
        let aliases = |count: usize| format!("[&x a, {}]", "*x, ".repeat(count));
        assert!(is_read(&aliases(MAX_ALIASED - 1)));
        assert!(!is_read(&aliases(MAX_ALIASED)));
        // What stands in the file itself is not counted.
        assert!(is_read(&format!("[{}]", "a, ".repeat(MAX_ALIASED + 1))));
    }
}
