//! Properties: what comes from outside is read or refused, and what is written is read.

use crate::support::{Fixed, at, part};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use daypass_console_login::{LoginSession, ProofKey, login_session_of, proof, read_pasted_code};
use daypass_sso_types::{DpopKey, IdToken};
use proptest::{collection::vec, prelude::*};

/// An `ECPrivateKey` with this number and this point.
fn sec1(number: &[u8], point: &[u8]) -> DpopKey {
    let head = [0x30, 0x77, 2, 1, 1, 4, 32];
    let middle = [0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7, 0xa1, 0x44, 3, 0x42, 0, 4];
    let der = [&head[..], number, &middle, point].concat();
    let base64 = STANDARD.encode(der);
    DpopKey::new(format!("-----BEGIN EC PRIVATE KEY-----\n{base64}\n-----END EC PRIVATE KEY-----\n"))
}

proptest! {
    #[test]
    fn a_key_that_is_read_is_written_and_read_again(mut number in vec(any::<u8>(), 32), point in vec(any::<u8>(), 64)) {
        number[31] |= 1;
        let key = ProofKey::from_pem(&sec1(&number, &point)).expect("the form of a key");
        prop_assert_eq!(key.coordinates().as_flattened(), point.as_slice());
        prop_assert_eq!(key.private_number().as_slice(), number.as_slice());
        let again = ProofKey::from_pem(&key.to_pem());
        prop_assert_eq!(again, Ok(key));
    }

    #[test]
    fn no_bytes_and_no_text_make_the_reader_of_keys_panic(der in vec(any::<u8>(), 0..200), text in any::<String>()) {
        let _refused = ProofKey::from_pkcs8_der(&der);
        let base64 = STANDARD.encode(&der);
        for label in ["EC PRIVATE KEY", "PRIVATE KEY"] {
            for inner in [&base64, &text] {
                let pem = format!("-----BEGIN {label}-----\n{inner}\n-----END {label}-----");
                let _refused = ProofKey::from_pem(&DpopKey::new(pem));
            }
        }
    }

    #[test]
    fn one_changed_byte_is_refused_or_changes_the_key(at in 0_usize..121, to in any::<u8>()) {
        let whole = sec1(&[7; 32], &[9; 64]);
        let lines: String = whole.expose().lines().filter(|line| !line.starts_with('-')).collect();
        let mut der = STANDARD.decode(lines).expect("base64");
        prop_assume!(der[at] != to);
        der[at] = to;
        let base64 = STANDARD.encode(der);
        let pem = format!("-----BEGIN EC PRIVATE KEY-----\n{base64}\n-----END EC PRIVATE KEY-----\n");
        if let Ok(changed) = ProofKey::from_pem(&DpopKey::new(pem)) {
            prop_assert_ne!(changed, ProofKey::from_pem(&whole).expect("a key"));
        }
    }

    #[test]
    fn a_proof_is_three_parts_of_json_and_signature_whatever_the_address(path in "[a-zA-Z0-9/._~%-]{0,40}") {
        let Ok(uri) = format!("https://h/{path}").parse::<http::Uri>() else { return Ok(()) };
        let key = ProofKey::from_pem(&sec1(&[1; 32], &[0; 64])).expect("a key");
        let text = proof(&key, &uri, at(1), &|bytes: &mut [u8]| bytes.fill(1), &Fixed).expect("a proof");
        let claims: serde_json::Value = serde_json::from_str(&part(&text, 1)).expect("JSON");
        let address = uri.to_string();
        prop_assert_eq!(claims["htu"].as_str(), Some(address.as_str()));
    }

    #[test]
    fn a_pasted_code_is_read_back_or_refused(state in "[a-z0-9-]{1,36}", code in "[A-Za-z0-9._~-]{1,80}", noise in any::<String>()) {
        let shown = STANDARD.encode(format!("state={state}&code={code}"));
        prop_assert_eq!(read_pasted_code(&shown, &state).map(|read| read.expose().to_owned()), Ok(code));
        let _refused = read_pasted_code(&noise, &state);
        let other_state = format!("{state}x");
        prop_assert!(read_pasted_code(&shown, &other_state).is_err());
    }

    #[test]
    fn no_id_token_and_no_arn_makes_the_readers_panic(text in any::<String>(), claims in any::<String>()) {
        let _refused = LoginSession::new(&text);
        let _refused = login_session_of(&IdToken::new(text));
        let _refused = login_session_of(&IdToken::new(format!("a.{}.c", STANDARD.encode(claims))));
    }
}
