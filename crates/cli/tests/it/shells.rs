//! Real shells: quoting that survives them, `daypass use`. A shell that is not there is
//! skipped, and said.

use crate::home::Home;
use daypass_terminal::shell::{self, Assignment};
use std::{path::Path, process::Command};

/// What a value could do to a shell that is not careful.
pub(crate) const HOSTILE: [&str; 40] = [
    "",
    " ",
    "plain",
    "a b",
    "  two  blanks  ",
    "it's",
    "'",
    "''",
    "\"",
    "\\",
    "\\\\",
    "\\'",
    "\\\"",
    "$HOME",
    "${HOME}",
    "$(id)",
    "`id`",
    "$((1+1))",
    "!!",
    "!$",
    "a!b",
    "*",
    "?",
    "[a-z]",
    "{a,b}",
    "~",
    "~root",
    "#x",
    "a;id",
    "a|id&id>x",
    "-n",
    "--",
    "%s%n",
    "\\n\\t",
    "line\nline",
    "end\n",
    "\ttab\t",
    "\r\n",
    "ünï 日本 \u{1f511}",
    "\u{1b}[31m",
];

/// The shell's own idea of the value, byte for byte.
#[track_caller]
fn check(program: &str, options: &[&str], script: fn(&str) -> String) {
    if Command::new(program).arg("-c").arg("exit 0").env("HOME", "/nowhere").output().is_err() {
        println!("skipped: no {program}");
        return;
    }
    for value in HOSTILE {
        let script = script(value);
        let output =
            Command::new(program).args(options).arg(&script).env_clear().env("HOME", "/nowhere").output();
        let output = output.expect("it starts");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!((&*out, &*err), (value, ""), "{program} reads {value:?} otherwise\n{script}");
    }
}

#[test]
fn quoting_survives_posix_shells() {
    let script = |value: &str| format!("export X={}\nprintf %s \"$X\"", shell::posix(value));
    for program in ["bash", "dash", "sh", "ksh", "mksh"] {
        check(program, &["-c"], script);
    }
    check("zsh", &["-f", "-c"], script);
    // As a word in the middle of a command, and where history is expanded.
    check("bash", &["-c"], |value| format!("set -H\nf() {{ printf %s \"$1\"; }}\nf {}", shell::posix(value)));
}

#[test]
fn quoting_survives_fish_and_powershell() {
    check("fish", &["--no-config", "-c"], |value| format!("set -gx X {}\nprintf %s $X", shell::fish(value)));
    check("pwsh", &["-NoProfile", "-Command"], |value| {
        format!("$Env:X={}\n[Console]::Out.Write($Env:X)", shell::powershell(value))
    });
}

/// What only shells with types or expressions of their own give a meaning.
pub(crate) const TYPED: [&str; 15] = [
    "123",
    "true",
    "0x1f",
    "2024-01-01",
    "1kb",
    "(id)",
    "$nu.home-path",
    "@(1+1)",
    "~/a:~/b",
    "None",
    "[1,2]",
    "{}",
    "\\x41",
    "\\u{41}",
    "r'x'",
];

/// The lines of a form, read one after the other by the program that it is for; `print` writes the variable `X`, ended by
/// NUL. What the form refuses is not written at all.
fn check_form(form: Assignment, program: &str, options: &[&str], print: &str) {
    let values = HOSTILE.iter().chain(&TYPED);
    let (values, lines): (Vec<_>, Vec<_>) =
        values.filter_map(|value| Some((*value, form.line("X", value).ok()?))).unzip();
    assert!(values.len() > 35, "{form:?} carries {}", values.len());
    let script: String = lines.iter().map(|line| format!("{line}\n{print}\n")).collect();
    let output =
        Command::new(program).args(options).arg(script).env_clear().env("LC_ALL", "C.UTF-8").output();
    let Ok(output) = output else { return println!("skipped: no {program}") };
    let (read, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    for ((value, line), read) in values.iter().zip(lines).zip(read.split('\0')) {
        assert_eq!(read, *value, "{program} reads {line} otherwise\n{err}");
    }
    assert_eq!((read.matches('\0').count(), &*err), (values.len(), ""), "{program}");
}

/// Nushell as `cargo xtask test` installs it.
pub(crate) const NUSHELL: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/xtask/nushell/node_modules/.bin/nu");

#[test]
fn t22_04_05_forms_carry_a_value_or_refuse_it() {
    let posix = r#"printf '%s\0' "$X""#;
    for program in ["bash", "dash", "ksh", "mksh"] {
        check_form(Assignment::Export, program, &["-c"], posix);
        check_form(Assignment::Dotenv, program, &["-c"], posix);
    }
    check_form(Assignment::Export, "zsh", &["-f", "-c"], posix);
    check_form(Assignment::Fish, "fish", &["--no-config", "-c"], posix);
    check_form(Assignment::Elvish, "elvish", &["-norc", "-c"], r#"print $E:X"\x00""#);
    check_form(Assignment::Nushell, NUSHELL, &["--no-config-file", "-c"], r#"print -n $"($env.X)\u{0}""#);
    check_form(Assignment::Xonsh, "xonsh", &["--no-rc", "-c"], r"print($X, end='\0')");
    check_form(
        Assignment::Powershell,
        "pwsh",
        &["-NoProfile", "-Command"],
        "[Console]::Out.Write($Env:X + [char]0)",
    );
}

const CONFIG: &str = "[profile dev]\n[profile data]\n[profile \"my prof\"]\n[sso-session corp]\n";

pub(crate) fn run(home: &Home, program: &str, options: &[&str], script: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_BIN_EXE_daypass")).parent().expect("a folder").display().to_string();
    let mut command = Command::new(program);
    command.args(options).arg(script).env_clear().env("HOME", home.path()).env("TERM", "dumb");
    command.env("PATH", format!("{folder}:/usr/bin:/bin")).env("AWS_ACCESS_KEY_ID", "stale");
    command.env("AWS_WEB_IDENTITY_TOKEN_FILE", "stale");
    let Ok(output) = command.output() else {
        println!("skipped: no {program}");
        return None;
    };
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &err)
}

/// One script for the three; what differs is how the integration is loaded.
const USE: &str = "
daypass use dev; echo \"$AWS_PROFILE,$(env | grep -c -e ^AWS_ACCESS -e ^AWS_WEB)\"
daypass use 'my prof'; echo \"$AWS_PROFILE\"
daypass use
daypass use nobody 2>/dev/null; echo \"code $STATUS, still $AWS_PROFILE\"
daypass use dat 2>/dev/null; echo \"still $AWS_PROFILE\"
daypass use -; echo \"now ($AWS_PROFILE)\"
daypass profiles
";
const USED: &str =
    "dev,0\nmy prof\nmy prof\ncode 4, still my prof\nstill my prof\nnow ()\ndev\ndata\nmy prof\n";

#[test]
fn use_switches_the_shell() {
    let home = Home::new().config(CONFIG);
    let script = USE.replace("$STATUS", "$?");
    for (program, options) in [("bash", &["-c"][..]), ("zsh", &["-f", "-c"])] {
        let script = format!(
            "set -u\nAWS_PROFILE=\neval \"$(daypass init {program})\"\nAWS_ACCESS_KEY_ID=x\n{script}"
        )
        .replace("($AWS_PROFILE)", "(${AWS_PROFILE-})");
        if let Some(shown) = run(&home, program, options, &script) {
            assert_eq!(shown, USED, "{program}");
        }
    }
    let script = format!("daypass init fish | source\n{}", USE.replace("$STATUS", "$status"));
    // T22-01: from fish 4 on `?` is no pattern.
    for options in [&["--no-config", "-c"][..], &["--no-config", "--features=qmark-noglob", "-c"]] {
        if let Some(shown) = run(&home, "fish", options, &script) {
            assert_eq!(shown, USED, "fish {options:?}");
        }
    }
}

/// T08-01: what an `exec` around has set for its own profile does not stay for the one that is switched to.
#[test]
fn use_leaves_the_region_of_an_exec_behind() {
    const SWITCH: &str =
        "\ndaypass use dev; echo \"$AWS_PROFILE($AWS_REGION)($AWS_DEFAULT_REGION)$DAYPASS_EXEC_REGION\"";
    let home = Home::new().config(CONFIG);
    for (program, options, load) in [
        ("bash", &["-c"][..], "eval \"$(daypass init bash)\""),
        ("zsh", &["-f", "-c"], "eval \"$(daypass init zsh)\""),
        ("fish", &["--no-config", "-c"], "daypass init fish | source"),
    ] {
        let set = |name: &str, value: &str| match program {
            "fish" => format!("\nset -gx {name} {value}"),
            _ => format!("\nexport {name}={value}"),
        };
        let exec = set("DAYPASS_EXEC_REGION", "eu-west-1") + &set("AWS_REGION", "eu-west-1");
        let script = format!("{load}{exec}{}{SWITCH}", set("AWS_DEFAULT_REGION", "us-east-2"));
        if let Some(shown) = run(&home, program, options, &script) {
            assert_eq!(shown, "dev()(us-east-2)\n", "{program}");
        }
    }
}

/// T22-06: a `%` in a name is doubled for zsh's prompt.
#[test]
fn t22_06_the_prompt_of_zsh() {
    let home = Home::new().config("[profile p%n%m]\n");
    let script = "eval \"$(daypass init zsh)\"\nexport AWS_PROFILE=p%n%m\nunset AWS_ACCESS_KEY_ID\nsetopt prompt_subst\n\
        PROMPT='$(daypass prompt)'\nprint -P -- \"$PROMPT\"; daypass prompt zsh; command daypass prompt";
    if let Some(shown) = run(&home, "zsh", &["-f", "-c"], script) {
        assert_eq!(shown, "p%n%m\np%%n%%m\np%n%m\n");
    }
}

/// T22-03: PowerShell drops the first `--` of a function's words and makes `a,b` an array. `exec` needs no `--`, and the
/// function joins arrays; a real PowerShell is the judge where there is one.
#[test]
fn t22_03_what_powershell_makes_of_words() {
    let home = Home::new().config("[profile work]\naws_access_key_id = AKIA\naws_secret_access_key = s\n");
    let without = home.run("exec -p work env").ok();
    assert!(without.stdout.contains("AWS_ACCESS_KEY_ID=AKIA\n"), "{without}");
    let script = home.run("init powershell").ok().stdout;
    assert!(script.contains("if ($_ -is [array]) { $_ -join ',' } else { $_ }"), "{script}");
    let words = "daypass init powershell | Out-String | Invoke-Expression\n\
        daypass exec -p work -- printf '%s;' a,b 'c d'";
    if let Some(shown) = run(&home, "pwsh", &["-NoProfile", "-Command"], words) {
        assert_eq!(shown, "a,b;c d;");
    }
}
