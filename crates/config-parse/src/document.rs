//! Documents: a file with every byte, which is read on demand in each dialect.

use std::{fmt, sync::OnceLock};

use crate::{Dialect, Encoding, dialect, encoding, reading::Reading};

/// Whether a document is a config or a credentials file, which have different rules for headers.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum FileKind {
    /// `~/.aws/config`: `[profile NAME]`, `[sso-session NAME]`, `[services NAME]`, `[default]`.
    #[default]
    Config,
    /// `~/.aws/credentials`: every section is a profile, named without a prefix.
    Credentials,
}

/// A config or credentials file. Parsing never fails, and [`Document::as_bytes`] returns exactly the bytes that went
/// in.
///
/// The file is read at the first use, once for each dialect. A byte that is not UTF-8 reads as U+001A (SUBSTITUTE) and
/// is written back unchanged. A file beyond 4 GiB is kept whole and read up to there.
#[derive(Clone, Default)]
pub struct Document {
    kind: FileKind,
    /// The text that is read: valid UTF-8, with the byte offsets of the file.
    text: String,
    /// The bytes of the file, if they are not UTF-8.
    raw: Option<Vec<u8>>,
    aws_cli: OnceLock<Reading>,
    sdk: OnceLock<Reading>,
}

impl Document {
    /// Parses a config file. It never fails; [`Document::diagnostics`] says what is wrong with the file.
    pub fn parse(bytes: impl Into<Vec<u8>>) -> Self {
        Self::parse_as(FileKind::Config, bytes)
    }

    /// Parses a credentials file. It never fails; [`Document::diagnostics`] says what is wrong with the file.
    pub fn parse_credentials(bytes: impl Into<Vec<u8>>) -> Self {
        Self::parse_as(FileKind::Credentials, bytes)
    }

    /// Parses a config or a credentials file, as `kind` says.
    pub fn parse_as(kind: FileKind, bytes: impl Into<Vec<u8>>) -> Self {
        let (text, raw) = match String::from_utf8(bytes.into()) {
            Ok(text) => (text, None),
            Err(error) => {
                let raw = error.into_bytes();
                (substituted(&raw), Some(raw))
            }
        };
        Self { kind, text, raw, ..Self::default() }
    }

    /// Returns the file, byte for byte.
    pub fn as_bytes(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// Returns the file, byte for byte.
    pub fn into_bytes(self) -> Vec<u8> {
        self.raw.unwrap_or_else(|| self.text.into_bytes())
    }

    /// Returns whether the document is a config or a credentials file.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Whether the file has no bytes at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Detects the encoding of the file, at each call. In a file that is not [UTF-8](Encoding::is_utf8), only lines of
    /// ASCII can be edited. A file that is not [readable](Encoding::is_readable) cannot be edited, and seems to have no
    /// sections.
    pub fn encoding(&self) -> Encoding {
        Encoding::of(self.as_bytes())
    }

    /// Decodes the file to UTF-8 without a byte order mark; `None` if it cannot be decoded, or has a NUL character.
    ///
    /// Bytes that are neither UTF-8 nor part of UTF-16 or UTF-32 are decoded as Windows-1252, which is a guess.
    pub fn to_utf8(&self) -> Option<String> {
        encoding::to_utf8(self.as_bytes())
    }

    /// Returns the text of the file; each byte that is not UTF-8 is replaced by SUBSTITUTE, so that offsets stay equal.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_utf8(&self) -> bool {
        self.raw.is_none()
    }

    /// Returns the part of the text that is read: up to 4 GiB.
    pub(crate) fn readable(&self) -> &str {
        readable(&self.text)
    }

    pub(crate) fn reading(&self, dialect: Dialect) -> &Reading {
        let (cell, read): (_, fn(&str) -> Reading) = match dialect {
            Dialect::AwsCli => (&self.aws_cli, dialect::aws_cli::read),
            Dialect::Sdk => (&self.sdk, dialect::sdk::read),
        };
        cell.get_or_init(|| read(self.readable()))
    }
}

/// Shows only the size, because the file may hold secrets.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("kind", &self.kind)
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

fn readable(text: &str) -> &str {
    if u32::try_from(text.len()).is_ok() {
        return text;
    }
    let limit = (0..=u32::MAX as usize).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.get(..limit).unwrap_or_default()
}

/// Replaces each byte that is not part of a UTF-8 character by SUBSTITUTE; the length stays equal.
fn substituted(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(std::iter::repeat_n('\u{1a}', chunk.invalid().len()));
    }
    text
}
