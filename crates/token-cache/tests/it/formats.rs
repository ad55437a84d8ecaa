//! Credentials as text read back as they were, whatever is in them.

use daypass_sso_types::{Credentials, SecretAccessKey, SessionToken};
use daypass_token_cache::formats::CredentialText;
use std::time::{Duration, UNIX_EPOCH};

fn credentials() -> Credentials {
    Credentials {
        access_key_id: "ASIAEXAMPLE".to_owned(),
        secret_access_key: SecretAccessKey::new("s/k+1="),
        session_token: Some(SessionToken::new("tok\"en")),
        expires_at: Some(UNIX_EPOCH + Duration::from_secs(1_800_000_000)),
        account_id: Some("111122223333".parse().expect("an account id")),
    }
}

#[test]
fn process_json_is_what_serde_reads_back() {
    let value: serde_json::Value =
        serde_json::from_str(&CredentialText::of(&credentials()).process_json()).expect("JSON");
    assert_eq!(value["Version"], 1);
    assert_eq!(value["SessionToken"], "tok\"en");
    assert_eq!(value["Expiration"], "2027-01-15T08:00:00Z");
    assert_eq!(value["AccountId"], "111122223333");
}

#[test]
fn a_debugging_format_has_no_secret() {
    let text = format!("{:?}", CredentialText::of(&credentials()));
    assert_eq!(text, "CredentialText { access_key_id: \"ASIAEXAMPLE\", .. }");
}

#[test]
fn odd_letters_survive() {
    for odd in [
        "plain",
        "\"quoted\"",
        "back\\slash",
        "new\nline",
        "\u{7f}",
        "\u{85}",
        "\u{9b}31m\u{202e}",
        "Zoë 🙂",
        "",
    ] {
        let keys = Credentials { access_key_id: odd.to_owned(), ..credentials() };
        let text = CredentialText::of(&keys).json();
        assert!(text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')), "{text:?}");
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["AccessKeyId"], odd);
    }
}

#[test]
fn static_keys_have_neither_token_nor_expiry() {
    let keys = Credentials { session_token: None, expires_at: None, account_id: None, ..credentials() };
    insta::assert_snapshot!(CredentialText::of(&keys).process_json(), @r#"
    {
      "Version": 1,
      "AccessKeyId": "ASIAEXAMPLE",
      "SecretAccessKey": "s/k+1="
    }
    "#);
}
