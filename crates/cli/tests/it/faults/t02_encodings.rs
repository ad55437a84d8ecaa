//! T02: text that is not understood is never edited, a fix never makes it worse, and the file as it was before a
//! run of fixes can always be had back.

use crate::home::Home;
use std::{fs, path::PathBuf};

const CONFIG: &str = "\
[sso-session my-sso]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-west-1

[profile p]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = PowerUser
region = eu-west-1
";

fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn home(bytes: &[u8]) -> Home {
    let home = Home::new().config("");
    home.write_bytes(".aws/config", bytes);
    home
}

/// Every spelling of UTF-16: with and without a byte order mark.
fn every_utf16() -> [Vec<u8>; 4] {
    let marked = format!("\u{feff}{CONFIG}");
    [
        wide(&marked, u16::to_le_bytes),
        wide(&marked, u16::to_be_bytes),
        wide(CONFIG, u16::to_le_bytes),
        wide(CONFIG, u16::to_be_bytes),
    ]
}

fn copies(home: &Home) -> Vec<PathBuf> {
    let folder = home.path().join(".local/state/daypass/doctor");
    let mut copies: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    copies.sort();
    copies
}

#[test]
fn t02_01_utf16_is_not_edited() {
    let url = "https://d-2.awsapps.com/start";
    for bytes in every_utf16() {
        let home = home(&bytes);
        for words in [
            format!(
                "configure sso-session --sso-session s2 --sso-start-url {url} --sso-region eu-west-1 --no-input"
            ),
            format!("configure sso --profile q --sso-start-url {url} --sso-region eu-west-1 --no-input"),
            "configure populate --sso-session my-sso --yes".to_owned(),
        ] {
            let outcome = home.run(&words);
            assert_eq!(outcome.code, Some(4), "{outcome}");
            assert!(outcome.stderr.contains("UTF-16"), "{outcome}");
            assert!(outcome.stderr.contains("try: daypass doctor --fix=C101"), "{outcome}");
            assert_eq!(fs::read(home.path().join(".aws/config")).expect("it is there"), bytes);
        }
    }
}

#[test]
fn t02_01_lines_that_are_not_understood_are_not_edited() {
    let words = "configure sso-session --sso-session my-sso --sso-start-url https://d-2.awsapps.com/start --sso-region eu-west-1 --no-input";
    let bytes = CONFIG.replace("/start", "/start # caf@").replace('@', "\u{1}").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
    let home = home(&bytes);
    let outcome = home.run(words);
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("not UTF-8"), "{outcome}");
    assert_eq!(fs::read(home.path().join(".aws/config")).expect("it is there"), bytes);
    let fixed = home.run("doctor --fix=C101,C117");
    assert!(home.read(".aws/config").contains("# caf\u{e9}\n"), "{fixed}");
    assert_eq!(home.run(words).code, Some(0));
}

#[test]
fn t02_02_utf16_is_converted_as_a_whole_and_kept() {
    for bytes in every_utf16() {
        let home = home(&bytes);
        let before = home.run("doctor");
        assert!(before.stdout.contains("C101") && before.stdout.contains("UTF-16"), "{before}");
        assert!(
            !before.stdout.contains("C104"),
            "nothing is said of lines that are not understood: {before}"
        );
        let fixed = home.run("doctor --fix=C101");
        assert_eq!(home.read(".aws/config"), CONFIG, "{fixed}");
        let [copy] = copies(&home).try_into().expect("one copy");
        assert_eq!(fs::read(copy).expect("a copy"), bytes);
    }
}

#[test]
fn t02_02_what_cannot_be_decoded_is_left() {
    for bytes in [&b"\xff\xfe[\0\x00\xd8"[..], b"\xff\xfe[", b"\xff\xfe\0\0[\0\0\0", b"[default]\nx = \x81\n"]
    {
        let home = home(bytes);
        let outcome = home.run("doctor --fix=C101");
        assert!(outcome.stdout.contains("C101"), "{outcome}");
        assert!(!outcome.stdout.contains("--fix"), "no fix is offered that does nothing: {outcome}");
        assert_eq!(fs::read(home.path().join(".aws/config")).expect("it is there"), bytes);
    }
}

#[test]
fn t02_03_one_copy_a_run_beside_earlier_ones() {
    let process = |name: &str| {
        format!(
            "\n[profile {name}]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = A\nregion = eu-west-1\ncredential_process = /bin/true\n"
        )
    };
    let legacy = "\n[profile old]\nsso_start_url = https://d-9.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = A\nregion = eu-west-1\n";
    let original = format!("{CONFIG}{}{}{legacy}", process("x"), process("y"));
    let home = home(original.as_bytes());
    let outcome = home.run("doctor --fix=P502,P516");
    assert_eq!(home.read(".aws/config").matches("# credential_process").count(), 2, "{outcome}");
    let first = copies(&home);
    let [copy] = first.as_slice() else { panic!("one copy, not {first:?}") };
    assert_eq!(fs::read_to_string(copy).expect("a copy"), original);
    assert!(
        outcome.stderr.contains(&copy.file_name().expect("a name").to_string_lossy().into_owned()),
        "{outcome}"
    );
    // A later run keeps its own.
    let between = home.read(".aws/config") + "output = \"json\"\n";
    home.write(".aws/config", &between);
    let outcome = home.run("doctor --fix=C129");
    assert_ne!(home.read(".aws/config"), between, "{outcome}");
    let both = copies(&home);
    assert_eq!(both.len(), 2, "{both:?}");
    let texts: Vec<_> = both.iter().map(|copy| fs::read_to_string(copy).expect("a copy")).collect();
    assert!(texts.contains(&original) && texts.contains(&between));
}

#[test]
fn t02_04_readers_name_the_encoding() {
    for bytes in every_utf16() {
        let home = home(&bytes);
        for words in
            ["login --profile p", "credentials --profile p", "credential-process --profile p", "profiles"]
        {
            let outcome = home.run(words);
            assert_eq!(outcome.code, Some(4), "{outcome}");
            assert!(outcome.stderr.contains("UTF-16") && outcome.stdout.is_empty(), "{outcome}");
            assert!(!outcome.stderr.contains("does not exist"), "{outcome}");
        }
        // Signing out of everything takes no profile.
        assert_eq!(home.run("logout --all").code, Some(0));
    }
}

#[cfg(unix)]
#[test]
fn t02_05_programs_are_found_as_botocore_starts_them() {
    let home = Home::new().config("");
    let folder = home.path().join("my dir");
    home.write("my dir/prog", "#!/bin/sh\n");
    home.write("my dir/data", "");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(folder.join("prog"), mode).expect("a mode");
    let folder = folder.display();
    let escaped = folder.to_string().replace(' ', "\\ ");
    for (command, code) in [
        (format!("{escaped}/prog arg"), None),
        (format!("\"{folder}/prog\" arg"), None),
        (format!("'{folder}/prog' arg"), None),
        ("sh -c 'echo $HOME | cat'".to_owned(), None),
        ("true --json".to_owned(), None),
        ("./relative arg".to_owned(), None),
        (format!("\"{folder}/no such\" a"), Some("P528")),
        (format!("{escaped}/data"), Some("P528")),
        // T03-07.
        ("aws-vault exec x --json".to_owned(), Some("P528")),
        (format!("\"{folder}/prog"), Some("P533")),
        ("$HOME/prog".to_owned(), Some("P529")),
        ("true a;b".to_owned(), Some("P529")),
        ("true \"a;b\"".to_owned(), None),
    ] {
        let text = format!("[profile x]\nregion = eu-west-1\ncredential_process = {command}\n");
        home.write(".aws/config", &text);
        let outcome = home.run("doctor -o json");
        let found: Vec<_> = ["P527", "P528", "P529", "P533"]
            .into_iter()
            .filter(|code| outcome.stdout.contains(code))
            .collect();
        assert_eq!(found, Vec::from_iter(code), "{command}: {outcome}");
        let fixed = home.run("doctor --fix=P527,P528,P529,P533");
        let is_gone = code == Some("P528") && !command.starts_with("aws-vault");
        let line = home.read(".aws/config");
        assert_eq!(line.contains("\n# credential_process"), is_gone, "{command}: {fixed}\n{line}");
    }
}
