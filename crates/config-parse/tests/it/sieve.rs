//! Files that come in more than one piece.

use daypass_config_parse::{Dialect, FileKind, Sieve};
use std::io::{self, Read as _};

fn kept(file: &str) -> String {
    let sieve = Sieve::new(FileKind::Config, "b", Dialect::AwsCli);
    String::from_utf8(sieve.read(file.as_bytes()).expect("bytes can be read")).expect("text")
}

/// Sections of another profile, of this many bytes.
fn others(length: usize) -> String {
    let section = "[profile other]\nregion = eu-west-1\n";
    let filled = section.repeat(length / section.len());
    let comment = length - filled.len();
    if comment == 0 { filled } else { format!("{filled}{}\n", "#".repeat(comment - 1)) }
}

#[test]
fn profile_after_any_number_of_pieces() {
    const SECTION: &str = "[profile b]\nregion = us-east-1\n";
    let kib = 1024;
    for before in [1, 4 * kib - 1, 4 * kib, 4 * kib + 1, 20 * kib, 36 * kib + 7, 300 * kib] {
        for after in [0, 1, 4 * kib, 100 * kib] {
            let file = format!("{}{SECTION}{}", others(before), others(after));
            let kept = kept(&file);
            assert!(kept.starts_with(SECTION), "{before} {after}");
            // Comments up to the next header belong to the section.
            let rest = kept.get(SECTION.len()..).unwrap_or_default();
            assert!(rest.trim_start_matches('#').trim().is_empty(), "{before} {after}: {rest}");
        }
    }
}

#[test]
fn section_of_many_pieces_is_kept_whole() {
    let section = format!("[profile b]\n{}", "region = us-east-1\n".repeat(5_000));
    for before in [0, 3_000, 50_000] {
        assert_eq!(kept(&format!("{}{section}{}", others(before), others(35))), section, "{before}");
    }
}

#[test]
fn file_without_an_end() {
    let read = |file: &mut dyn io::Read| Sieve::new(FileKind::Config, "b", Dialect::AwsCli).read(file);
    let large = 8 << 20;
    assert_eq!(read(&mut io::repeat(b'x').take(large)).expect("8 MiB").len(), 0);
    let error = read(&mut io::repeat(b'x')).expect_err("no end");
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
}

/// Wherever a piece ends: a line that looks like a header before its end is known, and a bracket in a comment.
#[test]
fn pieces_of_any_length() {
    for (line, dialect) in [
        ("[xxxx = 1".to_owned(), Dialect::AwsCli),
        ("# [aaaaaa".to_owned(), Dialect::AwsCli),
        ("# [aaaaaa".to_owned(), Dialect::Sdk),
    ] {
        let section = format!("[default]\n{line}\ny = 2\n");
        let file = format!("{section}[profile z]\nq = 1\n");
        for first in 0..=file.len() {
            for second in first..=file.len() {
                let mut sieve = Sieve::new(FileKind::Config, "default", dialect);
                for part in [0..first, first..second, second..file.len()] {
                    sieve.push(file.get(part).expect("ASCII").as_bytes());
                }
                assert_eq!(sieve.finish(), section.as_bytes(), "{dialect:?} {line} {first} {second}");
            }
        }
    }
}
