//! The code that a person carries over from another device.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD},
};
use daypass_console_login::{PasteError, read_pasted_code};

const STATE: &str = "0e5d2a5e-7f4a-4b53-9d6e-111111111111";

fn read(text: &str) -> Result<String, PasteError> {
    read_pasted_code(text, STATE).map(|code| code.expose().to_owned())
}

fn shown() -> String {
    STANDARD.encode(format!("state={STATE}&code=C?>~1"))
}

#[test]
fn l19_the_shown_code_with_white_space_anywhere() {
    let shown = shown();
    let (left, right) = shown.split_at(20);
    for text in [
        shown.clone(),
        format!("  {shown}\n"),
        format!("{left}\r\n {right}"),
        format!("\"{shown}\""),
        format!("`{shown}`"),
    ] {
        assert_eq!(read(&text), Ok("C?>~1".to_owned()), "{text}");
    }
}

#[test]
fn l21_the_address_of_the_page_and_other_base64_are_as_good() {
    let plain = format!("state={STATE}&code=C?>~1");
    let encoded = format!("code=C%3F%3E%7E1&state={STATE}");
    for text in [
        URL_SAFE.encode(&plain),
        URL_SAFE_NO_PAD.encode(&plain),
        STANDARD.encode(&plain).trim_end_matches('=').to_owned(),
        format!("https://us-east-2.signin.aws.amazon.com/v1/sessions/confirmation?{encoded}"),
        format!("https://us-east-2.signin.aws.amazon.com/v1/sessions/confirmation?{encoded}#x"),
        encoded.clone(),
        STANDARD.encode(format!("code=C?>~1&state={STATE}")),
    ] {
        assert_eq!(read(&text), Ok("C?>~1".to_owned()), "{text}");
    }
}

#[test]
fn the_longest_paste_is_read_and_a_longer_one_is_not() {
    for (length, expected) in [
        (16_384, Ok("c1".to_owned())),
        (16_385, Err(PasteError::Unreadable)),
        (20_000, Err(PasteError::Unreadable)),
    ] {
        let end = format!("?state={STATE}&code=c1");
        let start = "https://h/";
        let text = format!("{start}{}{end}", "x".repeat(length - start.len() - end.len()));
        assert_eq!(read(&text), expected, "{length}");
    }
}

/// Base64 with stray bits at its end may look like a parameter.
#[test]
fn a_code_that_ends_like_a_parameter_is_read() {
    let plain = ["", "x", "xx"].map(|more| format!("state={STATE}&code={more}g(u"));
    let plain = plain.iter().find(|plain| plain.len() % 3 == 1).expect("one of three in a row");
    let text = STANDARD.encode(plain).replace("dQ==", "de==");
    assert!(text.ends_with("code=="), "{text}");
    let code = plain.rsplit('=').next().expect("a code");
    assert_eq!(read(&text), Ok(code.to_owned()));
}

#[test]
fn l20_every_bad_paste_has_its_reason() {
    let shown = shown();
    let other = STANDARD.encode("state=other&code=c1");
    for (text, error) in [
        ("", PasteError::Empty),
        (" \n\"\" ", PasteError::Empty),
        ("c1", PasteError::Unreadable),
        ("not base64!", PasteError::Unreadable),
        (shown.get(..30).expect("a part"), PasteError::Unreadable),
        (&STANDARD.encode(format!("state={STATE}")), PasteError::Unreadable),
        (&STANDARD.encode(format!("state={STATE}&code=")), PasteError::OtherSignIn),
        (&STANDARD.encode([0xff, 0xfe, 0xfd]), PasteError::Unreadable),
        (&"A".repeat(20_000), PasteError::Unreadable),
        (&other, PasteError::OtherSignIn),
        ("https://h/v1/sessions/confirmation?state=x&code=y", PasteError::OtherSignIn),
    ] {
        assert_eq!(read(text), Err(error), "{text}");
    }
    assert_eq!(PasteError::Unreadable.to_string(), "this is not the whole code that the page shows");
}

#[test]
fn l15_a_refusal_says_why() {
    let text = format!("https://h/?state={STATE}&error=access_denied&error_description=not+today");
    let error = read(&text).expect_err("a refusal");
    assert_eq!(error.to_string(), "the sign-in was refused: access_denied (not today)");
    let foreign = read("https://h/?state=x&error=access_denied");
    assert_eq!(foreign, Err(PasteError::Unreadable), "anybody can make up a refusal");
}
