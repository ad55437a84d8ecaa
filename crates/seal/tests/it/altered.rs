//! Whatever is done to a sealed text, it does not open, and nothing panics.

use crate::support::{PLACE, fill, ring};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use daypass_seal::{ErrorKind, Place, sealed_by};
use proptest::prelude::*;

const SECRET: &[u8] = b"a refresh token of usual length, which is a few hundred bytes in practice";

fn sealed() -> String {
    ring(0).seal(PLACE, SECRET, &fill).expect("seals")
}

fn kind(text: &str) -> Option<ErrorKind> {
    ring(0).open(PLACE, text).err().map(|error| error.kind())
}

#[test]
fn each_flipped_bit_of_the_bytes_is_refused() {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed()).expect("base64");
    for bit in 0..bytes.len() * 8 {
        let mut altered = bytes.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let expected = match bit / 8 {
            0 => ErrorKind::UnknownVersion,
            1..=8 => ErrorKind::UnknownKey,
            _ => ErrorKind::Altered,
        };
        assert_eq!(kind(&BASE64_URL_SAFE_NO_PAD.encode(altered)), Some(expected), "bit {bit}");
    }
}

#[test]
fn each_flipped_bit_of_the_text_is_refused() {
    let text = sealed();
    for bit in 0..text.len() * 8 {
        let mut altered = text.clone().into_bytes();
        altered[bit / 8] ^= 1 << (bit % 8);
        // A text that is no UTF-8 is no text, and whoever reads the file says so.
        if let Ok(altered) = String::from_utf8(altered) {
            assert!(kind(&altered).is_some(), "bit {bit}");
        }
    }
}

#[test]
fn each_cut_and_each_addition_is_refused() {
    let text = sealed();
    for length in 0..text.len() {
        assert!(kind(text.split_at(length).0).is_some(), "{length} letters");
        assert!(kind(text.split_at(text.len() - length).1).is_some(), "the last {length} letters");
    }
    for added in ["A", "AA", "AAAA", "=", "\n", " "] {
        assert!(kind(&format!("{text}{added}")).is_some(), "{added:?} behind");
        assert!(kind(&format!("{added}{text}")).is_some(), "{added:?} in front");
    }
}

#[test]
fn two_files_that_are_swapped_are_both_refused() {
    let places = [PLACE, Place { name: "d033e22a.json", ..PLACE }, Place { kind: "registration", ..PLACE }];
    let sealed = places.map(|place| ring(0).seal(place, SECRET, &fill).expect("seals"));
    for (here, place) in places.into_iter().enumerate() {
        for (there, text) in sealed.iter().enumerate() {
            assert_eq!(ring(0).open(place, text).is_ok(), here == there, "the text of {there} at {here}");
        }
    }
}

#[test]
fn an_unknown_key_is_named_and_an_error_quotes_nothing() {
    let error = ring(1).open(PLACE, &sealed()).expect_err("another key");
    assert_eq!((error.kind(), error.key()), (ErrorKind::UnknownKey, Some(ring(0).current().id())));
    assert_eq!(error.to_string(), "it is sealed with the key 9a0e0dde3aec8d92, which is not at hand");
    let error = ring(0).open(PLACE, "AAAA").expect_err("version 0");
    assert_eq!((error.kind(), error.key()), (ErrorKind::UnknownVersion, None));
    assert_eq!(error.to_string(), "it was sealed by a newer version");
    let error = ring(0).open(PLACE, "").expect_err("nothing");
    assert_eq!(error.to_string(), "it was altered, or moved here from another file");
    assert_eq!(sealed_by("").map_err(|error| error.kind()), Err(ErrorKind::Altered));
}

proptest! {
    #[test]
    fn bytes_that_change_anywhere_are_refused(at: prop::sample::Index, changes in prop::collection::vec(1u8.., 1..40)) {
        let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed()).expect("base64");
        let at = at.index(bytes.len());
        for (byte, change) in bytes[at..].iter_mut().zip(changes) {
            *byte ^= change;
        }
        prop_assert!(kind(&BASE64_URL_SAFE_NO_PAD.encode(bytes)).is_some());
    }

    #[test]
    fn parts_of_two_sealed_texts_are_refused(at: prop::sample::Index) {
        let (one, other) = (sealed(), sealed());
        let at = at.index(one.len() - 1) + 1;
        let mixed = format!("{}{}", one.split_at(at).0, other.split_at(at).1);
        // The first letters of both are the same: version and key id.
        prop_assume!(mixed != one && mixed != other);
        prop_assert_eq!(kind(&mixed), Some(ErrorKind::Altered));
    }
}
