//! What lies in a folder, and whatever else may lie there.

use crate::help::{Home, corp, credentials, full_token, put};
use daypass_sso_types::ClientSecret;
use daypass_token_cache::{CacheKey, Content, Registration, RoleEntry};
use std::{collections::BTreeMap, fs};

#[test]
fn every_kind() {
    let home = Home::new();
    let store = home.store();
    assert_eq!(store.cache_files().expect("no folder"), []);
    let _saved = store.save_token(&corp(), &full_token()).expect("saved");
    let registration = Registration::new("id", ClientSecret::new("s"), crate::help::at("2027-01-01"));
    let _saved = store.save_registration(&CacheKey::for_session("r"), &registration).expect("saved");
    let _saved =
        store.save_role(&CacheKey::for_session("sso"), &RoleEntry::sso(credentials())).expect("saved");
    let assumed = RoleEntry::assumed(credentials());
    let _saved = store.save_role(&CacheKey::for_session("assumed"), &assumed).expect("saved");
    home.put(&CacheKey::for_session("torn"), "{\"accessTok");
    home.put(&CacheKey::for_session("array"), "[\"accessToken\"]");
    fs::create_dir(store.path(&CacheKey::for_session("folder"))).expect("folder");
    for (name, contents) in [
        ("token.txt", &br#"{"accessToken": "x", "expiresAt": "2027-01-01T00:00:00Z"}"#[..]),
        ("bare", br#"{"accessToken": "x"}"#),
        (
            "botocore-client-id-us-east-1.json",
            br#"{"clientId": "a", "clientSecret": "b", "expiresAt": "2020-01-01T00:00:00UTC"}"#,
        ),
        ("session.db", b"SQLite format 3\0\xff\xfe"),
        ("note.json", br#"{"a": 1}"#),
        ("list.json", br#"["accessToken"]"#),
        (".x.json.1-0.daypass-tmp", b"{"),
    ] {
        put(&store.dir().join(name), contents);
    }
    put(&store.dir().join("huge"), vec![b' '; (1 << 20) + 1]);

    let mut nouns: BTreeMap<&str, usize> = BTreeMap::new();
    for file in store.cache_files().expect("listed") {
        *nouns.entry(file.content.describe()).or_default() += 1;
    }
    let expected = [("damaged file", 8), ("registration", 2), ("role credentials", 2), ("token", 3)];
    assert_eq!(nouns.into_iter().collect::<Vec<_>>(), expected);
    let mut seen: Vec<String> = store.cache_files().expect("listed").iter().map(describe).collect();
    seen.sort();
    insta::assert_snapshot!(seen.join("\n"), @r#"
.x.json.1-0.daypass-tmp: Leftover
KEY: Corrupt("it ends in the middle of its JSON")
KEY: Corrupt("it holds JSON, but not a single object")
KEY: Corrupt("it is a folder, not a file")
KEY: registration id
KEY: role, sso false
KEY: role, sso true
KEY: token, renewable true
bare: token, renewable false
botocore-client-id-us-east-1.json: registration a
huge: Foreign
list.json: Foreign
note.json: Foreign
session.db: Foreign
token.txt: token, renewable false
"#);
}

fn describe(entry: &daypass_token_cache::CacheFile) -> String {
    let name = match entry.key() {
        Some(_) => "KEY".to_owned(),
        None => entry.path.file_name().expect("a name").to_string_lossy().into_owned(),
    };
    let what = match &entry.content {
        Content::Token(token) => format!("token, renewable {}", token.refresh_token.is_some()),
        Content::Registration(found) => format!("registration {}", found.client_id),
        Content::Role(role) => format!("role, sso {}", role.is_sso()),
        other => format!("{other:?}"),
    };
    format!("{name}: {what}")
}
