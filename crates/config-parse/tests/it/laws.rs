//! The laws on generated files, on odd ones, and on all that ever broke one.

use std::fs;

use daypass_config_parse::SectionName;
use proptest::prelude::*;

use crate::{hostile, law};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_is_kept(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        law::every_byte_is_kept(&bytes);
    }

    #[test]
    fn every_file_is_read(bytes in hostile::file()) {
        law::every_byte_is_kept(&bytes);
    }

    #[test]
    fn both_read_alike_what_nobody_minds(bytes in hostile::file()) {
        law::both_read_alike_what_nobody_minds(&bytes);
    }

    #[test]
    fn headers_alone_have_all_names(
        bytes in hostile::file(),
        credentials in prop::option::of(hostile::file()),
    ) {
        law::headers_agree(&bytes, credentials.as_deref());
    }

    #[test]
    fn a_lookup_agrees_with_the_whole(
        bytes in hostile::file(),
        credentials in prop::option::of(hostile::file()),
        name in prop::sample::select(vec!["a", "b", "default", "a b", "dév", "", "a]b", "profile a"]),
    ) {
        law::lookup_agrees(&bytes, credentials.as_deref(), name);
    }
}

proptest! {
    // Each case fixes every code, so there are fewer of them.
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fix_makes_nothing_worse(bytes in hostile::file()) {
        law::a_fix_makes_nothing_worse(&bytes);
    }
}

#[test]
fn odd_files_are_kept() {
    let long = vec![b'x'; 1 << 20];
    for bytes in
        [&b""[..], b"\r", b"\xef\xbb\xbf", b"\xff\xfe[", b"\0\0", b"[a]\r\n\r\rb=c", b"[", b"[]", &long]
    {
        law::every_byte_is_kept(bytes);
    }
}

/// Inputs that once broke a law, as the fuzzer kept them.
#[test]
fn what_once_broke_a_law_no_longer_does() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/crashes");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let bytes = fs::read(entry.expect("readable").path()).expect("readable");
        law::every_byte_is_kept(&bytes);
        law::both_read_alike_what_nobody_minds(&bytes);
        law::a_fix_makes_nothing_worse(&bytes);
        law::headers_agree(&bytes, Some(&bytes));
        for name in ["default", "a", "b"] {
            law::lookup_agrees(&bytes, Some(&bytes), name);
            for value in [Some("v"), None] {
                for key in ["region", "x"] {
                    let _refused = law::edit_is_read_back(&bytes, &SectionName::profile(name), key, value);
                }
            }
        }
        count += 1;
    }
    assert!(count > 0, "there is at least the one by which this test is known to look");
}
