//! Tables: chosen columns, CSV, and a terminal that is narrow or dumb; and `daypass` alone.

use crate::habits::{CONFIG, signed_in};
use daypass_testkit::Home;

/// Every command with a table has CSV and chosen columns.
#[test]
fn columns_and_csv() {
    let home = signed_in();
    for (words, stdout) in [
        (
            "profiles --columns account,profile --output csv",
            "account,profile\n111122223333,default\n111122223333,work\n",
        ),
        ("profiles --columns profile", "PROFILE\ndefault\nwork\n"),
        ("accounts --account 111122223333 --columns NAME -o csv", "name\nProduction\n"),
        ("accounts --account 111122223333 --columns name,account -o text", "Production\t111122223333\n"),
        ("roles --account 444455556666 --columns role -o text", "AWSReadOnlyAccess\n"),
        ("whoami --columns account -o text", "111122223333\n"),
        (
            "whoami --all --columns profile,account -o csv",
            "profile,account\ndefault,111122223333\nwork,111122223333\n",
        ),
        (
            "status work --columns session,state,profile -o csv",
            "session,state,profile\ncorp,signed_in,default\ncorp,signed_in,work\n",
        ),
        ("import --columns tool -o csv", "tool\n"),
        ("settings --columns setting -o csv", "setting\n"),
    ] {
        let outcome = home.run(words).ok();
        let is_it = if words.starts_with("settings") {
            outcome.stdout.starts_with(stdout)
        } else {
            outcome.stdout == stdout
        };
        assert!(is_it, "{outcome}");
    }
    for (words, said) in [
        ("roles --columns acount", "no column is called acount; there are account, name, role"),
        ("profiles --columns profile -o json", "--columns is for table, text and csv"),
        ("status --columns profile --query sessions", "--columns is for table, text and csv"),
    ] {
        let outcome = home.run(words);
        assert!(outcome.code == Some(2) && outcome.stderr.contains(said), "{outcome}");
    }
}

/// `--query` goes with every command that prints JSON; a list of them, each with a query.
#[test]
fn queries() {
    let home = signed_in();
    for (words, stdout) in [
        ("profiles --query [].profile --output text", "default\twork\n"),
        ("accounts --account 111122223333 --query [0].name", "\"Production\"\n"),
        ("roles --account 444455556666 --query length(@)", "1\n"),
        ("status --query sessions[].state --output text", "signed_in\n"),
        ("whoami work --query [Account,Account] --output text", "111122223333\t111122223333\n"),
        ("credentials work --query Version", "1\n"),
        ("credentials work --format json --query AccountId --output text", "111122223333\n"),
        ("settings --query [?setting=='template'].value --output text", "{account}.{role}\n"),
        ("logout --dry-run --query signed_out[0]", "\"corp\"\n"),
    ] {
        assert_eq!(home.run(words).ok().stdout, stdout, "{words}");
    }
    let findings = home.run("doctor --query findings[].code --output text");
    assert!(!findings.stdout.contains('{'), "{findings}");
    for words in [
        "credentials work --format env --query Version",
        "accounts -o csv --query a",
        "whoami work --query a[",
    ] {
        let outcome = home.run(words);
        assert!(outcome.code == Some(2) && outcome.stderr.starts_with("error: --query"), "{outcome}");
    }
}

/// `daypass` alone: where to begin, who is signed in, what to do next.
#[test]
fn daypass_alone() {
    insta::assert_snapshot!(Home::new().run("").ok().stdout, @"
    daypass signs in to AWS IAM Identity Center, once for every tool on the machine. To begin:
      daypass configure sso
      daypass login --console
      daypass help
    ");
    let home = signed_in();
    let outcome = home.run("").ok();
    assert!(outcome.stdout.starts_with("SESSION   SIGN-IN\ncorp      signed in, "), "{outcome}");
    assert!(outcome.stdout.contains("next:  daypass exec -- aws s3 ls\n"), "{outcome}");
    let _out = home.run("logout").ok();
    insta::assert_snapshot!(home.run("").ok().stdout, @"
    SESSION   SIGN-IN
    corp      signed out

    next:  daypass login corp
    help:  daypass help, daypass status
    ");
    let session = CONFIG.split("[sso-session").nth(1).unwrap_or_default();
    home.write(".aws/config", &format!("[sso-session{session}"));
    assert!(home.run("").ok().stdout.contains("next:  daypass login corp\n"));
}

/// The help of each command names the global options once, by a line that leads to them.
#[test]
fn global_options_are_in_the_help_of_the_program() {
    let home = Home::new();
    let whole = home.run("help").ok().stdout;
    assert!(whole.contains("Global options:") && whole.contains("--cli-read-timeout"), "{whole}");
    for command in ["login", "exec", "configure sso", "configure", "sso list-accounts", "credential-process"]
    {
        for help in [format!("{command} --help"), format!("{command} -h"), format!("help {command}")] {
            let outcome = home.run(&help).ok();
            assert!(outcome.stdout.contains("Every command also has --profile"), "{outcome}");
            assert!(
                !outcome.stdout.contains("Global options") && !outcome.stdout.contains("--ca-bundle"),
                "{outcome}"
            );
        }
    }
}

#[cfg(unix)]
mod on_a_terminal {
    use crate::habits::signed_in;
    use daypass_testkit::{Home, terminal};
    use expectrl::session::OsSession;

    /// What daypass prints on a terminal of so many columns.
    fn on_columns(home: &Home, columns: u16, words: &str, dumb: bool) -> String {
        let mut command = home.other("sh");
        let terminal = if dumb { "TERM=dumb" } else { "TERM=xterm" };
        // The shell is there before the terminal has its size.
        let sized = format!("until [ \"$(stty size)\" = '24 {columns}' ]; do :; done");
        command.args(["-c", &format!("{sized}; {terminal} \"$DAYPASS\" {words}")]);
        let mut session: OsSession = terminal::open(command).expect("a pseudo-terminal");
        session.get_process_mut().set_window_size(columns, 24).expect("a size");
        let (code, said) = terminal::ended(session);
        assert_eq!(code, 0, "{said}");
        said.replace("\r\n", "\n")
    }

    /// Lines without styles, and without what was drawn over.
    fn plain(text: &str) -> String {
        let mut pieces = text.split("\u{1b}[");
        let mut plain = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            plain += piece
                .trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
                .get(1..)
                .unwrap_or_default();
        }
        plain.lines().map(|line| line.rsplit('\r').next().unwrap_or_default().to_owned() + "\n").collect()
    }

    /// At 40 columns nothing wraps in the middle: a table that does not fit becomes records.
    #[test]
    fn forty_columns() {
        let home = signed_in();
        let _listed = home.run("roles").ok();
        for words in [
            "status",
            "accounts",
            "roles",
            "profiles -o table",
            "whoami -o table",
            "whoami --all",
            "settings",
            "",
        ] {
            let said = plain(&on_columns(&home, 40, words, false));
            // A command and an address to copy stay on one line.
            let said_without_command: Vec<_> = said
                .lines()
                .filter(|line| !line.contains("daypass ") && !line.contains("https://"))
                .collect();
            let most = said_without_command.iter().map(|line| line.chars().count()).max();
            assert!(most <= Some(40), "{words}: {most:?}\n{said}");
        }
        let accounts = plain(&on_columns(&home, 40, "accounts --account 111122223333", false));
        assert_eq!(
            accounts,
            "ACCOUNT  111122223333\nNAME     Production\nEMAIL    aws-production@example.com\n"
        );
        let wide = plain(&on_columns(&home, 100, "accounts --account 111122223333", false));
        assert!(wide.starts_with("ACCOUNT        NAME         EMAIL\n"), "{wide}");
    }

    /// A dumb terminal gets no escape.
    #[test]
    fn a_dumb_terminal() {
        let home = signed_in();
        for words in ["status", "", "whoami --all", "help", "doctor || true"] {
            let said = on_columns(&home, 40, words, true);
            assert!(!said.contains('\u{1b}') && !said.contains('\u{8}'), "{words}: {said:?}");
        }
    }
}
