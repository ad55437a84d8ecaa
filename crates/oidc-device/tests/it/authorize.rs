//! PKCE and the URL that the browser opens.

use crate::support::{endpoint, registration, scopes};
use daypass_oidc_device::{Pkce, REDIRECT_PATH, authorize_url};
use std::sync::atomic::{AtomicU8, Ordering};

fn counting() -> impl Fn(&mut [u8]) + Send + Sync {
    let next = AtomicU8::new(0);
    move |bytes: &mut [u8]| bytes.iter_mut().for_each(|byte| *byte = next.fetch_add(7, Ordering::Relaxed))
}

#[test]
fn the_url_to_the_byte() {
    let pkce = Pkce::from_entropy(&counting());
    let redirect = format!("http://127.0.0.1:4242{REDIRECT_PATH}");
    let oidc = endpoint("https://oidc.eu-west-1.amazonaws.com/");
    insta::assert_snapshot!(authorize_url(&oidc, &registration(), &redirect, &[], &pkce), @"https://oidc.eu-west-1.amazonaws.com/authorize?response_type=code&client_id=cid-1&redirect_uri=http%3A%2F%2F127.0.0.1%3A4242%2Foauth%2Fcallback&state=00070e15-1c23-4a31-b83f-464d545b6269&code_challenge_method=S256&scopes=sso%3Aaccount%3Aaccess&code_challenge=5skjvM5JXytMzlsjlnfXx6qTndNCVr_A-E536J7iDQU");
    let prefixed = endpoint("http://127.0.0.1:9999/prefix/");
    let url =
        authorize_url(&prefixed, &registration(), &redirect, &scopes(&["sso:account:access", "a b"]), &pkce);
    assert!(url.starts_with("http://127.0.0.1:9999/authorize?response_type=code&client_id=cid-1&"), "{url}");
    assert!(url.contains("&scopes=sso%3Aaccount%3Aaccess%20a%20b&code_challenge="), "{url}");
}

#[test]
fn verifier_challenge_state() {
    let pkce = Pkce::from_entropy(&counting());
    assert_eq!(pkce.verifier.expose().len(), 64);
    assert!(pkce.verifier.expose().bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)));
    assert!(!format!("{pkce:?}").contains(pkce.verifier.expose()));
    assert!(!pkce.challenge.contains(['=', '+', '/']));
    assert_eq!(pkce.challenge.len(), 43);
    let groups: Vec<_> = pkce.state.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12], "{}", pkce.state);
    assert_eq!(pkce.state.chars().nth(14), Some('4'), "{}", pkce.state);
    assert!(matches!(pkce.state.chars().nth(19), Some('8' | '9' | 'a' | 'b')), "{}", pkce.state);
}

/// The challenge by another way: `printf %s A…A | openssl dgst -sha256 -binary | base64`, made URL-safe.
#[test]
fn no_entropy_can_make_it_hang() {
    for byte in [0, 0xff] {
        let pkce = Pkce::from_entropy(&move |bytes: &mut [u8]| bytes.fill(byte));
        assert_eq!(pkce.verifier.expose().len(), 64);
    }
    let zero = Pkce::from_entropy(&|bytes: &mut [u8]| bytes.fill(0));
    assert_eq!(zero.verifier.expose(), "A".repeat(64));
    assert_eq!(zero.challenge, "1T7aemN8mcx_tWbZbp-hCb8VxHhBCj9etNTE4mzQgfY");
    assert_eq!(zero.state, "00000000-0000-4000-8000-000000000000");
    let one = Pkce::from_entropy(&|bytes: &mut [u8]| bytes.fill(0xff));
    assert_eq!(one.state, "ffffffff-ffff-4fff-bfff-ffffffffffff");
}
