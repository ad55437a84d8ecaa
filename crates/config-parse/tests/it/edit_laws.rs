//! What holds for any edit of any file, and what for any edit of a tidy one.

use daypass_config_parse::{Batch, Config, Dialect, Document, FileKind, SectionName};
use proptest::prelude::*;

use crate::{hostile, law};

/// All sections and keys but one, as a dialect reads them.
fn others(file: &Document, dialect: Dialect, but: (&SectionName, &str)) -> Vec<(String, String, String)> {
    let empty = Document::default();
    let config = match file.kind() {
        FileKind::Credentials => Config::new(&empty, Some(file), dialect),
        _ => Config::new(file, None, dialect),
    };
    let mut all = Vec::new();
    for section in config.profiles().chain(config.sso_sessions()) {
        for key in section.keys() {
            let name = SectionName::new(section.kind(), section.name());
            if (&name, key) != but {
                let value = section.get(key).unwrap_or_default().to_owned();
                all.push((name.to_string(), key.to_owned(), value));
            }
        }
    }
    all
}

fn name() -> impl Strategy<Value = SectionName> {
    (any::<bool>(), prop::sample::select(vec!["a", "b", "default", "new"])).prop_map(|(session, name)| {
        if session { SectionName::sso_session(name) } else { SectionName::profile(name) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any file: an edit that succeeds is read back by both dialects, and one that fails changes nothing.
    #[test]
    fn an_edit_is_read_back(
        bytes in hostile::file(),
        section in name(),
        key in prop::sample::select(vec!["region", "x", "s3", "new_key"]),
        value in prop::option::of(prop::sample::select(vec!["v", "a b", "https://x/start#/", "a=b:c"])),
    ) {
        let _done = law::edit_is_read_back(&bytes, &section, key, value);
    }

    /// A tidy file: an edit always succeeds, and nobody reads anything else differently.
    #[test]
    fn an_edit_leaves_everything_else(
        text in hostile::tidy_file(),
        section in name(),
        key in prop::sample::select(vec!["region", "x", "y", "long", "new_key"]),
        value in prop::option::of(prop::sample::select(vec!["v", "a b", "https://x/start#/", "a=b:c"])),
    ) {
        law::edit_is_read_back(text.as_bytes(), &section, key, value).expect("a tidy file takes any edit");
        let mut file = Document::parse(text.as_str());
        let before = file.clone();
        match value {
            Some(value) => file.set(&section, key, value).expect("checked"),
            None => file.unset(&section, key).expect("checked"),
        };
        for dialect in [Dialect::AwsCli, Dialect::Sdk] {
            prop_assert_eq!(others(&before, dialect, (&section, key)), others(&file, dialect, (&section, key)));
        }
        // Every line that says neither this key nor a header is there still, in order.
        let after = String::from_utf8(file.into_bytes()).expect("UTF-8");
        let mut rest = after.lines();
        for line in text.lines().filter(|line| !line.to_lowercase().contains(key) && line.starts_with(|c: char| c != ' ')) {
            prop_assert!(rest.any(|l| l == line), "{line:?} is gone");
        }
    }

    /// What is appended can be taken away again, to the byte.
    #[test]
    fn a_section_added_and_removed_leaves_no_trace(text in hostile::tidy_file()) {
        let before = if text.is_empty() || text.ends_with("\n\n") || text.ends_with("\r\n\r\n") { "[default]\n".into() } else { text };
        let mut file = Document::parse(before.as_str());
        file.apply(&Batch::new().set(&SectionName::profile("new"), "x", "1").set(&SectionName::sso_session("new"), "y", "2"))
            .expect("lawful");
        file.remove_section(&SectionName::sso_session("new")).expect("lawful");
        file.remove_section(&SectionName::profile("new")).expect("lawful");
        prop_assert_eq!(String::from_utf8_lossy(file.as_bytes()), before);
    }
}
