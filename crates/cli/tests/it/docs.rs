//! The reference pages are those that the code makes. `INSTA_UPDATE=always cargo test -p daypass-cli docs` writes them.

use daypass_cli::{args, exit};
use daypass_environment::{AGENT_MARKS, Variable};

#[test]
fn environment() {
    let rows = |obeyed: bool| -> String {
        let variables = Variable::ALL.iter().filter(|variable| variable.is_read());
        let variables = variables.filter(|variable| variable.is_obeyed() == obeyed);
        variables.map(|variable| format!("| `{}` | {} |\n", variable.name(), variable.meaning())).collect()
    };
    let cleared: Vec<_> = Variable::identity().map(|variable| format!("`{}`", variable.name())).collect();
    let marks = AGENT_MARKS.iter().map(|mark| {
        let known = if mark.is_of_aws_cli { "yes" } else { "" };
        let value = mark.value.map_or_else(|| "any".to_owned(), |value| format!("`{value}`"));
        format!(
            "| `{}` | {value} | {} | {known} |\n",
            mark.variable,
            mark.agent.unwrap_or("the one that it names")
        )
    });
    check(
        "environment.md",
        &format!(
            "# Environment\n\nEvery variable that daypass reads. An empty one counts as not set, except where it says \
             otherwise; one that\ncannot be decoded is an error that names it, wherever it decides who or where one \
             is.\n\n| variable | meaning |\n| --- | --- |\n{}\n\
             ## Examined\n\n`doctor` looks at these for the AWS tools; daypass itself does not obey them.\n\n\
             | variable | meaning |\n| --- | --- |\n{}\n\
             ## Who one is\n\nThese say who one is, to the AWS CLI or to any SDK. `exec`, `use` and `serve` set each of \
             them right or remove it:\n{}.\n\n\
             ## Agents\n\nThe first of these that is set says that an AI agent has started daypass: [agents](agents.md).\n\n\
             | variable | value | agent | known to the AWS CLI |\n| --- | --- | --- | --- |\n{}",
            rows(true),
            rows(false),
            cleared.join(",\n"),
            marks.collect::<String>()
        ),
    );
}

#[test]
fn command_line() {
    let mut command = args::for_help(args::definition().term_width(100));
    let mut text = format!("# Command line\n\n{}\n", exit::TABLE);
    section(&mut text, &mut command, "daypass");
    check("cli-reference.md", &text);
}

/// One page for each command, none with an error in it where there is a tool that tells.
#[test]
fn manual() {
    let home = crate::home::Home::new();
    let _outcome = home.run(&format!("man --folder {}/man", home.path().display())).ok();
    let mut names = Vec::new();
    for page in std::fs::read_dir(home.path().join("man")).expect("a folder") {
        let path = page.expect("a page").path();
        let page = std::fs::read_to_string(&path).expect("text");
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{}", path.display());
        names.push(path.file_name().expect("a name").to_string_lossy().into_owned());
        match std::process::Command::new("groff").args(["-man", "-ww", "-z", "-Tutf8"]).arg(&path).output() {
            Ok(output) => assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr)),
            Err(_) => println!("skipped: no groff"),
        }
    }
    assert!(names.contains(&"daypass-configure-sso.1".to_owned()) && names.len() > 20, "{names:?}");
    let login = home.run("man login").ok().stdout;
    assert!(login.contains(".TH daypass-login 1") && login.contains("SYNOPSIS"), "{login}");
    assert!(home.run("man configure sso").ok().stdout.contains(".TH daypass-configure-sso 1"));
    assert_eq!(home.run("man nonsense").code, Some(2));
    let whole = home.run("man").ok().stdout;
    assert!(names.iter().all(|name| name.matches('-').count() != 1
        || whole.contains(name.trim_end_matches(".1").trim_start_matches("daypass-"))));
}

fn section(text: &mut String, command: &mut clap::Command, name: &str) {
    let help = command.render_long_help().to_string();
    let lines: Vec<_> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", lines.join("\n").trim_end()));
    for sub in command.get_subcommands_mut() {
        let name = format!("{name} {}", sub.get_name());
        section(text, sub, &name);
    }
}

pub(super) fn check(file: &str, expected: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file);
    #[expect(clippy::disallowed_methods, reason = "a test that writes a page when it is told to")]
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, expected).expect("the page is written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/{file} is out of date: INSTA_UPDATE=always cargo test -p daypass-cli docs"
    );
}
