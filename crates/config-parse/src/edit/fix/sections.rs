//! Fixes repetitions: joins two sections of one name, and turns the earlier of two equal keys into a comment.

use super::{Change, finding_line::FindingLine};
use crate::{
    Code, Dialect,
    edit::{
        seen::{Seen, seen},
        splice::Splice,
    },
};

impl FindingLine<'_> {
    /// Turns the earlier property with this line's key into a comment, because the last one counts.
    pub(super) fn without_earlier_key(&self) -> Option<Vec<Splice>> {
        let (text, reading) = (self.document.readable(), self.document.reading(Dialect::AwsCli));
        let at = self.line.start;
        let own = reading.properties.iter().find(|property| property.start as usize == at)?;
        let earlier = reading.of_section(self.enclosing_section()?).find(|property| {
            (property.start as usize) < at && reading.text(text, property.key) == reading.text(text, own.key)
        })?;
        let place = FindingLine::at(self.document, earlier.start as usize)?;
        Some(place.commented(place.with_continuation()))
    }

    /// Moves the lines of this section to the end of the first section of its name, so that its keys still win.
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
        // A key in both sections becomes a DuplicateKey finding, which is fixed next.
        Some(Change { splices, renamed: None, then: Some(Code::DuplicateKey) })
    }
}
