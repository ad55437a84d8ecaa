//! Seals secrets for files: authenticated encryption with one key of 32 bytes, bound to the place that a secret is for, with
//! keys that rotate.
//!
//! A [`KeyRing`] seals with its current [`Key`] and opens what any of its keys sealed. What was changed, moved to another
//! [`Place`], cut, or sealed by an unknown key is an [`Error`], never a panic and never a part of the secret. Keys and opened
//! secrets have no `Display`, a redacted `Debug`, and are zeroed on drop.
//!
//! # Format
//!
//! A sealed text is base64url without padding (RFC 4648, section 5) of these bytes:
//!
//! | bytes | what |
//! | --- | --- |
//! | 1 | version: 1 |
//! | 8 | key id: the first 8 bytes of HMAC-SHA-256 of `daypass-seal key id` by the key |
//! | 12 | nonce, random |
//! | n | ciphertext of n bytes of ChaCha20-Poly1305 (RFC 8439) |
//! | 16 | its tag |
//!
//! The associated data are the first 21 bytes above, then kind and name of the [`Place`], each behind its length as 4 bytes,
//! big-endian. So no byte of a sealed text and none of its place can change. The length of the secret is not hidden.
//!
//! A text of another version does not open with [`ErrorKind::UnknownVersion`]: a later version of the format gets another
//! first byte, and a program that knows both reads both.
//!
//! # Limits
//!
//! A secret has at most 1 MiB. Nonces are random, 96 bits: one key may seal 2³² secrets (NIST SP 800-38D, section 8.3, for
//! nonces of this length), which is a refresh each second for 136 years. Rotate keys for another reason: that one was seen.
//!
//! What ring itself holds of a key while it computes is on the stack and is not zeroed.
//!
//! Every function is pure but for the entropy that it is given. Nothing blocks, so nothing can be cancelled.

mod error;
mod format;
mod key;
mod key_ring;
mod opened;
mod place;
mod text;

pub use error::{Error, ErrorKind};
pub use format::{MAX_SECRET_BYTES, sealed_by};
pub use key::{Key, KeyId};
pub use key_ring::KeyRing;
pub use opened::Opened;
pub use place::Place;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
