//! Puts sections of a file back to their former text, where they still are as a run left them.

use crate::not_undone::{NotUndone, NotUndoneReason};
use daypass_config_parse::{Config, Dialect, Document, SectionKind, SectionName};
use std::collections::{HashMap, HashSet};

/// A file whose sections are put back, and those that are not.
pub(crate) struct Reverted {
    pub(crate) document: Document,
    pub(crate) kept: Vec<NotUndone>,
}

/// The header of a section, and how many sections of that header stand before it; the text before the first header has
/// an empty one.
type Key = (String, usize);

/// Replaces each section of `now` that is as in `after` by its text in `before`. A section that was edited since stays, and
/// so does a session that a profile still names.
pub(crate) fn reverted(before: &Document, after: &Document, now: &Document) -> Reverted {
    let encoding = Encoded::of([before, after, now]);
    let texts = [before, after, now].map(|document| encoding.text(document));
    let [before_sections, after_sections, now_sections] =
        [&texts[0], &texts[1], &texts[2]].map(|text| sections(text));
    let merge = Merge {
        former: before_sections.iter().cloned().collect(),
        order: before_sections.into_iter().map(|(key, _)| key).collect(),
        left: after_sections.into_iter().collect(),
        there: now_sections.iter().map(|(key, _)| key.clone()).collect(),
        now: now_sections,
    };
    let (merged, dropped, changed) = merge.text(&HashSet::new());
    let mut document = encoding.document(&merged);
    let needed: HashSet<Key> = {
        let config = Config::new(&document, None, Dialect::AwsCli);
        let named: HashSet<_> = config.profiles().filter_map(|profile| profile.get("sso_session")).collect();
        dropped
            .into_iter()
            .filter(|(header, _)| named.iter().any(|name| *header == format!("sso-session {name}")))
            .collect()
    };
    if !needed.is_empty() {
        document = encoding.document(&merge.text(&needed).0);
    }
    let edited = changed.iter().filter_map(|(header, _)| edited(header, after, now));
    let kept = edited.chain(merge.made_again().filter_map(made_again)).collect();
    Reverted { document, kept }
}

/// How bytes are read as text and written again: as UTF-8, or else each byte as a character, so that none is lost.
#[derive(Clone, Copy)]
enum Encoded {
    Utf8,
    Bytes,
}

impl Encoded {
    fn of(documents: [&Document; 3]) -> Self {
        let is_utf8 = documents.iter().all(|document| std::str::from_utf8(document.as_bytes()).is_ok());
        if is_utf8 { Self::Utf8 } else { Self::Bytes }
    }

    fn text(self, document: &Document) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(document.as_bytes()).into_owned(),
            Self::Bytes => document.as_bytes().iter().copied().map(char::from).collect(),
        }
    }

    fn document(self, text: &str) -> Document {
        match self {
            Self::Utf8 => Document::parse(text),
            Self::Bytes => {
                Document::parse(text.chars().filter_map(|c| u8::try_from(c).ok()).collect::<Vec<_>>())
            }
        }
    }
}

struct Merge<'t> {
    former: HashMap<Key, &'t str>,
    order: Vec<Key>,
    left: HashMap<Key, &'t str>,
    there: HashSet<Key>,
    now: Vec<(Key, &'t str)>,
}

impl Merge<'_> {
    /// Returns the merged file, the sections of the run that were dropped, and those that stay since they were edited.
    fn text(&self, needed: &HashSet<Key>) -> (String, Vec<Key>, Vec<Key>) {
        let (mut out, mut dropped, mut changed) = (String::new(), Vec::new(), Vec::new());
        for (at, (key, now)) in self.now.iter().enumerate() {
            let (former, left) = (self.former.get(key), self.left.get(key));
            // The blank lines before a section that stays and was not there before stay, too.
            let next = self.now.get(at + 1);
            let is_followed = next.is_some_and(|next| {
                !self.former.contains_key(&next.0) && (needed.contains(&next.0) || !self.is_dropped(next))
            });
            match left {
                Some(left) if core(left) == core(now) => match former {
                    Some(former) if tail(left) == tail(now) && !is_followed => out.push_str(former),
                    Some(former) => {
                        out.push_str(core(former));
                        out.push_str(tail(now));
                    }
                    None if needed.contains(key) => out.push_str(now),
                    None => {
                        dropped.push(key.clone());
                        // Blank lines that came since stand before a section of the person's own.
                        out.push_str(tail(now).strip_prefix(tail(left)).unwrap_or_default());
                    }
                },
                Some(left) => {
                    // A run that adds something behind a section gives it a blank line, and changes nothing in it.
                    if former.map(|former| core(former)) != Some(core(left)) {
                        changed.push(key.clone());
                    }
                    out.push_str(now);
                }
                None => out.push_str(now),
            }
            self.removed_after(key, &mut out);
        }
        (out, dropped, changed)
    }

    /// Whether a section is one that the run added, and is as it left it.
    fn is_dropped(&self, (key, now): &(Key, &str)) -> bool {
        !self.former.contains_key(key) && self.left.get(key).is_some_and(|left| core(left) == core(now))
    }

    /// Adds the sections that the run removed and that stood between this one and the next that is still there.
    fn removed_after(&self, key: &Key, out: &mut String) {
        let Some(at) = self.order.iter().position(|known| known == key) else { return };
        let behind = self.order.iter().skip(at + 1).take_while(|key| !self.there.contains(*key));
        let removed = behind.filter(|key| !self.left.contains_key(*key));
        removed.filter_map(|key| self.former.get(key)).for_each(|text| out.push_str(text));
    }

    /// Returns the headers of the sections that the run removed and that are there again with another text.
    fn made_again(&self) -> impl Iterator<Item = &str> {
        self.now.iter().filter_map(|(key, now)| {
            let former = self.former.get(key).filter(|_| !self.left.contains_key(key))?;
            (core(former) != core(now)).then_some(key.0.as_str())
        })
    }
}

fn made_again(header: &str) -> Option<NotUndone> {
    let name: SectionName = header.parse().ok()?;
    let profile = (name.kind() == SectionKind::Profile).then(|| name.name().to_owned())?;
    Some(NotUndone { profile, reason: NotUndoneReason::ExistsAgain })
}

/// Names the keys by which a section differs from what the run left.
fn edited(header: &str, after: &Document, now: &Document) -> Option<NotUndone> {
    let name: SectionName = header.parse().ok()?;
    if name.kind() != SectionKind::Profile {
        return None;
    }
    let [after, now] = [after, now].map(|document| Config::new(document, None, Dialect::AwsCli));
    let (after, now) = (after.profile(name.name()), now.profile(name.name()));
    let keys = after.iter().chain(now.iter()).flat_map(daypass_config_parse::Section::keys);
    let differs = |key: &&str| {
        let [a, b] = [&after, &now].map(|profile| profile.as_ref().and_then(|profile| profile.get(key)));
        a != b
    };
    let mut keys: Vec<_> = keys.filter(differs).map(str::to_owned).collect();
    keys.sort();
    keys.dedup();
    Some(NotUndone { profile: name.name().to_owned(), reason: NotUndoneReason::Edited(keys) })
}

/// Splits a file at its headers. The text of a section goes up to the next header.
fn sections(text: &str) -> Vec<(Key, &str)> {
    let (mut starts, mut at) = (vec![(0, String::new())], 0);
    for line in text.split_inclusive('\n') {
        if let Some((header, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            starts.push((at, header.replace(['"', '\''], "")));
        }
        at += line.len();
    }
    let ends: Vec<_> = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let section = |((start, header), end): ((usize, String), usize)| {
        let count = counts.entry(header.clone()).or_default();
        *count += 1;
        ((header, *count), text.get(start..end).unwrap_or_default())
    };
    starts.into_iter().zip(ends).map(section).collect()
}

/// A section without the blank lines at its end.
fn core(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r', ' ', '\t'])
}

/// The blank lines at the end of a section.
fn tail(text: &str) -> &str {
    text.get(core(text).len()..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::reverted;
    use daypass_config_parse::Document;

    const BEFORE: &str = "# top\n[profile a]\nx = 1\nw = 1\n\n[profile b]\ny = 1\n\n[profile c]\nz = 1\n";
    /// `a` has another value, `b` is gone, behind `c` there are a session and a profile that names it.
    const AFTER: &str = "# top\n[profile a]\nx = 2\nw = 1\n\n[profile c]\nz = 1\n\n\
                         [sso-session s]\nsso_region = r\n\n[profile d]\nsso_session = s\n";

    /// Undoes the run from `before` to `after` in `now`.
    #[track_caller]
    fn check(before: &str, after: &str, now: &str, expected: &str, kept: &[&str]) {
        let [before, after, now_] = [before, after, now].map(Document::parse);
        let reverted = reverted(&before, &after, &now_);
        assert_eq!(String::from_utf8_lossy(reverted.document.as_bytes()), expected, "{now}");
        let told: Vec<String> = reverted.kept.iter().map(ToString::to_string).collect();
        assert_eq!(told, kept, "{now}");
    }

    #[test]
    fn what_is_as_the_run_left_it_is_as_it_was() {
        check(BEFORE, AFTER, AFTER, BEFORE, &[]);
        let mine = "[profile mine]\nq = 1\n";
        check(BEFORE, AFTER, &format!("{AFTER}\n{mine}"), &format!("{BEFORE}\n{mine}"), &[]);
        check(BEFORE, AFTER, &format!("{mine}{AFTER}"), &format!("{mine}{BEFORE}"), &[]);
        let between = AFTER.replacen("[sso-session s]", &format!("{mine}\n[sso-session s]"), 1);
        check(BEFORE, AFTER, &between, &format!("{BEFORE}\n{mine}\n"), &[]);
        // Blank lines that a person adds stay.
        let with = |lines: &str| AFTER.replacen("w = 1\n\n", lines, 1);
        let expected = BEFORE.replacen("w = 1\n\n", "w = 1\n \t\n\n", 1);
        check(BEFORE, AFTER, &with("w = 1\n \t\n\n"), &expected, &[]);
        check(BEFORE, AFTER, &with("w = 1\n"), &BEFORE.replacen("w = 1\n\n", "w = 1\n", 1), &[]);
        // A section that a person removed stays away, and what the run removed behind it comes back.
        let now = AFTER.replacen("[profile a]\nx = 2\nw = 1\n\n", "", 1);
        let expected = "# top\n[profile b]\ny = 1\n\n[profile c]\nz = 1\n";
        check(BEFORE, AFTER, &now, expected, &[]);
        // Two sections of one header are two.
        let twice = |y: u8| format!("[profile a]\nx = 1\n[profile a]\ny = {y}\n[profile a]\nz = 1\n");
        check(&twice(1), &twice(2), &twice(2), &twice(1), &[]);
    }

    #[test]
    fn what_a_person_edited_since_stays() {
        let told = |name: &str, key: &str| format!("[profile {name}] was changed since ({key})");
        let (was, is) = ("x = 2\nw = 1", "x = 3\nw = 1");
        let expected = BEFORE.replacen("x = 1\nw = 1", is, 1);
        check(BEFORE, AFTER, &AFTER.replacen(was, is, 1), &expected, &[&told("a", "x")]);
        let expected = BEFORE.replacen("x = 1", "x = 2", 1).replacen("w = 1", "v = 1", 1);
        check(BEFORE, AFTER, &AFTER.replacen("w = 1", "v = 1", 1), &expected, &[&told("a", "v, w")]);
        // The run changed nothing in `c`, so there is nothing to tell.
        check(
            BEFORE,
            AFTER,
            &AFTER.replacen("z = 1", "z = 2", 1),
            &(BEFORE.replacen("z = 1", "z = 2", 1) + "\n"),
            &[],
        );
        // What the run removed and a person made again is there once.
        let again = "[profile b]\ny = 2\n";
        check(
            BEFORE,
            AFTER,
            &format!("{AFTER}{again}"),
            &(BEFORE.replacen("[profile b]\ny = 1\n\n", "", 1) + again),
            &["[profile b] exists again"],
        );
        let again = "[profile b]\ny = 1\n";
        check(
            BEFORE,
            AFTER,
            &format!("{AFTER}{again}"),
            &(BEFORE.replacen("[profile b]\ny = 1\n\n", "", 1) + again),
            &[],
        );
        // A session stays while a profile names it.
        let now = format!("{AFTER}region = r\n");
        let (_, rest) = now.split_once("[sso-session").unwrap();
        let expected = format!("{BEFORE}\n[sso-session{rest}");
        check(BEFORE, AFTER, &now, &expected, &[&told("d", "region")]);
        // What was edited in a session is not told: only profiles are.
        let session = |region: &str| format!("[sso-session s]\nsso_region = {region}\n");
        check(&session("a"), &session("b"), &session("c"), &session("c"), &[]);
        check(&session("a"), "", &session("c"), &session("c"), &[]);
    }
}
