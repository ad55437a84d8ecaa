//! SECURITY.md: each sentence names the tests that fail where it is false, or says that it promises nothing; and each test
//! that is named is there.

use crate::home::Home;
use daypass_simulator::World;
use std::{collections::BTreeSet, fs, path::Path};

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What promises something: the introduction, and the sections between how to report and the list of tests.
fn promises() -> String {
    let text = read("SECURITY.md");
    let (introduction, rest) = text.split_once("## Reporting").expect("how to report");
    let (_, rest) = rest.split_once("\n## ").expect("the first section of promises");
    introduction.to_owned() + "## " + rest.split_once("## Tests").expect("the last section").0
}

/// Paragraphs and list items, each on one line; rows of tables.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.lines().skip(1).filter(|line| !line.starts_with('#')) {
        let begins = line.is_empty() || line.starts_with("- ") || line.starts_with('|');
        if begins {
            blocks.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(line.trim_start_matches("- ").trim());
            block.push(' ');
        }
    }
    let is_text =
        |block: &String| !block.trim().is_empty() && !block.contains("---") && !block.contains("| tests |");
    blocks.into_iter().filter(is_text).map(|block| block.trim().to_owned()).collect()
}

/// The sentences of a block, without the words in bold that name it.
fn sentences(block: &str) -> Vec<&str> {
    if block.starts_with('|') {
        return vec![block.trim_end_matches([' ', '|'])];
    }
    let block = match block.strip_prefix("**").and_then(|rest| rest.split_once(".** ")) {
        Some((_, rest)) => rest,
        None => block,
    };
    block.trim_end_matches('.').split(". ").collect()
}

/// The tests of a sentence: numbers, or none where it promises nothing.
fn named(sentence: &str) -> Option<Vec<usize>> {
    let (_, inside) = sentence.strip_suffix(']')?.rsplit_once('[')?;
    match inside {
        "–" => Some(Vec::new()),
        numbers => numbers.split(", ").map(|number| number.parse().ok()).collect(),
    }
}

#[test]
fn each_sentence_names_its_tests() {
    let list = listed().len();
    let (mut used, mut count) = (BTreeSet::new(), 0);
    for block in blocks(&promises()) {
        for sentence in sentences(&block) {
            let numbers = named(sentence).unwrap_or_else(|| panic!("no test stands behind: {sentence}"));
            assert!(numbers.iter().all(|number| (1..=list).contains(number)), "{sentence}");
            used.extend(numbers);
            count += 1;
        }
    }
    assert!(count > 40, "{count} sentences");
    assert_eq!(used, (1..=list).collect(), "each test is of some sentence");
    // The rule itself: a sentence without a test is found.
    assert_eq!(named("It is safe"), None);
    assert_eq!(named("It is safe [x]"), None);
}

/// File and name, by number.
fn listed() -> Vec<Vec<(String, String)>> {
    let text = read("SECURITY.md");
    let (_, list) = text.split_once("## Tests").expect("a list");
    let rows = list
        .lines()
        .filter_map(|line| line.split_once(". `").filter(|(number, _)| number.parse::<u32>().is_ok()));
    rows.map(|(_, row)| {
        let tests = row.split("; `").map(|test| test.split_once("` ").expect("a file and a name"));
        tests.map(|(file, name)| (file.to_owned(), name.to_owned())).collect()
    })
    .collect()
}

#[test]
fn each_named_test_is_there() {
    for (file, name) in listed().iter().flatten() {
        let source = read(file);
        let is_there = source.contains(&format!("fn {name}(")) || source.contains(&format!("\"{name}\""));
        assert!(is_there, "{file} has no {name}");
    }
}

#[test]
fn the_lints_and_walls_that_are_named() {
    let workspace = read("Cargo.toml");
    for lint in ["unsafe_code = \"forbid\"", "unwrap_used", "panic", "indexing_slicing"] {
        assert!(workspace.contains(lint), "{lint}");
    }
    let ci = read("xtask/src/commands.rs");
    assert!(["walls", "hostile"].iter().all(|step| ci.contains(&format!("\"{step}\""))), "a step of CI");
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock").exists());
}

#[test]
fn without_a_browser_the_reason_is_said() {
    let home = Home::with(World::demo()).config(
        "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n",
    );
    let outcome = home.run("login --sso-session corp --timeout 1s");
    assert!(outcome.stderr.to_lowercase().contains("browser"), "{outcome}");
}
