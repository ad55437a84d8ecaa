//! Every code, by the smallest file that shows it.

use daypass_config_parse::{Code, Dialect, Document, Severity};

fn codes(document: &Document) -> Vec<String> {
    document
        .lint()
        .iter()
        .map(|found| format!("{}:{} {}", found.line(), found.column(), found.code()))
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(codes(&Document::parse(text)), expected, "{text:?}");
}

#[test]
fn every_code_has_its_place() {
    assert_eq!(codes(&Document::parse(&b"[default]\nx = \xff\n"[..])), ["2:5 C101"]);
    check("\u{feff}[default]\n", &["1:1 C102"]);
    check("[default]\rx = 1\r", &["1:1 C115", "1:10 C103"]);
    check("x = 1\n[default]\n", &["1:1 C104"]);
    check("[default]\nstray\n", &["2:1 C105"]);
    check("[default]\n= 1\n", &["2:1 C106"]);
    check("[profile a\nx = 1\n", &["1:1 C107"]);
    check("[]\nx = 1\n", &["1:1 C108"]);
    check("[profile a]\n[profile b]\n[profile a]\n", &["3:1 C109"]);
    check("[profile a]\nx = 1\nX = 2\n", &["3:1 C110", "3:1 C128"]);
    check("[profile a]\nx: 1\n", &["2:1 C111"]);
    check("[profile a]\n  x = 1\n", &["2:1 C112"]);
    check("[profile a]\n  # c\nx = 1\n", &["2:1 C112"]);
    check("[profile a]\ns3 =\n  stray\n", &["3:1 C113"]);
    check("[profile a]\ns3 =\n  # c\n  a = 1\n", &["3:1 C114"]);
    check("[profile a]\ns3 =\n  = 1\n", &["3:1 C134"]);
    check("[profile a] junk\n", &["1:1 C115"]);
    check("[profile a#b]\n", &["1:1 C116", "1:1 C118"]);
    check("[profile a]\nx = 1 # c\n", &["2:1 C117"]);
    check("[profile dév]\n", &["1:1 C118"]);
    check("[profile a b]\n", &["1:1 C135"]);
    check("[profile \"a b\"]\n", &["1:1 C118"]);
    check("[profile \"a\"]\n", &["1:1 C119"]);
    check("[ profile a ]\n", &["1:1 C120"]);
    check("[default]\n[profile default]\n", &["2:1 C121"]);
    check("[DEFAULT]\nx = 1\n", &["1:1 C122"]);
    check("[a]\nx = 1\n", &["1:1 C123"]);
    check("[profile a]\nx = 1\n  # c\n", &["3:1 C125"]);
    check("[profile a]\nx = 1\n  y = 2\n", &["3:1 C126"]);
    check("[profile a]\nx =\n", &["2:1 C127"]);
    check("[profile a]\nx = \"1\"\n", &["2:1 C129"]);
    check("[profile a]\nx = \"\n", &[]);
    check("[profile a]\na b = 1\n", &["2:1 C130"]);
    check("[profile a]\na:b = 1\n", &["2:1 C130"]);
    check("[profile a]# c\n", &["1:1 C131"]);
    check("[profile  a]\n", &["1:1 C132"]);
    check("[profilefoo a]\n", &["1:1 C136"]);
    check("[profile]\n", &["1:1 C135"]);
    check("[sso-session a]\n[profile a]\n", &[]);
    check("[profile a]\nx = 1\u{a0}\n", &["2:1 C137"]);
    check("[profile a]\nx = 1\n\n  2\n", &["4:1 C138"]);
    check("[profile a]\ns3 =\n\n  a = 2\n", &[]);
    let credentials = |text: &str, expected: &[&str]| {
        assert_eq!(codes(&Document::parse_credentials(text)), expected, "{text:?}");
    };
    credentials("[profile a]\nx = 1\n", &["1:1 C124"]);
    credentials("[DEFAULT]\n", &["1:1 C122"]);
    credentials("[a b]\n", &["1:1 C118"]);
    credentials("[ a ]\n", &["1:1 C120"]);
    credentials("[sso-session s]\n", &["1:1 C124"]);
}

#[test]
fn a_clean_file_is_clean() {
    check(
        "# top\n[default]\nregion = us-east-1\n\n[profile a]\nsso_session = s\n\n[sso-session s] # c\nsso_region = r\n",
        &[],
    );
    check("[services s]\nsso =\n  endpoint_url = https://x\n\n[plugins]\nx = 1\n", &[]);
    assert_eq!(codes(&Document::parse_credentials("[default]\nx = 1\n\n[a]\ny = 1\n")), [""; 0]);
}

#[test]
fn findings_say_whom_they_concern() {
    let file = Document::parse("[default]\nx = 1 # c\nx = 2\n");
    assert!(file.diagnostics(Dialect::Sdk).is_empty());
    let found = file.refused_by(Dialect::AwsCli).expect("a repeated key");
    assert_eq!((found.code(), found.line(), found.severity()), (Code::DuplicateKey, 3, Severity::Error));
    assert!(file.refused_by(Dialect::Sdk).is_none());
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        let refused = Document::parse("\nx = 1\n[default]\n").refused_by(dialect);
        assert_eq!(refused.map(|found| found.code()), Some(Code::OutsideSection), "{dialect:?}");
    }
    let id = |code: Code| code.id();
    let mut ids: Vec<String> = Code::ALL.iter().copied().map(id).collect();
    ids.dedup();
    assert_eq!(ids.len(), Code::ALL.len());
    assert_eq!(
        (ids.first().map(String::as_str), ids.last().map(String::as_str)),
        (Some("C101"), Some("C138"))
    );
}

/// The findings of one dialect are those that its tools refuse or misread.
#[test]
fn findings_of_one_dialect() {
    let check = |dialect: Dialect, found: &[&str], text: &str| {
        let file = Document::parse(text);
        let ids: Vec<_> = file.diagnostics(dialect).iter().map(|found| found.code().id()).collect();
        assert_eq!(ids, found, "{dialect:?}: {text}");
        for finding in file.diagnostics(dialect) {
            assert!(finding.code().concerns(dialect), "{dialect:?}: {text}");
        }
    };
    for (text, cli, sdk) in [
        ("[default]\nx = 1\n", &[][..], &[][..]),
        ("[default]\nx = 1\nx = 2\n", &["C110"], &[]),
        ("[default]\nx: 1\n", &[], &["C111"]),
        ("[b]\nx = 1\n", &["C123"], &["C123"]),
        ("x = 1\n[default]\n", &["C104"], &["C104"]),
    ] {
        check(Dialect::AwsCli, cli, text);
        check(Dialect::Sdk, sdk, text);
    }
}

/// Lines that are indented, and what they are taken for.
#[test]
fn indented_lines() {
    check("[profile a]\nx = 1\n  y = 2\n", &["3:1 C126"]);
    for text in ["y z = 2", "9y = 2", "y-z = 2", "more"] {
        check(&format!("[profile a]\nx = 1\n  {text}\n"), &[]);
    }
    check("[profile a]\n  x = 1\n  yyyyyyyy = 2\n z = 3\n", &["2:1 C112", "3:1 C112", "4:1 C112"]);
    // The AWS CLI reads the nested lines of [DEFAULT] only where a section has them from there.
    for (sections, is_refused) in [
        ("", false),
        ("[profile a]\nx = 1\n", true),
        ("[profile a]\nx = 1\ns3 = 2\n", false),
        ("[profile a]\ns3 = 2\n[profile b]\nx = 1\n", true),
    ] {
        let file = Document::parse(format!("[DEFAULT]\ns3 =\n  stray\n{sections}"));
        let refused = file.refused_by(Dialect::AwsCli).map(|found| found.code());
        assert_eq!(refused, is_refused.then_some(Code::NestedNoEquals), "{sections}");
    }
}
