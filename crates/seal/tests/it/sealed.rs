//! What is sealed opens again, in its place and nowhere else; and the format is what it was.

use crate::support::{PLACE, fill, key, ring};
use daypass_seal::{ErrorKind, KeyRing, MAX_SECRET_BYTES, Place, sealed_by};
use proptest::prelude::*;

/// Made by Python's `cryptography` 48.0 and `hmac`, by the words of the crate's docs alone.
const VECTOR: &str = "AZoODd467I2SZGVmZ2hpamtsbW5vTzPJr_7XEyGTinoUl-f6qVKn_UbeEars5EJYLPX_x1UcH1eysYCNc8u6";
const VECTOR_SECRET: &[u8] = br#"{"refreshToken":"aorAAAA"}"#;

#[test]
fn another_implementation_of_the_format_agrees() {
    assert_eq!(ring(0).open(PLACE, VECTOR).expect("opens").expose(), VECTOR_SECRET);
    let nonce = |buffer: &mut [u8]| buffer.iter_mut().zip(100..).for_each(|(byte, value)| *byte = value);
    assert_eq!(ring(0).seal(PLACE, VECTOR_SECRET, &nonce).expect("seals"), VECTOR);
    assert_eq!(key(0).id().to_string(), "9a0e0dde3aec8d92");
    assert_eq!(sealed_by(VECTOR), Ok(key(0).id()));
}

#[test]
fn the_longest_secret_opens_and_a_longer_one_is_refused() {
    let longest = vec![7; MAX_SECRET_BYTES];
    let sealed = ring(0).seal(PLACE, &longest, &fill).expect("seals");
    assert!(ring(0).open(PLACE, &sealed).expect("opens").expose() == longest);
    let longer = vec![7; MAX_SECRET_BYTES + 1];
    assert_eq!(ring(0).seal(PLACE, &longer, &fill).map_err(|error| error.kind()), Err(ErrorKind::TooLong));
    let kind = |text: &str| ring(0).open(PLACE, text).map_err(|error| error.kind()).map(|_| ());
    assert_eq!(kind(&format!("{sealed}AAAA")), Err(ErrorKind::Altered));
    // A text of the greatest length is looked at, and one that is longer is not: what version it is of is not said.
    let of_another_version = |letters: usize| kind(&format!("Ag{}", "A".repeat(letters - 2)));
    let greatest = (1usize + 8 + 12 + MAX_SECRET_BYTES + 16).div_ceil(3) * 4;
    assert_eq!(of_another_version(greatest), Err(ErrorKind::UnknownVersion));
    assert_eq!(of_another_version(greatest + 4), Err(ErrorKind::Altered));
}

#[test]
fn the_same_secret_sealed_twice_is_two_texts() {
    let seal = || ring(0).seal(PLACE, b"secret", &fill).expect("seals");
    assert_ne!(seal(), seal());
}

proptest! {
    #[test]
    fn what_is_sealed_opens(secret: Vec<u8>, kind: String, name: String, first: u8) {
        let place = Place { kind: &kind, name: &name };
        let sealed = ring(first).seal(place, &secret, &fill).expect("seals");
        let opened = ring(first).open(place, &sealed).expect("opens");
        prop_assert_eq!(opened.expose(), secret);
    }

    #[test]
    fn no_text_that_nobody_sealed_opens_or_panics(text: String, kind: String, name: String) {
        let opened = ring(0).open(Place { kind: &kind, name: &name }, &text);
        prop_assert!(opened.is_err());
        prop_assert!(KeyRing::from_text(&text).is_err());
    }

    #[test]
    fn a_secret_opens_in_its_place_alone(kinds: [String; 2], names: [String; 2]) {
        let places = [0, 1].map(|index| Place { kind: &kinds[index], name: &names[index] });
        prop_assume!(places[0] != places[1]);
        let sealed = ring(0).seal(places[0], b"secret", &fill).expect("seals");
        let opened = ring(0).open(places[1], &sealed);
        prop_assert_eq!(opened.map_err(|error| error.kind()), Err(ErrorKind::Altered));
    }

    #[test]
    fn letters_that_move_from_the_kind_to_the_name_are_another_place(text in "[a-z]{2,9}", at in 1usize..9) {
        prop_assume!(at < text.len());
        let (kind, name) = text.split_at(at);
        let sealed = ring(0).seal(Place { kind, name }, b"secret", &fill).expect("seals");
        let (kind, name) = text.split_at(at - 1);
        let place = Place { kind, name };
        prop_assert!(ring(0).open(place, &sealed).is_err());
    }
}
