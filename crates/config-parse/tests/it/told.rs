//! What a finding says, what an encoding is called, and the edits that are one call.

use daypass_config_parse::{Batch, Document, Encoding, SectionName};

#[test]
fn a_finding_says_what_its_code_says() {
    let file = Document::parse("[profile a]\nregion = x\n[profile a]\nregion = y\n[profile b\n");
    let found = file.lint();
    assert!(!found.is_empty());
    for one in &found {
        let code = one.code();
        assert_eq!((one.message(), one.remedy()), (code.message(), code.remedy()));
        assert_eq!((one.refused_by(), one.misread_by()), (code.refused_by(), code.misread_by()));
        let text = format!(
            "line {}, column {}: {code}: {}; {}",
            one.line(),
            one.column(),
            code.message(),
            code.remedy()
        );
        assert_eq!(one.to_string(), text);
        let tools = one.refused_by().iter().chain(one.misread_by()).map(ToString::to_string);
        assert!(tools.clone().count() > 0 && tools.into_iter().all(|tool| tool.len() > 2));
    }
}

#[test]
fn an_encoding_is_known_by_its_first_bytes() {
    let wide = |text: &str, unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    for (bytes, expected, name) in [
        (b"[default]".to_vec(), Encoding::Utf8, "UTF-8"),
        (b"\xef\xbb\xbf[default]".to_vec(), Encoding::Utf8WithMark, "UTF-8 with a byte order mark"),
        (wide("\u{feff}[d]", u16::to_le_bytes), Encoding::Utf16Le, "UTF-16 (little-endian)"),
        (wide("\u{feff}[d]", u16::to_be_bytes), Encoding::Utf16Be, "UTF-16 (big-endian)"),
        (wide("\u{feff}\u{4e00}\u{4e01}", u16::to_be_bytes), Encoding::Utf16Be, "UTF-16 (big-endian)"),
        (wide("[d]", u16::to_le_bytes), Encoding::Utf16Le, "UTF-16 (little-endian)"),
        (wide("[d]", u16::to_be_bytes), Encoding::Utf16Be, "UTF-16 (big-endian)"),
        (b"\xff\xfe\0\0[\0\0\0".to_vec(), Encoding::Utf32, "UTF-32"),
        (b"[d]\n# caf\xe9\n".to_vec(), Encoding::EightBit, "not UTF-8 (most likely Windows-1252)"),
    ] {
        let found = Encoding::of(&bytes);
        assert_eq!((found, found.to_string().as_str()), (expected, name), "{bytes:?}");
        let edited = Document::parse(bytes).set(&SectionName::profile("\u{e9}"), "a", "\u{e9}");
        let refused = edited.err().map(|error| error.reason());
        let wanted = match expected {
            Encoding::Utf16Le | Encoding::Utf16Be => Some("the file is UTF-16; save it as UTF-8"),
            Encoding::Utf32 => Some("the file is UTF-32; save it as UTF-8"),
            _ => None,
        };
        assert!(wanted.is_none() || refused == wanted, "{name}: {refused:?}");
    }
}

#[test]
fn an_edit_says_whether_anything_was_there() {
    let section = SectionName::profile("a");
    let mut file =
        Document::parse("[profile a]\nregion = x\noutput = json\ns3 =\n  addressing_style = path\n");
    assert!(!file.is_empty() && Document::parse("").is_empty());
    assert_eq!((file.unset(&section, "region"), file.unset(&section, "region")), (Ok(true), Ok(false)));
    assert_eq!(
        (file.comment_out(&section, "output"), file.comment_out(&section, "output")),
        (Ok(true), Ok(false))
    );
    let mut nested = || file.unset_nested(&section, "s3", "addressing_style");
    assert_eq!((nested(), nested()), (Ok(true), Ok(false)));
    let text = String::from_utf8_lossy(file.as_bytes()).into_owned();
    assert!(!text.contains("region") && !text.contains("s3") && text.contains("output = json"), "{text}");
    assert!(text.lines().all(|line| !line.starts_with("output")), "{text}");
}

#[test]
fn a_section_of_an_odd_name_stays_usable_and_none_is_made() {
    let odd = SectionName::profile("my profile");
    let set = |name: &SectionName| Batch::new().set(name, "region", "eu-west-1");
    let mut file = Document::parse("[profile \"my profile\"]\n");
    assert_eq!(file.apply_to_existing(&set(&odd)), Ok(true));
    assert!(file.as_bytes().ends_with(b"region = eu-west-1\n"));
    Document::parse("").apply_to_existing(&set(&odd)).expect_err("nobody makes one");
    let other = SectionName::profile("another one");
    let both = set(&odd).set(&other, "region", "x");
    Document::parse("[profile \"my profile\"]\n").apply_to_existing(&both).expect_err("one of them is new");
    // A plain name is an edit like any other.
    let plain = SectionName::profile("a");
    let mut file = Document::parse("[profile a]\nregion = eu-west-1\n");
    assert_eq!(file.apply_to_existing(&set(&plain)), Ok(false), "nothing to do");
    assert_eq!(file.apply_to_existing(&Batch::new().set(&plain, "region", "x")), Ok(true));
}

/// T17-11: what the JavaScript SDK does without a diagnostic is in the README, each of it.
#[test]
fn t17_11_the_readme_says_what_no_diagnostic_does() {
    let readme = include_str!("../../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    for (text, said) in [
        ("[profile a]\nregion = eu-west-1\n  more\n", "it drops the continuation lines of a value"),
        (
            "[profile s]\nregion = x\n[sso-session s]\nsso_region = y\n",
            "takes `[sso-session s]` over a profile `s`",
        ),
        ("[profile __proto__]\nregion = x\n", "loses every profile of a file with `[profile __proto__]`"),
    ] {
        let found = Document::parse(text).lint();
        let of_javascript = found.iter().filter(|one| {
            let mut tools = one.refused_by().iter().chain(one.misread_by());
            tools.any(|tool| tool.to_string().contains("JavaScript"))
        });
        assert_eq!(of_javascript.count(), 0, "{text:?} has a diagnostic now: the README need not say it");
        assert!(readme.contains(said), "{said}");
    }
}
