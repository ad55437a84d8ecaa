//! Keys: what is read, what is written, and what both halves are.

use crate::support::{Fixed, PKCS8, SEC1, SHORT_X, SHORT_Y, key};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use daypass_console_login::{ProofKey, Signer};
use daypass_sso_types::DpopKey;

#[test]
fn what_is_read_as_sec1_is_written_byte_for_byte() {
    for pem in [SEC1, SHORT_X, SHORT_Y] {
        assert_eq!(key(pem).to_pem().expose(), pem);
    }
}

#[test]
fn l49_pkcs8_and_crlf_are_read_and_written_back_as_sec1() {
    let crlf = SEC1.replace('\n', "\r\n");
    let no_end = SEC1.trim_end();
    let one_line = SEC1.replace('\n', "").replace("KEY-----M", "KEY-----\nM").replace("==---", "==\n---");
    let indented = SEC1.replace('\n', "\n  ");
    let commented = format!("Bag Attributes\n{SEC1}");
    let parameters =
        format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{SEC1}");
    for pem in [PKCS8, &crlf, no_end, &one_line, &indented, &commented, &parameters] {
        let read = key(pem);
        assert_eq!(read, key(SEC1));
        assert_eq!(read.to_pem().expose(), SEC1);
    }
}

/// The bytes of a PEM text.
fn der(pem: &str) -> Vec<u8> {
    let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(lines).expect("base64")
}

fn pem(der: &[u8]) -> DpopKey {
    DpopKey::new(format!(
        "-----BEGIN EC PRIVATE KEY-----\n{}\n-----END EC PRIVATE KEY-----",
        STANDARD.encode(der)
    ))
}

/// Removes these bytes and corrects the length of the outer sequence.
fn without(der: &[u8], range: std::ops::Range<usize>) -> Vec<u8> {
    let mut shorter = der.to_vec();
    *shorter.get_mut(1).expect("a length") -= u8::try_from(range.len()).expect("a short range");
    drop(shorter.drain(range));
    shorter
}

#[test]
fn a_curve_and_leading_zeros_may_be_left_off() {
    let whole = der(SEC1);
    assert_eq!(whole.len(), 121);
    assert_eq!(ProofKey::from_pem(&pem(&without(&whole, 39..51))), Ok(key(SEC1)), "no curve");
    // A private number of 31 bytes, and one with a zero before it.
    let mut short = whole.clone();
    short[7] = 0;
    let padded = ProofKey::from_pem(&pem(&short)).expect("a key");
    let mut short = without(&short, 7..8);
    short[6] = 31;
    assert_eq!(ProofKey::from_pem(&pem(&short)), Ok(padded), "a number of 31 bytes");
    let mut long = whole.clone();
    long.insert(7, 0);
    long[1] += 1;
    long[6] += 1;
    assert_eq!(ProofKey::from_pem(&pem(&long)), Ok(key(SEC1)), "a number of 33 bytes");
}

#[test]
fn anything_else_is_no_key_and_no_message_quotes_it() {
    let whole = der(SEC1);
    let changed = |at: usize, to: u8| {
        let mut bytes = whole.clone();
        bytes[at] = to;
        bytes
    };
    let zero: Vec<u8> = [&whole[..7], &[0; 32], &whole[39..]].concat();
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("cut", whole[..100].to_vec()),
        ("no point", without(&whole, 51..121)),
        ("a tail", [&whole[..], b"x"].concat()),
        ("another version", changed(4, 2)),
        ("another curve", changed(50, 8)),
        ("a compressed point", changed(56, 2)),
        ("a longer number", changed(6, 33)),
        ("the number zero", zero),
        ("PKCS#8 under the label of SEC1", der(PKCS8)),
    ] {
        let error = ProofKey::from_pem(&pem(&bytes)).expect_err(what);
        assert!(
            error.to_string().starts_with("the DPoP key of the session is not usable: it is not a P-256 key")
        );
    }
    for text in
        ["", "x", "-----BEGIN EC PRIVATE KEY-----", &SEC1.replace("MHc", "M!c"), &SEC1.replace("EC ", "RSA ")]
    {
        let error = ProofKey::from_pem(&DpopKey::new(text)).expect_err("no key");
        assert_eq!(
            error.to_string(),
            "the DPoP key of the session is not usable: it is not a private key in PEM"
        );
    }
    let other_kind = der(PKCS8);
    for at in [15, 25] {
        let mut bytes = other_kind.clone();
        bytes[at] ^= 1;
        ProofKey::from_pkcs8_der(&bytes).expect_err("another algorithm or curve");
    }
    ProofKey::from_pkcs8_der(&other_kind).expect("unchanged it is one");
}

#[test]
fn debug_shows_the_public_point_alone() {
    let text = format!("{:?}", key(SEC1));
    assert_eq!(
        text,
        "ProofKey { x: \"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\", \
         y: \"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\", .. }"
    );
}

#[cfg(feature = "ring")]
mod with_ring {
    use super::{SEC1, key};
    use daypass_console_login::{ProofKey, RingSigner, Signer as _, SignerError};

    #[test]
    fn generated_keys_survive_a_file_and_differ() {
        let signer = RingSigner::new();
        let [one, other] = [signer.generate(), signer.generate()].map(|key| key.expect("a key"));
        assert_ne!(one, other);
        assert_eq!(ProofKey::from_pem(&one.to_pem()), Ok(one));
    }

    #[test]
    fn halves_that_do_not_belong_together_sign_nothing() {
        let signer = RingSigner::new();
        let (one, other) = (key(SEC1).to_pem(), key(super::SHORT_X).to_pem());
        let [mut one, other] = [one, other].map(|pem| super::der(pem.expose()));
        one.splice(57.., other.get(57..).expect("a point").to_vec());
        let mixed = ProofKey::from_pem(&super::pem(&one)).expect("the form of a key");
        assert_eq!(signer.sign(&mixed, b"message"), Err(SignerError::InvalidKey));
        assert_eq!(
            SignerError::InvalidKey.to_string(),
            "the DPoP key of the session is not a valid P-256 key"
        );
        signer.sign(&key(SEC1), b"message").expect("a whole key signs");
    }
}

#[test]
fn l49_pkcs8_is_judged_by_all_its_parts() {
    let read = |der: &[u8]| {
        let text = STANDARD.encode(der);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----");
        ProofKey::from_pem(&DpopKey::new(pem)).ok()
    };
    let whole = der(PKCS8);
    assert_eq!(read(&whole), Some(key(SEC1)));
    let with = |at: usize, byte: u8| {
        let mut changed = whole.clone();
        *changed.get_mut(at).expect("a byte") = byte;
        changed
    };
    assert_eq!(read(&with(5, 1)), Some(key(SEC1)), "version 2 of the format");
    assert_eq!(read(&with(5, 2)), None, "a version that nobody knows");
    assert_eq!(read(&[&whole[..], &[0]].concat()), None, "something behind it");
    // Attributes, which some writers add, make it longer than a byte can say.
    let contents = [whole.get(3..).expect("contents"), &[0xa0, 0x81, 0xc8][..], &[0; 0xc8]].concat();
    let length = u16::try_from(contents.len()).expect("short").to_be_bytes();
    assert_eq!(read(&[&[0x30, 0x82][..], &length, &contents].concat()), Some(key(SEC1)));
}

#[test]
fn a_shared_signer_is_the_signer() {
    let signer: std::sync::Arc<dyn Signer> = std::sync::Arc::new(Fixed);
    assert_eq!(signer.sign(&key(SEC1), b"x"), Ok([0xab; 64]));
    assert_eq!(Signer::sign(&signer, &key(SEC1), b"x"), Ok([0xab; 64]));
    assert_eq!(Signer::generate(&signer), Ok(key(SEC1)));
    assert_eq!(format!("{:?}", &*signer), "Signer");
}
