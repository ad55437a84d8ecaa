//! Key files, and holders as texts and JSON.

#![expect(clippy::disallowed_methods, reason = "tests make the files that are to be read")]

use crate::support::{KEYS, Script, item, keys, other_keys, site};
use daypass_key_holders::{ErrorKind, Holder, InvalidHolder, InvalidItem, Item, Questions};
use std::{fs, path::Path};

fn file(path: &Path) -> Holder {
    format!("file:{}", path.display()).parse().expect("an absolute path")
}

fn kind(holder: &Holder, folder: &Path) -> Option<ErrorKind> {
    holder.get(&site(folder), &Script::new([]), Questions::Forbidden).err().map(|error| error.kind())
}

#[test]
fn a_key_file_is_written_whole_closed_to_others_and_erased() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, site) = (folder.path().join("usb/key"), site(folder.path()));
    fs::create_dir(folder.path().join("usb")).expect("a folder");
    let (holder, nobody) = (file(&path), Script::new([]));
    assert_eq!(kind(&holder, folder.path()), Some(ErrorKind::NoKeys));
    holder.store(&site, &other_keys(), &nobody, Questions::Forbidden).expect("stores");
    holder.store(&site, &keys(), &nobody, Questions::Forbidden).expect("stores");
    assert_eq!(fs::read_to_string(&path).expect("the file"), KEYS);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = || fs::metadata(&path).expect("the file").permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("a mode");
        holder.get(&site, &nobody, Questions::Forbidden).expect("gets");
        assert_eq!(mode(), 0o600);
    }
    holder.erase(&site, &nobody, Questions::Forbidden).expect("erases");
    holder.erase(&site, &nobody, Questions::Forbidden).expect("has none");
    assert!(!path.exists());
}

#[test]
fn a_file_without_a_key_is_a_bad_answer_and_is_not_quoted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("key");
    for text in [&b""[..], b"hunter2", b"\xff\xfe", KEYS.split_at(40).0.as_bytes()] {
        fs::write(&path, text).expect("writes");
        let error = file(&path)
            .get(&site(folder.path()), &Script::new([]), Questions::Forbidden)
            .expect_err("no key");
        let sentence = format!("the key file {} has no key in it", path.display());
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::BadAnswer, sentence));
    }
    fs::remove_file(&path).expect("removes");
    fs::create_dir(&path).expect("a folder");
    assert_eq!(kind(&file(&path), folder.path()), Some(ErrorKind::Unavailable));
    let stored = file(&path).store(&site(folder.path()), &keys(), &Script::new([]), Questions::Forbidden);
    assert_eq!(stored.map_err(|error| error.kind()), Err(ErrorKind::Unavailable));
    let erased = file(&path).erase(&site(folder.path()), &Script::new([]), Questions::Forbidden);
    assert_eq!(erased.map_err(|error| error.kind()), Err(ErrorKind::Unavailable));
}

#[test]
fn a_holder_is_a_text_and_json_and_both_are_checked() {
    let root = if cfg!(windows) { "C:/" } else { "/" };
    let path = format!("{root}media/usb/key");
    let text = |text: &str| text.parse::<Holder>();
    assert_eq!(
        text(&format!("file:{path}")).map(|holder| holder.to_string()),
        Ok(format!("the key file {path}"))
    );
    assert_eq!(
        text("secret-service").map(|holder| holder.to_string()),
        Ok("daypass-key-secret-service".to_owned())
    );
    let sentence =
        "a holder of keys is file:PATH with an absolute path, or NAME of a program daypass-key-NAME";
    for wrong in [
        "",
        "file:",
        "file:key",
        "file:../key",
        "Secret",
        "a b",
        "-x",
        "a/b",
        "../x",
        "x.exe",
        &"a".repeat(33),
    ] {
        let refused: InvalidHolder = text(wrong).expect_err(wrong);
        assert_eq!(refused.to_string(), sentence);
    }
    let round = |json: &str| {
        let holder: Holder = serde_json::from_str(json).expect(json);
        assert_eq!(serde_json::to_string(&holder).expect("JSON"), json);
        holder.to_string()
    };
    assert_eq!(round(&format!(r#"{{"file":"{path}"}}"#)), format!("the key file {path}"));
    assert_eq!(round(r#"{"helper":"passphrase"}"#), "daypass-key-passphrase");
    assert_eq!(round(r#"{"command":{"get":["op","read","op://Private/key"]}}"#), "op");
    assert_eq!(
        round(r#"{"command":{"get":["pass"],"store":["pass","insert"],"erase":["pass","rm"]}}"#),
        "pass"
    );
    for wrong in [
        r#"{"file":"key"}"#,
        r#"{"helper":"../../bin/sh"}"#,
        r#"{"command":{"get":[]}}"#,
        r#"{"command":{"get":[""]}}"#,
        r#"{"command":{"get":["op"],"store":[""]}}"#,
        r#"{"command":{"get":["op"],"erase":["","x"]}}"#,
        r#"{"other":"x"}"#,
    ] {
        assert!(serde_json::from_str::<Holder>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn an_item_is_a_name_that_is_a_word_everywhere() {
    assert_eq!(item().as_str(), "vault-key-1");
    for wrong in ["", "-x", "a b", "A", "a/b", "a.b", "ä", &"a".repeat(65)] {
        let refused: InvalidItem = wrong.parse::<Item>().expect_err(wrong);
        assert_eq!(
            refused.to_string(),
            "the name of an item has 1 to 64 lower-case letters, digits and hyphens"
        );
    }
    "a".repeat(64).parse::<Item>().expect("64 letters");
}
