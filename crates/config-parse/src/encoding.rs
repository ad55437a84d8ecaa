//! Detects the encoding of a file, by a byte order mark, by NUL bytes, or by decoding.

use crate::search;
use std::fmt;

/// The encoding of a config file. AWS tools read only UTF-8.
///
/// ```
/// use daypass_config_parse::{Document, Encoding};
///
/// // What `>` of Windows PowerShell 5 writes.
/// let file: Vec<u8> = "\u{feff}[default]\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
/// let file = Document::parse(file);
/// assert_eq!(file.encoding(), Encoding::Utf16Le);
/// assert_eq!(file.to_utf8().as_deref(), Some("[default]\n"));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8 without a byte order mark, or an empty file.
    Utf8,
    /// UTF-8 with a byte order mark, which the AWS CLI and the SDKs reject.
    Utf8WithMark,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// UTF-32 with a byte order mark, little- or big-endian.
    Utf32,
    /// Any other encoding, with one byte for each character: usually Windows-1252 or ISO 8859-1.
    EightBit,
}

impl Encoding {
    /// Detects the encoding of these bytes. UTF-16 without a byte order mark is detected by its NUL bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let has_nul = search::find([0], bytes).is_some();
        match bytes {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Self::Utf32,
            [0xff, 0xfe, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] => Self::Utf16Be,
            _ if has_nul && is_wide(bytes, u16::from_le_bytes) => Self::Utf16Le,
            _ if has_nul && is_wide(bytes, u16::from_be_bytes) => Self::Utf16Be,
            _ if str::from_utf8(bytes).is_err() => Self::EightBit,
            [0xef, 0xbb, 0xbf, ..] => Self::Utf8WithMark,
            _ => Self::Utf8,
        }
    }

    /// Whether the file is UTF-8 as a whole, so that every line can be edited.
    pub fn is_utf8(self) -> bool {
        matches!(self, Self::Utf8 | Self::Utf8WithMark)
    }

    /// Whether sections and keys can be read, although not every name and value: `false` for UTF-16 and UTF-32.
    pub fn is_readable(self) -> bool {
        self.is_utf8() || self == Self::EightBit
    }

    /// Says why text in this encoding is not edited.
    pub(crate) fn refusal(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8WithMark => "the file is UTF-8",
            Self::Utf16Le | Self::Utf16Be => "the file is UTF-16; save it as UTF-8",
            Self::Utf32 => "the file is UTF-32; save it as UTF-8",
            Self::EightBit => {
                "the line or what is to be written is not ASCII, and the file is not UTF-8; save it as UTF-8"
            }
        }
    }
}

/// Writes the common name, such as `UTF-16 (little-endian)`.
impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 with a byte order mark",
            Self::Utf16Le => "UTF-16 (little-endian)",
            Self::Utf16Be => "UTF-16 (big-endian)",
            Self::Utf32 => "UTF-32",
            Self::EightBit => "not UTF-8 (most likely Windows-1252)",
        })
    }
}

/// Decodes the bytes to UTF-8 without a byte order mark; `None` if they are not valid in their encoding, or have a NUL
/// character, which no config file has.
///
/// Bytes of an 8-bit file that are not UTF-8 are decoded as Windows-1252, a superset of the printable part of ISO
/// 8859-1, which is a guess.
pub(crate) fn to_utf8(bytes: &[u8]) -> Option<String> {
    let text = match Encoding::of(bytes) {
        Encoding::Utf8 | Encoding::Utf8WithMark => str::from_utf8(bytes).ok()?.to_owned(),
        Encoding::Utf16Le => wide(bytes, u16::from_le_bytes)?,
        Encoding::Utf16Be => wide(bytes, u16::from_be_bytes)?,
        Encoding::Utf32 => return None,
        Encoding::EightBit => {
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                for byte in chunk.invalid() {
                    text.push(windows_1252(*byte)?);
                }
            }
            text
        }
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    (!text.contains('\0')).then_some(text)
}

/// Whether bytes with NULs are UTF-16: they decode to text that is mostly ASCII and has no NUL character.
fn is_wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> bool {
    let text = wide(bytes, unit).unwrap_or_default();
    let ascii = text.chars().filter(char::is_ascii).count();
    !text.is_empty() && !text.contains('\0') && ascii * 2 > text.chars().count()
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text = char::decode_utf16(units).collect::<Result<String, _>>().ok();
    text.filter(|_| rest.is_empty())
}

/// Returns the character of a byte beyond ASCII in Windows-1252; five bytes have none.
fn windows_1252(byte: u8) -> Option<char> {
    const MIDDLE: [u16; 32] = [
        0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
        0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0, 0x017e, 0x0178,
    ];
    let middle = byte.checked_sub(0x80).and_then(|at| MIDDLE.get(usize::from(at)));
    match middle {
        Some(0) => None,
        Some(code) => char::from_u32(u32::from(*code)),
        None => Some(char::from(byte)),
    }
}
