//! What holds for any file at all.

use daypass_config_parse::{Config, Dialect, Document, Lookup, Section};
use proptest::prelude::*;

use crate::hostile;

const BOTH: [Dialect; 2] = [Dialect::AwsCli, Dialect::Sdk];

fn shown(section: Option<Section<'_>>) -> Option<Vec<(String, String)>> {
    let section = section?;
    let value = |key: &str| section.get(key).unwrap_or_default().to_owned();
    Some(section.keys().into_iter().map(|key| (key.to_owned(), value(key))).collect())
}

/// Everything that reading offers, touched once.
fn read_all(bytes: &[u8]) {
    for document in [Document::parse(bytes), Document::parse_credentials(bytes)] {
        assert_eq!(document.as_bytes(), bytes);
        let found = document.lint();
        for dialect in BOTH {
            if let Some(refused) = document.refused_by(dialect) {
                assert!(found.contains(&refused), "{refused} is not in the list");
            }
            let config = Config::new(&document, Some(&document), dialect);
            for section in config.profiles().chain(config.sso_sessions()) {
                for key in section.keys() {
                    assert!(section.get(key).is_some() && section.origin(key).is_some());
                    let _pairs = section.nested_pairs(key).count();
                }
                assert!(section.line() >= 1);
            }
        }
        assert_eq!(document.into_bytes(), bytes);
    }
}

fn lookup_agrees(bytes: &[u8], credentials: Option<&[u8]>, name: &str) {
    for dialect in BOTH {
        let document = Document::parse(bytes);
        let other = credentials.map(Document::parse_credentials);
        let all = Config::new(&document, other.as_ref(), dialect);
        let lookup = Lookup::find(bytes, credentials, name, dialect);
        let one = lookup.config();
        let (full, found) = (all.profile(name), one.profile(name));
        assert_eq!(shown(full), shown(found), "{dialect:?} {name:?}");
        let refers = |key| full.and_then(|profile| profile.get(key));
        if let Some(session) = refers("sso_session") {
            assert_eq!(
                shown(all.sso_session(session)),
                shown(one.sso_session(session)),
                "{dialect:?} {session:?}"
            );
        }
        if let Some(services) = refers("services") {
            assert_eq!(
                shown(all.services(services)),
                shown(one.services(services)),
                "{dialect:?} {services:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_is_kept(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    #[test]
    fn every_file_is_read(bytes in hostile::file()) {
        read_all(&bytes);
    }

    #[test]
    fn a_lookup_agrees_with_the_whole(
        bytes in hostile::file(),
        credentials in prop::option::of(hostile::file()),
        name in prop::sample::select(vec!["a", "b", "default", "a b", "dév", "", "a]b", "profile a"]),
    ) {
        lookup_agrees(&bytes, credentials.as_deref(), name);
    }
}

#[test]
fn odd_files_are_kept() {
    let long = vec![b'x'; 1 << 20];
    for bytes in
        [&b""[..], b"\r", b"\xef\xbb\xbf", b"\xff\xfe[", b"\0\0", b"[a]\r\n\r\rb=c", b"[", b"[]", &long]
    {
        read_all(bytes);
    }
}
