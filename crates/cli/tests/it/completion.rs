//! Completion in real shells: names behind every sign at which a shell breaks words, in quotes, behind `=`; the words of
//! another program behind `exec`. A shell that is not there is skipped, and said.

use crate::{home::Home, shells::run};
use daypass_testkit::terminal;
use expectrl::{Expect as _, session::OsSession};
use std::path::Path;

const CONFIG: &str = "[profile dev]\n[profile data]\n[profile \"my prof\"]\n[profile me@corp]\n[profile solo:OnlyOne]\n\
    [profile solo:only:two]\n[sso-session corp]\n";

/// What is typed, and what may stand there.
const ROWS: &[(&str, &str)] = &[
    ("login --profile d", "dev data"),
    ("login --profile=da", "--profile=data"),
    ("login --sso-session ", "corp"),
    ("login c", "corp"),
    ("login da", "data"),
    ("logout co", "corp"),
    ("use dev", "dev"),
    ("serve dev da", "data"),
    ("use me@", "me@corp"),
    ("use solo:only", "solo:only:two"),
    ("whoami --profile=solo:O", "--profile=solo:OnlyOne"),
    ("doct", "doctor"),
    ("serve --po", "--port"),
    ("credentials --format doten", "dotenv"),
    ("configure sso-s", "sso-session"),
    ("login --no-bro", "--no-browser"),
];

/// What bash puts in place of its last piece is another thing than the word: it breaks words at `:`, `=` and `@`.
const OF_BASH: &[(&str, &str)] = &[
    ("exec -p m", "my\\ prof\nme@corp"),
    ("use \"m", "my prof\nme@corp"),
    ("use 'my", "my prof"),
    ("use my\\ ", "my\\ prof"),
    ("use me@c", "corp"),
    ("whoami -p solo:On", "OnlyOne"),
    ("whoami -p solo:", "OnlyOne\nonly:two"),
    ("whoami --profile=solo:only:t", "two"),
    ("whoami --profile=s", "solo:OnlyOne\nsolo:only:two"),
    ("login --profile zzz", ""),
];

#[test]
fn in_bash() {
    let home = Home::new().config(CONFIG);
    let complete = |line: &str| {
        let script = format!(
            "eval \"$(daypass init bash)\"\nCOMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:@'\nCOMP_LINE={}\nCOMP_POINT=${{#COMP_LINE}}\n\
             IFS=' ' read -ra COMP_WORDS <<< \"$COMP_LINE\"\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             _daypass_complete daypass x x\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
            daypass_terminal::shell::posix(&format!("daypass {line}"))
        );
        run(&home, "bash", &["-c"], &script).expect("bash is there").trim_end().to_owned()
    };
    for (line, expected) in OF_BASH {
        assert_eq!(complete(line), *expected, "{line}");
    }
    let commands = complete("exec -p dev -- basenam");
    assert!(!commands.is_empty() && commands.lines().all(|line| line == "basename"), "{commands}");
    // With bash's own words there is no difference where no sign breaks them.
    for (line, expected) in ROWS.iter().filter(|(line, _)| !line.contains([':', '=', '@'])) {
        assert_eq!(complete(line).replace('\n', " "), *expected, "{line}");
    }
}

#[test]
fn in_fish() {
    let home = Home::new().config(CONFIG);
    let complete = |line: &str| {
        let script =
            format!("daypass init fish | source\ncomplete -C {}", daypass_terminal::shell::posix(line));
        run(&home, "fish", &["--no-config", "-c"], &script)
    };
    let words = |shown: &str| {
        let mut words: Vec<_> =
            shown.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect();
        words.sort();
        words.join(" ")
    };
    for (line, expected) in ROWS {
        let Some(shown) = complete(&format!("daypass {line}")) else { return };
        let mut expected: Vec<_> = expected.split(' ').collect();
        expected.sort_unstable();
        assert_eq!(words(&shown), expected.join(" "), "{line}");
    }
    assert_eq!(complete("daypass use \"m").map(|shown| words(&shown)), Some("me@corp my prof".to_owned()));
    let other = complete("daypass exec -p dev -- basenam").expect("fish");
    assert!(other.contains("basename"), "{other}");
}

/// In zsh a line is typed on a terminal, with the completion system loaded, and without it: there the first TAB loads it.
#[test]
fn in_zsh() {
    let home = Home::new().config(CONFIG);
    if run(&home, "zsh", &["-f", "-c"], "true").is_none() {
        return;
    }
    for (before, tabs) in [("autoload -Uz compinit; compinit -D; ", "\t"), ("", "\t\t")] {
        for (line, expected) in [
            ("use da", "[use][data]"),
            ("use solo\\:only", "[use][solo:only:two]"),
            ("use me@", "[use][me@corp]"),
            ("login --profile=da", "[login][--profile=data]"),
            ("use my", "[use][my prof]"),
            ("serve dev da", "[serve][dev][data]"),
            ("doct", "[doctor]"),
        ] {
            let mut session = zsh(&home, before);
            session.send(format!("daypass {line}{tabs}\r")).expect("typed");
            let shown = session.expect(expected);
            assert!(shown.is_ok(), "{before}{line}: {expected} is not typed");
        }
    }
}

/// A zsh whose `daypass` prints its words between brackets, and is completed by the real one.
fn zsh(home: &Home, before: &str) -> OsSession {
    let program = Path::new(env!("CARGO_BIN_EXE_daypass")).parent().expect("a folder").display().to_string();
    let mut command = home.other("zsh");
    command.args(["-f", "-i"]).env("PATH", format!("{program}:/usr/bin:/bin"));
    let mut session = terminal::open(command).expect("a terminal");
    session.send(format!("PS1='ready> '; {before}eval \"$(command daypass init zsh)\"\r")).expect("typed");
    session.send("daypass() { printf '[%s]' \"$@\"; print; }; print begin\"\"ning\r").expect("typed");
    session.expect("beginning").expect("it is loaded");
    session
}
