//! Encodings: told apart, decoded, and never edited where they are not understood.

use daypass_config_parse::{Batch, Code, Diagnostic, Document, EditErrorKind, Encoding, SectionName};

fn profile(name: &str) -> SectionName {
    SectionName::profile(name)
}

/// T02: what is not understood is not edited, and the error says why.
#[test]
fn t02_text_that_is_not_understood_is_not_edited() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let refused = |bytes: Vec<u8>, batch: Batch| {
        for insist in [false, true] {
            let mut file = Document::parse(bytes.clone());
            let error = match insist {
                true => file.apply_for_aws_cli(&batch).expect_err("not understood"),
                false => file.apply(&batch).expect_err("not understood"),
            };
            assert_eq!(error.kind(), EditErrorKind::Encoding);
            assert_eq!(file.as_bytes(), bytes);
        }
    };
    let set = |value| Batch::new().set(&profile("default"), "x", value);
    refused(utf16("\u{feff}[default]\nx = 1\n"), set("2"));
    refused(utf16("[default]\nx = 1\n"), Batch::new().unset(&profile("a"), "x"));
    refused(b"\xff\xfe\0\0[\0\0\0".to_vec(), set("2"));
    refused(b"[default]\nx = caf\xe9\n".to_vec(), set("2"));
    refused(b"[default]\nx = 1 # caf\xe9\n".to_vec(), set("2"));
    refused(b"[default]\nx = 1\n# caf\xe9\n".to_vec(), set("caf\u{e9}"));
    refused(b"[default]\nx = caf\xe9\n".to_vec(), Batch::new().remove_section(&profile("default")));
}

#[test]
fn encodings_are_told_apart_and_decoded() {
    let wide = |text: &str, unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    let text = "[default]\nx = d\u{e9}v\u{1f600}\n";
    let marked = format!("\u{feff}{text}");
    for (bytes, encoding, decoded) in [
        (text.as_bytes().to_vec(), Encoding::Utf8, Some(text)),
        (marked.as_bytes().to_vec(), Encoding::Utf8WithMark, Some(text)),
        (wide(&marked, u16::to_le_bytes), Encoding::Utf16Le, Some(text)),
        (wide(&marked, u16::to_be_bytes), Encoding::Utf16Be, Some(text)),
        (wide(text, u16::to_le_bytes), Encoding::Utf16Le, Some(text)),
        (wide(text, u16::to_be_bytes), Encoding::Utf16Be, Some(text)),
        (b"x = \xe9\x80".to_vec(), Encoding::EightBit, Some("x = \u{e9}\u{20ac}")),
        (b"x = \x81".to_vec(), Encoding::EightBit, None),
        (b"\xff\xfe[".to_vec(), Encoding::Utf16Le, None),
        (b"\xff\xfe\0\0[\0\0\0".to_vec(), Encoding::Utf32, None),
        (b"[default]\0\0\0\0".to_vec(), Encoding::Utf8, None),
        (Vec::new(), Encoding::Utf8, Some("")),
        (b"\0".to_vec(), Encoding::Utf8, None),
    ] {
        let file = Document::parse(bytes.clone());
        assert_eq!((file.encoding(), file.to_utf8().as_deref()), (encoding, decoded), "{bytes:?}");
        let codes: Vec<_> = file.lint().iter().map(Diagnostic::code).collect();
        let is_odd = codes.contains(&Code::NotUtf8);
        assert_eq!(is_odd, !encoding.is_utf8(), "{bytes:?}");
        assert!(encoding.is_readable() || codes == [Code::NotUtf8], "{codes:?}");
    }
}
