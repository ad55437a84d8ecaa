//! What holds for any bytes at all: for the property tests, and for the fuzz targets, which include this file.

use daypass_config_parse::{
    Code, Config, Dialect, Document, FileKind, Lookup, Section, SectionKind, SectionName, Sieve, Tool,
};

const BOTH: [Dialect; 2] = [Dialect::AwsCli, Dialect::Sdk];

fn shown(section: Option<Section<'_>>) -> Option<Vec<(String, String)>> {
    let section = section?;
    let value = |key: &str| section.get(key).unwrap_or_default().to_owned();
    Some(section.keys().into_iter().map(|key| (key.to_owned(), value(key))).collect())
}

/// What goes in comes out, and everything that reading offers can be touched.
pub(crate) fn every_byte_is_kept(bytes: &[u8]) {
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

/// One profile looked up reads as it does in the whole.
pub(crate) fn lookup_agrees(bytes: &[u8], credentials: Option<&[u8]>, name: &str) {
    for dialect in BOTH {
        let document = Document::parse(bytes);
        let other = credentials.map(Document::parse_credentials);
        let all = Config::new(&document, other.as_ref(), dialect);
        let lookup = Lookup::find(bytes, credentials, name, dialect);
        agree(&all, &lookup, name, dialect);
        let sieve = |bytes, kind| Sieve::new(kind, name, dialect).read(bytes).expect("bytes can be read");
        let credentials_kept = credentials.map(|bytes| sieve(bytes, FileKind::Credentials));
        let lookup =
            Lookup::find(&sieve(bytes, FileKind::Config), credentials_kept.as_deref(), name, dialect);
        agree(&all, &lookup, name, dialect);
        sessions_agree(&all, &sieve(bytes, FileKind::Config), name, dialect);
        for length in [1, 7, 64] {
            let config = sieved(bytes, length, FileKind::Config, name, dialect);
            sessions_agree(&all, &config, name, dialect);
            let credentials =
                credentials.map(|bytes| sieved(bytes, length, FileKind::Credentials, name, dialect));
            let lookup = Lookup::find(&config, credentials.as_deref(), name, dialect);
            agree(&all, &lookup, name, dialect);
        }
    }
}

/// The headers alone have the names of all sections, in whatever pieces the files come.
pub(crate) fn headers_agree(bytes: &[u8], credentials: Option<&[u8]>) {
    for dialect in BOTH {
        let names = |bytes: &[u8], credentials: Option<&[u8]>| -> Vec<_> {
            let (document, other) = (Document::parse(bytes), credentials.map(Document::parse_credentials));
            let config = Config::new(&document, other.as_ref(), dialect);
            let kinds = [SectionKind::Profile, SectionKind::SsoSession, SectionKind::Services];
            let names_of = |kind| config.sections(kind).map(move |section| (kind, section.name().to_owned()));
            kinds.into_iter().flat_map(names_of).collect()
        };
        let all = names(bytes, credentials);
        for length in [1, 7, 64, 100_000] {
            let kept = |bytes: &[u8], kind| {
                let mut sieve = Sieve::of_headers(kind, dialect);
                bytes.chunks(length).for_each(|piece| sieve.push(piece));
                sieve.finish()
            };
            let credentials = credentials.map(|bytes| kept(bytes, FileKind::Credentials));
            let some = names(&kept(bytes, FileKind::Config), credentials.as_deref());
            assert_eq!(all, some, "{dialect:?} in pieces of {length}");
        }
    }
}

/// What is left of a file that came in pieces of this length.
fn sieved(bytes: &[u8], length: usize, kind: FileKind, name: &str, dialect: Dialect) -> Vec<u8> {
    let mut sieve = Sieve::new(kind, name, dialect);
    bytes.chunks(length).for_each(|piece| sieve.push(piece));
    sieve.finish()
}

/// Every sso-session of the whole is in what a sieve kept, in the same order, and no other.
fn sessions_agree(all: &Config<'_>, kept: &[u8], name: &str, dialect: Dialect) {
    let kept = Document::parse(kept);
    let some = Config::new(&kept, None, dialect);
    let read = |config: &Config<'_>| -> Vec<_> {
        let sessions = config.sso_sessions();
        sessions.map(|session| (session.name().to_owned(), shown(Some(session)))).collect()
    };
    assert_eq!(read(all), read(&some), "{dialect:?} {name:?}");
}

fn agree(all: &Config<'_>, lookup: &Lookup, name: &str, dialect: Dialect) {
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
        assert_eq!(shown(all.services(services)), shown(one.services(services)), "{dialect:?} {services:?}");
    }
}

/// An edit is refused and changes nothing, or both dialects read back what was asked for.
pub(crate) fn edit_is_read_back(
    bytes: &[u8],
    section: &SectionName,
    key: &str,
    value: Option<&str>,
) -> Option<()> {
    let before = Document::parse(bytes);
    let mut file = before.clone();
    let done = match value {
        Some(value) => file.set(section, key, value),
        None => file.unset(section, key),
    };
    let Ok(changed) = done else {
        assert_eq!(file.as_bytes(), bytes, "refused, and yet changed");
        return None;
    };
    assert_eq!(changed, file.as_bytes() != bytes);
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        let config = Config::new(&file, None, dialect);
        let read = config.section(section.kind(), section.name()).and_then(|s| s.get(key).map(str::to_owned));
        assert_eq!(read.as_deref(), value, "{dialect:?}");
        assert!(
            before.refused_by(dialect).is_some() || file.refused_by(dialect).is_none(),
            "{dialect:?} refuses"
        );
    }
    Some(())
}

/// Where no tool of either dialect has anything against a file, both read the same in it.
pub(crate) fn both_read_alike_what_nobody_minds(bytes: &[u8]) {
    let document = Document::parse(bytes);
    let matters = |tools: &[Tool]| tools.iter().any(|tool| matches!(tool, Tool::AwsCli | Tool::Sdk));
    if document.lint().iter().any(|found| matters(found.refused_by()) || matters(found.misread_by())) {
        return;
    }
    let [cli, sdk] = [Dialect::AwsCli, Dialect::Sdk].map(|dialect| Config::new(&document, None, dialect));
    let sections = cli.profiles().chain(cli.sso_sessions());
    let count = sdk.profiles().count() + sdk.sso_sessions().count();
    let mut seen = 0;
    for section in sections {
        let other = sdk.section(section.kind(), section.name()).expect("both see it");
        assert_eq!(section.keys(), other.keys());
        for key in section.keys() {
            assert_eq!(section.is_nested(key), other.is_nested(key));
            // Of a nested block tools see the pairs, not the blank lines between them.
            if section.is_nested(key) {
                assert!(section.nested_pairs(key).eq(other.nested_pairs(key)), "{key}");
            } else {
                assert_eq!(section.get(key), other.get(key));
            }
        }
        seen += 1;
    }
    assert_eq!(seen, count);
}

/// What fixes a code makes it rarer and no other more frequent, and is read by nobody as text that was not there.
pub(crate) fn a_fix_makes_nothing_worse(bytes: &[u8]) {
    for before in [Document::parse(bytes), Document::parse_credentials(bytes)] {
        let count = |file: &Document, code| file.lint().iter().filter(|found| found.code() == code).count();
        for code in Code::ALL.iter().copied() {
            let had = count(&before, code);
            let Some(fixed) = before.fix(code) else { continue };
            assert!(had > 0 && fixed.count > 0, "{code} was not there");
            assert!(count(&fixed.document, code) < had, "{code} is there still");
            assert_ne!(fixed.document.as_bytes(), bytes);
            if code != Code::NotUtf8 {
                for other in Code::ALL.iter().copied().filter(|other| *other != code) {
                    assert!(
                        count(&fixed.document, other) <= count(&before, other),
                        "{code} gave way to {other}"
                    );
                }
            }
            for (old, new) in &fixed.renamed {
                assert!(old != new && old.kind() == new.kind() && new.is_plain(), "{old} is {new}");
            }
        }
    }
}
