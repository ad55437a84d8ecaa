//! Repetitions: two sections of one name joined, the earlier of two keys made a comment.

use super::{Change, place::Place};
use crate::{
    Code, Dialect,
    edit::{
        seen::{Seen, seen},
        splice::Splice,
    },
};

impl Place<'_> {
    /// The same key further up in this section, made a comment: the last one counts.
    pub(super) fn without_earlier_key(&self) -> Option<Vec<Splice>> {
        let (text, reading) = (self.document.readable(), self.document.reading(Dialect::AwsCli));
        let at = self.line.start;
        let own = reading.properties.iter().find(|property| property.start as usize == at)?;
        let earlier = reading.of_section(self.home()?).find(|property| {
            (property.start as usize) < at && reading.text(text, property.key) == reading.text(text, own.key)
        })?;
        let place = Place::at(self.document, earlier.start as usize)?;
        Some(place.commented(place.with_continuation()))
    }

    /// This section's lines moved to the end of the first one of its name, its keys winning as they did.
    pub(super) fn joined(&self) -> Option<Change> {
        let own = self.section()?;
        let name = |index| {
            let seen = Dialect::BOTH.iter().find_map(|dialect| seen(self.document, *dialect, index));
            seen.map(Seen::to_name)
        };
        let wanted = name(own)?;
        let first = (0..own).find(|index| name(*index).as_ref() == Some(&wanted))?;
        let start = self.document.reading(Dialect::AwsCli).sections.get(first)?.start as usize;
        let (first_end, own_end) = (self.end_of(first), self.end_of(own));
        let home = self.whole().get(start..first_end)?;
        let kept = home.trim_end();
        let body = self.whole().get(self.line.end..own_end)?.trim_matches(['\r', '\n']).trim_end();
        let gap = if home.len() > kept.len() + 1 { "\n\n" } else { "\n" };
        let moved = if body.is_empty() { gap.to_owned() } else { format!("\n{body}{gap}") };
        let splices = vec![
            Splice::new(start + kept.len()..first_end, moved),
            Splice::new(self.line.start..own_end, ""),
        ];
        // A key that both have: the earlier of the two becomes a comment.
        Some(Change { splices, renamed: None, then: Some(Code::DuplicateKey) })
    }
}
