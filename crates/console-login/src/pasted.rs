//! Reads the code that a person carries over from a browser on another device.

use crate::callback::{Callback, Verdict};
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use daypass_sso_types::AuthorizationCode;
use std::fmt;

/// The longest text that is looked at, in bytes: 16 KiB.
const MAX_BYTES: usize = 16 << 10;

/// Standard base64 in which padding may be missing and stray bits at the end do not matter.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Reads the code that AWS's confirmation page shows: base64 of `state=…&code=…`, in either alphabet, with or without
/// padding, with white space or quotes anywhere. The whole address of the confirmation page is as good.
///
/// ```
/// use daypass_console_login::{PasteError, read_pasted_code};
/// let code = read_pasted_code(" c3RhdGU9czEmY29kZT1jMQ== ", "s1");
/// assert_eq!(code.map(|code| code.expose().to_owned()), Ok("c1".to_owned()));
/// assert_eq!(read_pasted_code("", "s1"), Err(PasteError::Empty));
/// assert_eq!(read_pasted_code("c3RhdGU9czEmY29kZT1jMQ==", "s2"), Err(PasteError::OtherSignIn));
/// ```
///
/// # Errors
/// A [`PasteError`] that says what is wrong with the text. None ends the sign-in: ask again.
pub fn read_pasted_code(text: &str, state: &str) -> Result<AuthorizationCode, PasteError> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '`')).collect();
    if text.is_empty() {
        return Err(PasteError::Empty);
    }
    if text.len() > MAX_BYTES {
        return Err(PasteError::Unreadable);
    }
    let query = query_of(&text).ok_or(PasteError::Unreadable)?;
    match Callback::new("/", state, 80).judge_query(&query) {
        Verdict::Code(code) => Ok(code),
        Verdict::Denied { error, description } => Err(PasteError::Denied { error, description }),
        _ if query.contains("state=") && query.contains("code=") => Err(PasteError::OtherSignIn),
        _ => Err(PasteError::Unreadable),
    }
}

/// Returns the parameters that the text stands for: of an address, plain, or as base64.
fn query_of(text: &str) -> Option<String> {
    let is_plain = text.contains("state=") && (text.contains("code=") || text.contains("error="));
    if is_plain {
        let query = text.split('#').next().unwrap_or_default();
        return Some(query.rsplit_once('?').map_or(query, |(_, query)| query).to_owned());
    }
    let standard: String = text.chars().map(|c| if c == '-' { '+' } else { c }).collect();
    let standard = standard.replace('_', "/");
    String::from_utf8(LENIENT.decode(standard.trim_end_matches('=')).ok()?).ok()
}

/// Why a pasted text is not the code of this sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PasteError {
    /// Nothing was pasted.
    Empty,
    /// The text is not what the page shows: a part of it is missing, or it is something else.
    Unreadable,
    /// The code is of another sign-in: an older page, or one that somebody else opened.
    OtherSignIn,
    /// The person or the service refused the sign-in. Both texts come from outside.
    Denied {
        /// RFC 6749's `error`, such as `access_denied`.
        error: String,
        /// RFC 6749's `error_description`, if it was given.
        description: Option<String>,
    },
}

impl fmt::Display for PasteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing was pasted"),
            Self::Unreadable => f.write_str("this is not the whole code that the page shows"),
            Self::OtherSignIn => f.write_str("this code is of another sign-in; open the address above"),
            Self::Denied { error, description: None } => write!(f, "the sign-in was refused: {error}"),
            Self::Denied { error, description: Some(words) } => {
                write!(f, "the sign-in was refused: {error} ({words})")
            }
        }
    }
}

impl std::error::Error for PasteError {}
