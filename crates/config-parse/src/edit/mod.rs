//! Edits a document: only the lines that must change are changed, and the outcome is read back before it counts.

mod audience;
mod batch;
mod check;
mod error;
mod fix;
mod patch;
mod plan;
mod property;
mod section;
mod seen;
mod sessions;
mod splice;
mod verify;

pub use batch::Batch;
pub use error::{EditError, EditErrorKind};
pub use fix::Fixed;

use std::collections::HashMap;

use crate::{Code, Config, Diagnostic, Dialect, Document, SectionName, lines::line_starts};
use audience::Audience;

/// Edits. Each one either succeeds as a whole or leaves the document unchanged.
///
/// A written text reads back exactly in both dialects; an edit for which that is impossible is refused with an
/// [`EditError`]. [`Document::apply_for_aws_cli`] makes also edits that only the AWS CLI reads. In a file that is not
/// UTF-8 only lines of ASCII are edited, in UTF-16 none: see [`Document::encoding`]. The `bool` is `false` if nothing
/// had to change.
impl Document {
    /// Sets a key, in lower case, in the section that counts; a missing section is appended.
    ///
    /// A comment after the old value moves to its own line above, because the AWS CLI would read it as part of the
    /// value. A header that some tool does not read is fixed, if the name is [plain](SectionName::is_plain).
    pub fn set(&mut self, section: &SectionName, key: &str, value: &str) -> Result<bool, EditError> {
        self.apply(&Batch::new().set(section, key, value))
    }

    /// Removes a key, with its continuation lines, from every section of this name; `false` if no section has it.
    pub fn unset(&mut self, section: &SectionName, key: &str) -> Result<bool, EditError> {
        self.apply(&Batch::new().unset(section, key))
    }

    /// Turns the lines of a key into comments in every section of this name; `false` if no section has it.
    pub fn comment_out(&mut self, section: &SectionName, key: &str) -> Result<bool, EditError> {
        self.apply(&Batch::new().comment_out(section, key))
    }

    /// Sets one value of a nested block, as in `[services x]`, `sso =`, `  endpoint_url = …`.
    pub fn set_nested(
        &mut self,
        section: &SectionName,
        key: &str,
        sub_key: &str,
        value: &str,
    ) -> Result<bool, EditError> {
        self.apply(&Batch::new().set_nested(section, key, sub_key, value))
    }

    /// Removes one value of a nested block; the block is removed with its last value.
    pub fn unset_nested(
        &mut self,
        section: &SectionName,
        key: &str,
        sub_key: &str,
    ) -> Result<bool, EditError> {
        self.apply(&Batch::new().unset_nested(section, key, sub_key))
    }

    /// Appends an empty section after a blank line; `false` if the section exists.
    pub fn add_section(&mut self, section: &SectionName) -> Result<bool, EditError> {
        self.apply(&Batch::new().add_section(section))
    }

    /// Removes every section of this name; `false` if there is none. Comments directly above its header and directly
    /// above the next header stay.
    pub fn remove_section(&mut self, section: &SectionName) -> Result<bool, EditError> {
        self.apply(&Batch::new().remove_section(section))
    }

    /// Renames a section within its kind. References to the section stay; see [`Document::rename_references`].
    pub fn rename_section(&mut self, section: &SectionName, name: &str) -> Result<bool, EditError> {
        self.apply(&Batch::new().rename_section(section, name))
    }

    /// Makes all changes of a batch or none; `false` if nothing had to change.
    ///
    /// # Errors
    /// A name, a key or a value that some tool would not read back, a missing section, or text that cannot be edited.
    pub fn apply(&mut self, batch: &Batch) -> Result<bool, EditError> {
        let Some(edited) = self.edited(batch, Audience::AllTools)? else { return Ok(false) };
        *self = edited;
        Ok(true)
    }

    /// Makes all changes of a batch or none, and allows a section whose name some tool cannot read, if it exists
    /// already. A new section of such a name is refused.
    ///
    /// ```
    /// use daypass_config_parse::{Batch, Document, SectionName};
    ///
    /// let section = SectionName::profile("my profile");
    /// let batch = Batch::new().set(&section, "region", "eu-west-1");
    /// assert!(Document::parse("").apply_to_existing(&batch).is_err());
    ///
    /// let mut file = Document::parse("[profile \"my profile\"]\n");
    /// assert!(file.apply(&batch).is_err());
    /// assert!(file.apply_to_existing(&batch)?);
    /// # Ok::<(), daypass_config_parse::EditError>(())
    /// ```
    pub fn apply_to_existing(&mut self, batch: &Batch) -> Result<bool, EditError> {
        let config = Config::new(self, None, Dialect::AwsCli);
        let mut odd =
            batch.edits.iter().map(|(section, _)| section).filter(|section| !section.is_plain()).peekable();
        let insists = odd.peek().is_some()
            && odd.all(|section| config.section(section.kind(), section.name()).is_some());
        if insists { self.apply_for_aws_cli(batch).map(|_| true) } else { self.apply(batch) }
    }

    /// Makes all changes of a batch, even if only the AWS CLI can read them, and returns the findings that they cause.
    ///
    /// # Errors
    /// A name, a key or a value that the AWS CLI would not read back, a missing section, or text that cannot be edited.
    pub fn apply_for_aws_cli(&mut self, batch: &Batch) -> Result<Vec<Diagnostic>, EditError> {
        let Some(edited) = self.edited(batch, Audience::AwsCli)? else { return Ok(Vec::new()) };
        let mut known: HashMap<Code, usize> = HashMap::new();
        for found in self.lint() {
            *known.entry(found.code()).or_default() += 1;
        }
        let mut news = edited.lint();
        news.retain(|found| match known.get_mut(&found.code()) {
            Some(count @ 1..) => {
                *count -= 1;
                false
            }
            Some(0) | None => true,
        });
        *self = edited;
        Ok(news)
    }

    fn edited(&self, batch: &Batch, audience: Audience) -> Result<Option<Self>, EditError> {
        let encoding = self.encoding();
        let refused = || {
            let section =
                batch.edits.first().map_or_else(SectionName::default_profile, |(name, _)| name.clone());
            EditError::new(EditErrorKind::Encoding, &section, None, encoding.refusal())
        };
        if !encoding.is_readable() && !batch.edits.is_empty() {
            return Err(refused());
        }
        let patches = plan::fold(self, batch)?;
        for patch in &patches {
            check::patch(patch, self.kind(), audience).map_err(|error| error.at_line(self.line_of(patch)))?;
        }
        let splices = plan::splices(self, &patches)?;
        if !encoding.is_utf8() && !splices.iter().all(|splice| splice.is_understood(self.text())) {
            return Err(refused());
        }
        let edited = match splices.is_empty() {
            true => None,
            false => Some(Self::parse_as(self.kind(), splice::apply(self.as_bytes(), splices))),
        };
        for dialect in audience.dialects() {
            verify::check(self, edited.as_ref().unwrap_or(self), &patches, *dialect)?;
        }
        Ok(edited)
    }

    /// The line, from 1, of the first header of the section that a patch changes.
    fn line_of(&self, patch: &patch::Patch) -> Option<usize> {
        let section = self.reading(Dialect::AwsCli).sections.get(*patch.now.first()?)?;
        let start = section.start as usize;
        Some(line_starts(self.readable()).partition_point(|line| *line <= start) + 1)
    }
}
