//! A file as it is: every byte kept, read on demand in either dialect.

use std::{fmt, sync::OnceLock};

use crate::{Dialect, Encoding, dialect, encoding, reading::Reading};

/// Which of the two files a document is: they have different rules for headers.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum FileKind {
    /// `~/.aws/config`: `[profile NAME]`, `[sso-session NAME]`, `[services NAME]`, `[default]`.
    #[default]
    Config,
    /// `~/.aws/credentials`: every section is a profile, named without a prefix.
    Credentials,
}

/// One file. Parsing never fails, and [`Document::as_bytes`] gives back exactly what went in.
///
/// Reading happens when it is first asked for, once per dialect, and is kept. Text that is not UTF-8 is read
/// with each offending byte as U+001A (SUBSTITUTE) and written as it was. A file beyond 4 GiB is kept whole
/// and read up to there.
#[derive(Clone, Default)]
pub struct Document {
    kind: FileKind,
    /// As long as the file, byte for byte, and valid UTF-8.
    text: String,
    /// The file itself, where that is not UTF-8.
    raw: Option<Vec<u8>>,
    aws_cli: OnceLock<Reading>,
    sdk: OnceLock<Reading>,
}

impl Document {
    /// A config file. Never fails; see [`Document::diagnostics`].
    pub fn parse(bytes: impl Into<Vec<u8>>) -> Self {
        Self::parse_as(FileKind::Config, bytes)
    }

    /// A credentials file.
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

    /// The file, byte for byte.
    pub fn as_bytes(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// The file, byte for byte.
    pub fn into_bytes(self) -> Vec<u8> {
        self.raw.unwrap_or_else(|| self.text.into_bytes())
    }

    /// Which file it is.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Whether there is nothing in it, not even white space.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The encoding of its bytes, found out at each call. Of what is not [UTF-8](Encoding::is_utf8) only lines of ASCII
    /// are edited; what is not even [readable](Encoding::is_readable) is not edited, and seems to have no sections.
    pub fn encoding(&self) -> Encoding {
        Encoding::of(self.as_bytes())
    }

    /// The file as UTF-8 without a byte order mark; `None` where it cannot be decoded, or holds a NUL.
    ///
    /// Bytes that are neither UTF-8 nor part of UTF-16 are taken for Windows-1252, which is a guess.
    pub fn to_utf8(&self) -> Option<String> {
        encoding::to_utf8(self.as_bytes())
    }

    /// The readable text: the file, or where it is not UTF-8 a stand-in of the same length.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_utf8(&self) -> bool {
        self.raw.is_none()
    }

    /// The part of the text that is read.
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

/// The size only: a file may hold secrets.
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

/// The same length, with SUBSTITUTE for each byte that is part of no character.
fn substituted(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(std::iter::repeat_n('\u{1a}', chunk.invalid().len()));
    }
    text
}
