//! PowerShell's grammar judges what is written for it: no PowerShell can be installed where daypass is made, but a parser
//! of its language can (tree-sitter, from PyPI). Where it is missing, the test is skipped, and says so.

use crate::{
    home::Home,
    shells::{HOSTILE, TYPED},
};
use daypass_terminal::shell::Assignment;
use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

/// Python with the parser, as `cargo xtask test` installs it.
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/xtask/powershell/bin/python");

/// Reads texts that end with NUL. For each it prints the one string that the text assigns, or why it is no such text;
/// `script` alone wants a text without errors. PowerShell takes typographic quotes for plain ones, which the grammar does not
/// know, so that they are made plain first.
const JUDGE: &str = r#"
import sys
from tree_sitter import Language, Parser
import tree_sitter_powershell
parser = Parser(Language(tree_sitter_powershell.language()))
plain = {c: "'" for c in range(0x2018, 0x201c)} | {c: '"' for c in range(0x201c, 0x201f)}
def named(node):
    for child in node.named_children:
        yield child
        yield from named(child)
def value(text):
    same = text.translate(plain)
    root = parser.parse(same.encode()).root_node
    nodes = list(named(root))
    if root.has_error:
        return "error: " + text
    strings = [node for node in nodes if node.type == "string_literal"]
    statements = [node for node in nodes if node.type in ("assignment_expression", "command", "sub_expression")]
    if len(strings) != 1 or len(statements) != 1 or "command" in [node.type for node in nodes]:
        return "more than one assignment: " + text
    literal = strings[0].named_children[0]
    if any(child.type in ("variable", "sub_expression") for child in named(literal)):
        return "it expands: " + text
    before = len(same.encode()[: literal.start_byte].decode())
    inside = text[before + 1 : before + len(literal.text.decode()) - 1]
    quote = literal.text.decode()[0]
    read, at = "", 0
    while at < len(inside):
        read += inside[at]
        at += 2 if inside[at].translate(plain) == quote else 1
    return read
for text in sys.stdin.buffer.read().decode().split("\0")[:-1]:
    if len(sys.argv) > 1:
        print(parser.parse(text.encode()).root_node.has_error)
    else:
        sys.stdout.write(value(text) + "\0")
"#;

/// A block behind a method's name without parentheses, which clap writes, is not in the grammar.
const FILTER: &str = "{ $_.CompletionText -like \"$wordToComplete*\" }";

/// What the judge says of these texts; `None` without it.
fn judged(texts: &[String], script: bool) -> Option<String> {
    if !Path::new(PYTHON).exists() {
        println!("skipped: no parser of PowerShell");
        return None;
    }
    let mut python = Command::new(PYTHON);
    python.args(["-c", JUDGE]).args(script.then_some("script")).env("PYTHONIOENCODING", "utf-8");
    let mut child = python
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    for text in texts {
        input.write_all(format!("{text}\0").as_bytes()).expect("it reads");
    }
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn t22_the_grammar_of_powershell_reads_each_value_back() {
    const QUOTES: [&str; 8] = [
        "a\u{2019};calc;\u{2018}b",
        "\u{201c}$(calc)\u{201d}",
        "\u{201a}\u{201b}",
        "it\u{2019}s \"x\"",
        "`$(calc)",
        "@'\n'@",
        "${env:PATH}",
        "\u{201e}a\u{201e}",
    ];
    let values = HOSTILE.iter().chain(&TYPED).chain(&QUOTES);
    let (values, lines): (Vec<&str>, Vec<String>) =
        values.filter_map(|value| Some((*value, Assignment::Powershell.line("X", value).ok()?))).unzip();
    assert!(values.len() > 40, "it carries {}", values.len());
    if let Some(read) = judged(&lines, false) {
        let read: Vec<_> = read.split_terminator('\0').collect();
        assert_eq!(read, values);
    }
    // The judge sees what is wrong.
    let wrong =
        ["$Env:X=\"a$(calc)\"", "$Env:X='a'b'", "$Env:X='a\u{2019};calc;\u{2018}b'", "$Env:X='a'; calc"];
    let wrong = wrong.map(str::to_owned);
    if let Some(read) = judged(&wrong, false) {
        for said in read.split_terminator('\0') {
            assert!(
                ["error: ", "more than one", "it expands"].iter().any(|why| said.starts_with(why)),
                "{said}"
            );
        }
    }
}

#[test]
fn t22_03_the_integration_is_a_script_of_powershell() {
    let home = Home::new();
    let texts = ["init powershell", "completions powershell"].map(|line| {
        let script = home.run(line).ok().stdout;
        assert!(script.contains(&format!(".Where{FILTER}")), "{script}");
        script.replace(&format!(".Where{FILTER}"), &format!(".Where({FILTER})"))
    });
    let broken = ["function daypass { ".to_owned()];
    if let Some(errors) = judged(&texts, true) {
        assert_eq!(errors, "False\nFalse\n");
        assert_eq!(judged(&broken, true).as_deref(), Some("True\n"));
    }
}
