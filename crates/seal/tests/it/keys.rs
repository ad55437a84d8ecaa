//! Keys: rotation, their text, and that nothing prints them.

use crate::support::{PLACE, fill, key, ring};
use daypass_seal::{ErrorKind, Key, KeyRing};
use proptest::prelude::*;

#[test]
fn a_rotated_ring_opens_both_and_seals_with_the_new_key() {
    let old = ring(0);
    let sealed = old.seal(PLACE, b"secret", &fill).expect("seals");
    let rotated = old.rotated(key(1));
    let again = rotated.reseal(PLACE, &sealed, &fill).expect("opens").expect("the old key sealed it");
    assert_eq!(rotated.reseal(PLACE, &again, &fill), Ok(None));
    for text in [&sealed, &again] {
        assert_eq!(rotated.open(PLACE, text).expect("opens").expose(), b"secret");
    }
    let after = rotated.without_older();
    assert_eq!(after.open(PLACE, &again).expect("opens").expose(), b"secret");
    assert_eq!(after.open(PLACE, &sealed).map_err(|error| error.kind()), Err(ErrorKind::UnknownKey));
    assert_eq!(old.open(PLACE, &again).map_err(|error| error.kind()), Err(ErrorKind::UnknownKey));
    assert!(rotated.has(key(0).id()) && rotated.has(key(1).id()) && !after.has(key(0).id()));
}

#[test]
fn sealing_again_reports_what_does_not_open_also_under_the_current_key() {
    let sealed = ring(0).seal(PLACE, b"secret", &fill).expect("seals");
    let cut = sealed.split_at(sealed.len() - 1).0;
    assert_eq!(ring(0).reseal(PLACE, cut, &fill).map_err(|error| error.kind()), Err(ErrorKind::Altered));
}

#[test]
fn a_key_is_in_a_ring_once_however_often_it_is_rotated() {
    let ring = ring(0).rotated(key(1)).rotated(key(1)).rotated(key(2));
    let ids: Vec<_> = ring.older().iter().map(Key::id).collect();
    assert_eq!((ring.current().id(), ids), (key(2).id(), vec![key(1).id(), key(0).id()]));
}

#[test]
fn a_generated_key_is_what_the_entropy_gives() {
    let key = Key::generate(&|buffer: &mut [u8]| buffer.fill(9));
    assert_eq!(key.expose(), &[9; 32]);
}

#[test]
fn nothing_prints_a_key_or_what_was_opened() {
    let ring = ring(0).rotated(key(1));
    let opened = ring.open(PLACE, &ring.seal(PLACE, b"hunter2", &fill).expect("seals")).expect("opens");
    let printed = format!("{ring:?} {:?} {opened:?} {:?}", ring.current(), ring.current().id());
    assert_eq!(
        printed,
        format!(
            "KeyRing {{ current: Key({one}, redacted), older: [Key({zero}, redacted)] }} Key({one}, redacted) \
             Opened(redacted) KeyId({one})",
            one = key(1).id(),
            zero = key(0).id()
        )
    );
    let starts = [0, 1].map(|first| hex::encode(key(first).expose().split_at(4).0));
    for secret in starts.iter().map(String::as_str).chain(["hunter2"]) {
        assert!(!printed.contains(secret), "{secret}");
    }
}

#[test]
fn a_text_is_a_ring_only_if_each_part_is_a_key() {
    let text = ring(0).to_text();
    assert_eq!(text.as_str(), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    let refused = |text: &str| {
        let error = KeyRing::from_text(text).expect_err("no key ring");
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::NotAKeyRing, "the text is not a key ring")
        );
    };
    refused("");
    refused(".");
    refused("hunter2");
    refused(&format!("{}.", text.as_str()));
    refused(text.split_at(1).1);
    refused(&format!("{}A", text.as_str()));
    refused(&format!("{0} {0}", text.as_str()));
    // Bits to spare in the last letter: the same key has one text.
    refused(&text.replace("Hh8", "Hh9"));
}

proptest! {
    #[test]
    fn a_ring_comes_back_from_its_text(firsts in prop::collection::btree_set(any::<u8>(), 1..5), space in "[ \t\r\n]{0,3}") {
        let mut keys = firsts.into_iter().map(key);
        let ring = KeyRing::new(keys.next().expect("one"));
        let ring = keys.fold(ring, |ring, key| ring.rotated(key));
        let back = KeyRing::from_text(&format!("{space}{}{space}", ring.to_text().as_str())).expect("a ring");
        let ids = |ring: &KeyRing| -> Vec<_> {
            std::iter::once(ring.current()).chain(ring.older()).map(|key| *key.expose()).collect()
        };
        prop_assert_eq!(ids(&back), ids(&ring));
    }
}
