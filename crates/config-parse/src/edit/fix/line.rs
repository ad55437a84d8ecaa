//! Computes the change that fixes one finding, by its code.

use super::{Change, finding_line::FindingLine};
use crate::{Code, edit::splice::Splice};

/// Keys whose value is a command, in which quotation marks and `#` have another meaning.
const COMMAND_KEYS: [&str; 1] = ["credential_process"];

impl FindingLine<'_> {
    /// Returns the change that fixes the finding on this line; `None` if a person has to decide.
    pub(super) fn fix(&self, code: Code) -> Option<Change> {
        let line = self.text();
        let splices = match code {
            Code::ByteOrderMark => {
                vec![Splice::new(0..self.whole().starts_with('\u{feff}').then_some(3)?, "")]
            }
            Code::LoneCarriageReturn => self.feeds(),
            Code::OutsideSection | Code::NoDelimiter | Code::NoKey | Code::KeyNotPlain | Code::EmptyValue => {
                self.commented(self.with_continuation())
            }
            Code::NestedNoEquals | Code::NestedNoKey => self.commented(self.line.clone()),
            Code::UnclosedHeader => {
                let end = line.find(['#', ';']).unwrap_or(line.len());
                let (header, comment) = line.split_at_checked(end)?;
                self.replaced(self.above(comment, &format!("{}]", header.trim_end())))
            }
            Code::EmptyHeader => self.commented(self.line.start..self.end_of(self.section()?)),
            Code::MagicDefaults => self.replaced(line.replacen("[DEFAULT]", "[default]", 1)),
            Code::DuplicateSection | Code::SameNameAgain => return self.joined(),
            Code::DuplicateKey => self.without_earlier_key()?,
            Code::ColonDelimiter => {
                let (key, value) = line.split_once(':')?;
                self.replaced(format!("{} = {}", key.trim_end(), value.trim_start()))
            }
            Code::IndentedKey => self.dedented_block(),
            Code::BlankInValue => self.without_blanks_above(),
            Code::NestedComment | Code::IndentedComment | Code::SwallowedLine => {
                self.replaced(line.trim_start())
            }
            Code::CommentAfterValue | Code::QuotedValue if self.is_command() => return None,
            Code::CommentAfterValue => {
                let blank = line.match_indices([' ', '\t']);
                let (value, comment) = blank
                    .filter_map(|(at, _)| line.split_at_checked(at))
                    .find(|(_, rest)| rest.trim_start().starts_with(['#', ';']))?;
                self.replaced(self.above(comment, value.trim_end()))
            }
            Code::UpperCaseKey => {
                let (key, rest) = line.split_at_checked(line.find(['=', ':'])?)?;
                self.replaced(format!("{}{rest}", key.to_lowercase()))
            }
            Code::QuotedValue => {
                let (key, value) = line.split_once('=')?;
                let value = value.trim();
                let inner = value.get(1..value.len().checked_sub(1)?)?;
                self.replaced(format!("{} = {}", key.trim_end(), inner.trim()))
            }
            Code::OddSpace => {
                let (key, value) = line.split_once('=')?;
                self.replaced(format!("{} = {}", key.trim_end(), value.trim()))
            }
            Code::TextAfterHeader
            | Code::CommentInHeader
            | Code::NameNotPlain
            | Code::QuotedName
            | Code::HeaderLostByCli
            | Code::CommentTouchesHeader
            | Code::WideHeader
            | Code::HeaderIgnored
            | Code::PrefixRunsOn
            | Code::NoPrefix
            | Code::PrefixInCredentials => return self.plain_header(),
            Code::NotUtf8 | Code::TooLarge => return None,
        };
        Some(splices.into())
    }

    fn is_command(&self) -> bool {
        let key = self.text().split(['=', ':']).next().unwrap_or_default();
        COMMAND_KEYS.contains(&key.trim().to_lowercase().as_str())
    }

    /// Removes every carriage return; a lone one becomes a line feed.
    fn feeds(&self) -> Vec<Splice> {
        let bytes = self.whole().as_bytes();
        let returns = self.whole().match_indices('\r').map(|(at, _)| at);
        returns
            .map(|at| Splice::new(at..at + 1, if bytes.get(at + 1) == Some(&b'\n') { "" } else { "\n" }))
            .collect()
    }

    /// Removes the blank lines between this line and the text that it continues, and leaves comments there.
    fn without_blanks_above(&self) -> Vec<Splice> {
        let mut end = self.line.start;
        let mut splices = Vec::new();
        for line in self.whole().get(..end).unwrap_or_default().split_inclusive('\n').rev() {
            let start = end - line.len();
            if line.trim().is_empty() {
                splices.push(Splice::new(start..end, ""));
            } else if !line.trim_start().starts_with(['#', ';']) {
                break;
            }
            end = start;
        }
        splices
    }

    /// Removes the indent of this line from it and from the following lines that have it.
    fn dedented_block(&self) -> Vec<Splice> {
        let line = self.text();
        let indent = line.strip_suffix(line.trim_start()).unwrap_or_default();
        let mut at = self.line.start;
        let mut splices = Vec::new();
        for line in self.whole().get(at..).unwrap_or_default().split_inclusive('\n') {
            if line.strip_prefix(indent).is_none_or(|plain| plain.trim().is_empty()) {
                break;
            }
            splices.push(Splice::new(at..at + indent.len(), ""));
            at += line.len();
        }
        splices
    }
}
