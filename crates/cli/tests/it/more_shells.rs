//! Nushell, elvish and xonsh: `daypass use`, completion and the pin of a folder, each in the real shell. A shell that is not there
//! is skipped, and said.

use crate::{
    home::Home,
    shells::{NUSHELL, run},
};
use daypass_testkit::terminal;
use expectrl::{Expect as _, session::OsSession};
use std::{fs, path::Path};

const CONFIG: &str = "[profile dev]\nregion = eu-west-1\n[profile data]\n[profile \"my prof\"]\n[profile me@corp]\n\
    [profile solo:OnlyOne]\n[profile solo:only:two]\n[sso-session corp]\n";

/// What is typed, and the words that may stand in place of the last one, in alphabetical order.
const ROWS: &[(&[&str], &str)] = &[
    (&["use", "d"], "data dev"),
    (&["use", "me@"], "me@corp"),
    (&["use", "solo:on"], "solo:only:two"),
    (&["login", "--profile", "da"], "data"),
    (&["login", "--profile=d"], "--profile=data --profile=dev"),
    (&["login", "--sso-session", ""], "corp"),
    (&["serve", "dev", "da"], "data"),
    (&["doct"], "doctor"),
    (&["init", "nu"], "nushell"),
    (&["configure", "sso-s"], "sso-session"),
    (&["login", "--no-bro"], "--no-browser"),
];

/// The expected words of a row, a line each.
fn lines(words: &str) -> String {
    words.split(' ').map(|word| format!("{word}\n")).collect()
}

fn nushell(home: &Home, script: &str) -> Option<String> {
    let init = home.run("init nushell").ok().stdout;
    home.write("daypass.nu", &init);
    let source = home.path().join("daypass.nu").display().to_string();
    let script = format!("source {source}\n{script}");
    run(home, NUSHELL, &["--no-config-file", "--no-std-lib", "-c"], &script)
}

#[test]
fn nushell_uses_a_profile() {
    let home = Home::new().config(CONFIG);
    let script = r#"
        $env.DAYPASS_EXEC_REGION = "eu-west-1"; $env.AWS_REGION = "eu-west-1"; $env.AWS_DEFAULT_REGION = "us-east-2"
        daypass use dev; print $"($env.AWS_PROFILE)|($env.AWS_ACCESS_KEY_ID?)|($env.AWS_WEB_IDENTITY_TOKEN_FILE?)"
        print $"($env.AWS_REGION?)|($env.AWS_DEFAULT_REGION)|($env.DAYPASS_EXEC_REGION?)"
        daypass use "my prof"; print $env.AWS_PROFILE
        try { daypass use nobody e> /dev/null } catch { print $"code ($env.LAST_EXIT_CODE), still ($env.AWS_PROFILE)" }
        try { daypass use dat e> /dev/null } catch { print $"still ($env.AWS_PROFILE)" }
        daypass use -; print $"now <($env.AWS_PROFILE?)>"
        print (daypass profiles | lines | length)
        print (daypass prompt nushell | complete | get exit_code)
    "#;
    if let Some(shown) = nushell(&home, script) {
        assert_eq!(
            shown,
            "dev||\n|us-east-2|\nmy prof\ncode 4, still my prof\nstill my prof\nnow <>\n6\n0\n"
        );
    }
}

#[test]
fn nushell_completes() {
    let home = Home::new().config(CONFIG);
    let spans = |words: &[&str]| {
        let words: Vec<_> = words.iter().map(|word| daypass_terminal::shell::nushell(word)).collect();
        format!("_daypass_complete [daypass {}]", words.join(" "))
    };
    let asked = |words: &[&str]| format!("print ({} | get value | sort | str join \"\\n\")", spans(words));
    let script: Vec<_> = ROWS.iter().map(|(words, _)| asked(words)).collect();
    let Some(shown) = nushell(&home, &script.join("\n")) else { return };
    assert_eq!(shown, ROWS.iter().map(|(_, expected)| lines(expected)).collect::<String>());
    // A name with a blank is put into the line with quotes, whichever quote is open; files are the shell's own.
    for (words, expected) in [
        (&["use", "my"][..], "\"my prof\"\n"),
        (&["use", "\"my p"], "\"my prof\"\n"),
        (&["use", "'my"], "\"my prof\"\n"),
        (&["use", "`my p"], "\"my prof\"\n"),
        (&["login", "--profile=my"], "\"--profile=my prof\"\n"),
    ] {
        assert_eq!(nushell(&home, &asked(words)).as_deref(), Some(expected), "{words:?}");
    }
    let files = format!("print ({} | to nuon)", spans(&["login", "--ca-bundle", "x"]));
    assert_eq!(nushell(&home, &files).as_deref(), Some("null\n"));
    // Behind `exec`, the completer of other programs that the person has set answers.
    let other = format!(
        "$env.config.completions.external.completer = {{|spans| $spans | str join ',' | [$in] }}\nprint ({} | str join)",
        spans(&["exec", "-p", "dev", "--", "ls", "--col"])
    );
    assert_eq!(nushell(&home, &other).as_deref(), Some("ls,--col\n"));
    // The shell itself asks the completer for words and for options.
    for (line, expected) in [("daypass use me@", "me@corp"), ("daypass login --no-bro", "--no-browser")] {
        let text = format!("source {}\n{line}", home.path().join("daypass.nu").display());
        let file = home.path().join("line.nu");
        home.write("line.nu", &text);
        let place = text.len().to_string();
        let options = ["--no-config-file", "--ide-complete", &place];
        let shown = run(&home, NUSHELL, &options, &file.display().to_string()).expect("nushell");
        assert!(shown.contains(&format!("[\"{expected}\"]")), "{line}: {shown}");
    }
}

fn xonsh(home: &Home, script: &str) -> Option<String> {
    let script = format!("execx($(daypass init xonsh))\n{script}");
    run(home, "xonsh", &["--no-rc", "-c"], &script)
}

#[test]
fn xonsh_uses_a_profile() {
    let home = Home::new().config(CONFIG);
    // What is typed as `daypass use` is handed on as `daypass-use`, at a prompt alone; a script uses that word.
    let script = "
def say(*names):
    print(*[str(${...}.get(name)) for name in names])
print(repr([events.on_transform_command.fire(cmd=line + '\\n')[0] for line in ('daypass use dev', 'daypass  use', 'daypass user', 'ls')]))
$DAYPASS_EXEC_REGION = $AWS_REGION = 'eu-west-1'
$AWS_DEFAULT_REGION = 'us-east-2'
daypass-use dev
say('AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'DAYPASS_EXEC_REGION')
daypass-use 'my prof'
say('AWS_PROFILE')
r = !(daypass-use nobody 2>/dev/null)
print(r.returncode, $AWS_PROFILE)
daypass-use -
say('AWS_PROFILE')
print(len($(daypass profiles).splitlines()))
print($(daypass profiles | head -1).strip())
daypass prompt xonsh
";
    if let Some(shown) = xonsh(&home, script) {
        let (shown, warned) = shown.split_once("error: ").unwrap_or((&shown, ""));
        assert_eq!(
            shown,
            "['daypass-use dev\\n', 'daypass-use\\n', 'daypass user\\n', 'ls\\n']\ndev None None None us-east-2 None\n\
             my prof\n4 my prof\nNone\n6\ndev\n"
        );
        assert!(warned.is_empty() || warned.starts_with("profile nobody does not exist"), "{warned}");
    }
}

#[test]
fn xonsh_completes() {
    let home = Home::new().config(CONFIG);
    let asked = |line: &str| {
        let line = daypass_terminal::shell::nushell(line);
        format!(
            "for one in sorted(str(c).rstrip() for c in Completer().complete_line({line})[0]):\n    print(one)\n"
        )
    };
    let begin = "from xonsh.completer import Completer\n";
    let typed = ROWS.iter().map(|(words, _)| asked(&format!("daypass {}", words.join(" "))));
    let Some(shown) = xonsh(&home, &format!("{begin}{}", typed.collect::<String>())) else { return };
    assert_eq!(shown, ROWS.iter().map(|(_, expected)| lines(expected)).collect::<String>());
    for (line, expected) in [
        ("daypass use my", "'my prof'\n"),
        ("daypass use \"my", "\"my prof\"\n"),
        ("daypass use 'my p", "'my prof'\n"),
        ("daypass exec -p dev -- basenam", "basename\n"),
    ] {
        let shown = xonsh(&home, &format!("{begin}{}", asked(line)));
        assert_eq!(shown.as_deref(), Some(expected), "{line}");
    }
}

/// An elvish at its prompt with the integration: what is typed there is edited and completed by the shell itself.
fn elvish(home: &Home) -> Option<OsSession> {
    run(home, "elvish", &["-norc", "-c"], "nop")?;
    let program = Path::new(env!("CARGO_BIN_EXE_daypass")).parent().expect("a folder").display().to_string();
    let mut command = home.other("elvish");
    command.args(["-norc"]).env("PATH", format!("{program}:/usr/bin:/bin")).env("AWS_ACCESS_KEY_ID", "stale");
    let mut session = terminal::open(command).expect("a terminal");
    typed(&mut session, "eval (e:daypass init elvish | slurp); echo begin''ning", "beginning");
    Some(session)
}

#[track_caller]
fn typed(session: &mut OsSession, line: &str, expected: &str) {
    session.send(format!("{line}\r")).expect("typed");
    assert!(session.expect(expected).is_ok(), "{line}: {expected} is not there");
}

#[test]
fn elvish_uses_a_profile() {
    let home = Home::new().config(CONFIG);
    let Some(mut session) = elvish(&home) else { return };
    let say = "; echo '<'$E:AWS_PROFILE'|'$E:AWS_ACCESS_KEY_ID'>'";
    typed(&mut session, &format!("daypass use dev{say}"), "<dev|>");
    typed(&mut session, &format!("daypass use 'my prof'{say}"), "<my prof|>");
    typed(&mut session, "daypass use nobody", "profile nobody does not exist");
    typed(&mut session, &format!("try {{ daypass use dat }} catch _ {{ }}{say}"), "<my prof|>");
    let regions = "set E:DAYPASS_EXEC_REGION = eu-west-1; set E:AWS_REGION = eu-west-1; set E:AWS_DEFAULT_REGION = us-east-2";
    let say_regions =
        "echo '<'(to-string (has-env AWS_REGION))'|'$E:AWS_DEFAULT_REGION'|'$E:DAYPASS_EXEC_REGION'>'";
    typed(&mut session, &format!("{regions}; daypass use dev; {say_regions}"), "<$false|us-east-2|>");
    typed(&mut session, "daypass use -; echo '<'(to-string (has-env AWS_PROFILE))'>'", "<$false>");
    typed(&mut session, "echo '<'(daypass profiles | count)'>'", "<6>");
    typed(&mut session, "daypass prompt elvish; echo '<done>'", "<done>");
}

#[test]
fn elvish_completes() {
    let home = Home::new().config(CONFIG);
    let Some(mut session) = elvish(&home) else { return };
    // The words are printed between brackets; the completion stays daypass's.
    typed(
        &mut session,
        "use str; edit:add-var daypass~ {|@w| echo '['(str:join '][' $w)']' }; echo ok''ay",
        "okay",
    );
    let single = ROWS.iter().filter(|(_, expected)| !expected.contains(' '));
    let rows = single.map(|(words, expected)| {
        let (_, before) = words.split_last().expect("a word");
        (words.join(" "), format!("[{}]", [before, &[*expected]].concat().join("][")))
    });
    let quoted = [
        ("use my".to_owned(), "[use][my prof]".to_owned()),
        ("use 'my".to_owned(), "[use][my prof]".to_owned()),
        ("exec -p dev -- basenam".to_owned(), "[exec][-p][dev][--][basename]".to_owned()),
    ];
    for (line, expected) in rows.chain(quoted) {
        // What needs quotes is shown before it is taken.
        let taken = if line.contains("my") { "\r" } else { "" };
        typed(&mut session, &format!("daypass {line}\t{taken}"), &expected);
    }
}

/// The pin of a folder sets profile and region before a prompt, and goes with the folder.
#[test]
fn each_follows_the_pin_of_a_folder() {
    let home = Home::new().config(CONFIG);
    let folder = home.path().join("a/b");
    fs::create_dir_all(&folder).expect("folders");
    home.write("a/.daypass.toml", "profile = \"dev\"\nregion = \"eu-west-3\"\n");
    let nu = "hide-env AWS_ACCESS_KEY_ID\ncd ~/a/b; _daypass_pin; print $\"($env.AWS_PROFILE?)|($env.AWS_REGION?)\"\n\
        cd ~; _daypass_pin; print $\"($env.AWS_PROFILE?)|($env.AWS_REGION?)\"\n\
        $env.AWS_PROFILE = \"data\"; cd ~/a; _daypass_pin; print $\"($env.AWS_PROFILE?)|($env.AWS_REGION?)\"";
    let warning = "daypass: this shell stays with its own AWS identity;";
    if let Some(shown) = nushell(&home, nu) {
        assert!(shown.starts_with("dev|eu-west-3\n|\ndata|\n") && shown.contains(warning), "{shown}");
    }
    let xonsh_script = "
def say():
    events.on_pre_prompt.fire()
    print(${...}.get('AWS_PROFILE'), ${...}.get('AWS_REGION'))
del $AWS_ACCESS_KEY_ID
cd ~/a/b
say()
cd ~
say()
$AWS_PROFILE = 'data'
cd ~/a
say()
";
    if let Some(shown) = xonsh(&home, xonsh_script) {
        assert!(
            shown.starts_with("dev eu-west-3\nNone None\ndata None\n") && shown.contains(warning),
            "{shown}"
        );
    }
    let Some(mut session) = elvish(&home) else { return };
    typed(&mut session, "unset-env AWS_ACCESS_KEY_ID; cd ~/a/b; echo re''ady", "ready");
    typed(&mut session, "echo '<'$E:AWS_PROFILE'|'$E:AWS_REGION'>'", "<dev|eu-west-3>");
    typed(&mut session, "cd ~; echo re''ady", "ready");
    typed(&mut session, "echo '<'$E:AWS_PROFILE'|'$E:AWS_REGION'>'", "<|>");
    typed(&mut session, "set E:AWS_PROFILE = data; cd ~/a", warning);
}
