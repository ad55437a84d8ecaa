//! One line of a config file mended, as its diagnostic code says. A mend counts only if the finding is gone
//! afterwards and no other has come.

use super::header::{Header, plain_name};
use daypass_config_parse::{Code, Document, FileKind};
use std::ops::Range;

/// All findings of a code mended in a file, and how many; those that would not go are left as they were.
pub(crate) fn mend(bytes: &[u8], file: FileKind, code: Code) -> (Vec<u8>, usize) {
    let mut bytes = bytes.to_vec();
    let (mut mended, mut skipped) = (0, 0);
    loop {
        let document = Document::parse_as(file, bytes.clone());
        let found: Vec<_> = document.lint().into_iter().filter(|found| found.code() == code).collect();
        let Some(next) = found.get(skipped) else { return (bytes, mended) };
        let edited = edit(&bytes, file, code, next.offset());
        match edited.filter(|edited| is_better(&document, edited, file, code)) {
            Some(edited) => {
                bytes = edited;
                mended += 1;
            }
            None => skipped += 1,
        }
    }
}

/// Whether the code has become rarer and no other more frequent.
fn is_better(before: &Document, edited: &[u8], file: FileKind, code: Code) -> bool {
    let count =
        |document: &Document, code: Code| document.lint().iter().filter(|found| found.code() == code).count();
    let after = Document::parse_as(file, edited.to_vec());
    // What an encoding hid is no new finding.
    let no_worse = |other: &Code| code == Code::NotUtf8 || count(&after, *other) <= count(before, *other);
    count(&after, code) < count(before, code)
        && Code::ALL.iter().filter(|other| **other != code).all(no_worse)
}

fn edit(bytes: &[u8], file: FileKind, code: Code, at: usize) -> Option<Vec<u8>> {
    if code == Code::NotUtf8 {
        return Document::parse_as(file, bytes).to_utf8().map(String::into_bytes);
    }
    let text = str::from_utf8(bytes).ok()?;
    Text { whole: text, file, line: line_at(text, at)? }.edit(code).map(String::into_bytes)
}

/// A file and the line in question, without its line end.
struct Text<'t> {
    whole: &'t str,
    file: FileKind,
    line: Range<usize>,
}

impl Text<'_> {
    fn edit(&self, code: Code) -> Option<String> {
        let line = self.whole.get(self.line.clone())?;
        match code {
            Code::ByteOrderMark => self.whole.strip_prefix('\u{feff}').map(str::to_owned),
            Code::LoneCarriageReturn => Some(self.whole.replace("\r\n", "\n").replace('\r', "\n")),
            Code::OutsideSection | Code::NoDelimiter | Code::NoKey | Code::KeyNotPlain | Code::EmptyValue => {
                self.commented(self.with_continuation())
            }
            Code::NestedNoEquals | Code::NestedNoKey => self.commented(self.line.clone()),
            Code::UnclosedHeader => {
                let end = line.find(['#', ';']).unwrap_or(line.len());
                let (header, comment) = line.split_at_checked(end)?;
                Some(self.replaced(&self.above(comment, &format!("{}]", header.trim_end()))))
            }
            Code::EmptyHeader => self.commented(self.line.start..self.section_end()),
            Code::MagicDefaults => Some(self.replaced(&line.replacen("[DEFAULT]", "[default]", 1))),
            Code::DuplicateSection | Code::SameNameAgain => self.joined(),
            Code::DuplicateKey => self.without_earlier_key(),
            Code::ColonDelimiter => {
                let (key, value) = line.split_once(':')?;
                Some(self.replaced(&format!("{} = {}", key.trim_end(), value.trim_start())))
            }
            Code::IndentedKey => self.dedented_block(),
            Code::NestedComment | Code::IndentedComment | Code::SwallowedLine => {
                Some(self.replaced(line.trim_start()))
            }
            Code::CommentAfterValue => {
                let blank = line.match_indices([' ', '\t']);
                let (value, comment) = blank
                    .filter_map(|(at, _)| line.split_at_checked(at))
                    .find(|(_, rest)| rest.trim_start().starts_with(['#', ';']))?;
                Some(self.replaced(&self.above(comment, value.trim_end())))
            }
            Code::UpperCaseKey => {
                let at = line.find(['=', ':'])?;
                let (key, rest) = line.split_at_checked(at)?;
                Some(self.replaced(&format!("{}{rest}", key.to_lowercase())))
            }
            Code::QuotedValue => {
                let (key, value) = line.split_once('=')?;
                let value = value.trim();
                let inner = value.get(1..value.len().checked_sub(1)?)?;
                Some(self.replaced(&format!("{} = {}", key.trim_end(), inner.trim())))
            }
            Code::OddSpace => {
                let (key, value) = line.split_once('=')?;
                Some(self.replaced(&format!("{} = {}", key.trim_end(), value.trim())))
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
            | Code::PrefixInCredentials => self.plain_header(),
            _ => None,
        }
    }

    fn replaced(&self, new: &str) -> String {
        self.spliced(self.line.clone(), new)
    }

    fn spliced(&self, range: Range<usize>, new: &str) -> String {
        let before = self.whole.get(..range.start).unwrap_or_default();
        let after = self.whole.get(range.end..).unwrap_or_default();
        format!("{before}{new}{after}")
    }

    /// A comment on its own line above another.
    fn above(&self, comment: &str, line: &str) -> String {
        let comment = comment.trim().trim_start_matches(['#', ';']).trim();
        let end = if self.whole.contains("\r\n") { "\r\n" } else { "\n" };
        if comment.is_empty() { line.to_owned() } else { format!("# {comment}{end}{line}") }
    }

    fn commented(&self, range: Range<usize>) -> Option<String> {
        let block = self.whole.get(range.clone())?;
        let lines = block.split_inclusive('\n').map(|line| match line.trim() {
            "" => line.to_owned(),
            text if text.starts_with(['#', ';']) => line.to_owned(),
            _ => format!("# {line}"),
        });
        Some(self.spliced(range, &lines.collect::<String>()))
    }

    /// The line, and those indented under it.
    fn with_continuation(&self) -> Range<usize> {
        let mut end = self.line.end;
        let rest = self.whole.get(end..).unwrap_or_default();
        let mut at = end;
        for line in rest.split_inclusive('\n').skip(1) {
            if at == end {
                at += rest.find('\n').unwrap_or(0) + 1;
            }
            if !line.starts_with([' ', '\t']) || line.trim().is_empty() {
                break;
            }
            end = at + line.trim_end_matches(['\r', '\n']).len();
            at += line.len();
        }
        self.line.start..end
    }

    /// Where the section of this line ends: at the next header, or with the file.
    fn section_end(&self) -> usize {
        let rest = self.whole.get(self.line.end..).unwrap_or_default();
        rest.find("\n[").map_or(self.whole.len(), |at| self.line.end + at + 1)
    }

    /// The indent of this line taken from it and from those below that have it.
    fn dedented_block(&self) -> Option<String> {
        let line = self.whole.get(self.line.clone())?;
        let indent = line.strip_suffix(line.trim_start())?;
        let rest = self.whole.get(self.line.start..)?;
        let mut block = String::new();
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            let Some(plain) = line.strip_prefix(indent).filter(|plain| !plain.trim().is_empty()) else {
                break;
            };
            block.push_str(plain);
            length += line.len();
        }
        Some(self.spliced(self.line.start..self.line.start + length, &block))
    }

    /// The same key further up in this section, made a comment: the last one counts.
    fn without_earlier_key(&self) -> Option<String> {
        let key = |line: &str| line.split(['=', ':']).next().map(|key| key.trim().to_lowercase());
        let wanted = key(self.whole.get(self.line.clone())?)?;
        let before = self.whole.get(..self.line.start)?;
        let mut end = before.len();
        for line in before.split_inclusive('\n').rev() {
            let start = end.checked_sub(line.len())?;
            if line.starts_with('[') {
                return None;
            }
            let is_key = !line.starts_with([' ', '\t', '#', ';']) && line.contains(['=', ':']);
            if is_key && key(line).as_ref() == Some(&wanted) {
                let text = Text { line: line_at(self.whole, start)?, ..*self };
                return text.commented(text.with_continuation());
            }
            end = start;
        }
        None
    }

    /// This section's lines moved to the end of the earlier one of its name, its keys winning as they did.
    fn joined(&self) -> Option<String> {
        let own = Header::read(self.whole.get(self.line.clone())?, self.file)?.plain(self.file);
        let before = self.whole.get(..self.line.start)?;
        let mut at = 0;
        let mut earlier = None;
        for line in before.split_inclusive('\n') {
            let found = line.starts_with('[').then(|| Header::read(line, self.file)).flatten();
            if earlier.is_none() && found.is_some_and(|header| header.plain(self.file) == own) {
                earlier = Some(at);
            }
            at += line.len();
        }
        let first = Text { line: line_at(self.whole, earlier?)?, ..*self };
        let end = self.section_end();
        let body = self.whole.get(self.line.end..end)?.trim_start_matches(['\r', '\n']);
        let home = self.whole.get(first.line.start..first.section_end())?;
        let kept = home.trim_end();
        let (rest_before, between) =
            (self.whole.get(..first.line.start)?, self.whole.get(first.section_end()..self.line.start)?);
        let body = body.trim_end();
        let gap = if home.len() > kept.len() + 1 { "\n\n" } else { "\n" };
        let mut text = format!("{rest_before}{kept}\n{body}{gap}{between}{}", self.whole.get(end..)?);
        // A key that both have: the earlier of the two becomes a comment.
        if let (mended, 1..) = mend(text.as_bytes(), self.file, Code::DuplicateKey) {
            text = String::from_utf8(mended).ok()?;
        }
        Some(text)
    }

    /// The header as every tool reads it. What refers to a name that has to change, changes too.
    fn plain_header(&self) -> Option<String> {
        let header = Header::read(self.whole.get(self.line.clone())?, self.file)?;
        let new = self.replaced(&self.above(header.comment, &header.plain(self.file)));
        let plain = plain_name(header.name);
        if plain == header.name {
            return Some(new);
        }
        let refers = |line: &str| {
            let (key, value) = line.split_once('=')?;
            let known = ["source_profile", "sso_session", "services"].contains(&key.trim());
            (known && value.trim() == header.name).then(|| line.replacen(header.name, &plain, 1))
        };
        Some(new.split_inclusive('\n').map(|line| refers(line).unwrap_or_else(|| line.to_owned())).collect())
    }
}

/// The line that holds a byte, without its end.
pub(super) fn line_at(text: &str, at: usize) -> Option<Range<usize>> {
    let (before, after) = text.split_at_checked(at)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| at + end);
    let end = if text.get(start..end)?.ends_with('\r') { end - 1 } else { end };
    (start <= end).then_some(start..end)
}

/// A line by its number, made a comment with what is indented under it, if it is the line of that key.
pub(super) fn comment_out(text: &str, number: usize, key: &str) -> Option<String> {
    let at: usize = text.split_inclusive('\n').take(number.checked_sub(1)?).map(str::len).sum();
    let line = Text { whole: text, file: FileKind::Config, line: line_at(text, at)? };
    let found = text.get(line.line.clone())?.split(['=', ':']).next()?.trim().to_lowercase();
    (found == key).then(|| line.commented(line.with_continuation())).flatten()
}
