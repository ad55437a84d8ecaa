//! The reference pages say what the code says. `INSTA_UPDATE=always cargo test -p daypass-cli docs` writes them.

use clap::CommandFactory as _;
use daypass_cli::{args::Args, env::Var, exit};

#[test]
fn environment() {
    let rows: String =
        Var::ALL.iter().map(|var| format!("| `{}` | {} |\n", var.name(), var.meaning())).collect();
    check(
        "environment.md",
        &format!(
            "# Environment\n\nEvery variable that daypass reads. An empty one counts as not set, except where it says \
             otherwise.\nThe usual proxy variables (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) are read by the HTTP \
             client.\n\n| variable | meaning |\n| --- | --- |\n{rows}"
        ),
    );
}

#[test]
fn command_line() {
    let mut command = Args::command().term_width(100);
    command.build();
    let mut text = format!("# Command line\n\n{}\n", exit::TABLE);
    section(&mut text, &mut command, "daypass");
    check("cli-reference.md", &text);
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

fn check(file: &str, expected: &str) {
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
