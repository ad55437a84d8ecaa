//! `windows`: the tests of the workspace as Windows programs, run by wine.
//!
//! The table `windows.txt` lists the tests that do not run there, each with its reason; a line that is no test is a failure.
//! Tests of what only Unix has (`#[cfg(unix)]`) are not built.

use crate::{cross, test::Counts};
use std::{fs, path::PathBuf};
use xtask::{environment, places, process::Run, tally::Tally};

const TARGET: &str = "x86_64-pc-windows-gnu";
/// Debian's wine without its launcher, which wants a desktop.
const WINE: &str = "/usr/lib/wine/wine64";
/// What is no part of the program nor of its tests.
const OTHERS: [&str; 8] = [
    "xtask",
    "daypass-benches",
    "daypass-book",
    "daypass-e2e",
    "daypass-mutants",
    "daypass-packages",
    "daypass-release",
    "daypass-rules",
];

/// Builds the tests and runs them, or those of the program alone that have one of the arguments in their names.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let runner = match environment::fetch().and_then(|()| wine()) {
        Ok(runner) => runner,
        Err(reason) => {
            tally.missing("windows", &reason);
            return tally;
        }
    };
    let rows = match rows(include_str!("../windows.txt")) {
        Ok(rows) => rows,
        Err(line) => {
            tally.check("windows.txt", Err(format!("no reason below {line}")));
            return tally;
        }
    };
    let (mut counts, mut absent) = (Counts::default(), 0);
    let name = TARGET.replace('-', "_");
    let cargo = Run::cargo().args(["test", "--locked", "--no-fail-fast", "--target", TARGET]);
    let cargo = if arguments.is_empty() {
        let others = OTHERS.iter().flat_map(|name| ["--exclude", name]);
        cargo.args(["--workspace", "--lib", "--bins", "--tests"]).args(others)
    } else {
        cargo.args(["-p", "daypass-cli", "--test", "it"])
    };
    let status = cargo
        .env(&format!("CARGO_TARGET_{}_RUNNER", name.to_uppercase()), &runner)
        // Most of them wait for programs that wine starts slowly.
        .args(["--", "--show-output", "--test-threads=4"])
        .args(arguments.is_empty().then_some("--exact"))
        .args(rows.iter().flat_map(|row| ["--skip", row]))
        .args(arguments)
        .lines(|line| {
            counts.read(line);
            absent += left_out(line);
            if !line.is_empty() {
                println!("{line}");
            }
        });
    tally.add(counts.tally());
    let end = match status {
        Ok(status) if status.success() || counts.tally().failed > 0 => Ok(()),
        Ok(status) => Err(format!("cargo test: {status}")),
        Err(error) => Err(error),
    };
    tally.check("the tests run as Windows programs", end);
    if arguments.is_empty() {
        let ran = counts.tally().passed;
        println!("{ran} tests ran, {absent} did not, each with its reason in xtask/windows.txt");
        let listed = if absent == rows.len() { Ok(()) } else { Err(format!("it has {} lines", rows.len())) };
        tally.check("each line of windows.txt is a test", listed);
        tally.check("at most one in twenty did not run", few(absent, ran as usize));
    }
    tally
}

fn few(absent: usize, ran: usize) -> Result<(), String> {
    if absent * 20 <= absent + ran { Ok(()) } else { Err(format!("{absent} did not, {ran} did")) }
}

/// Prepares wine: its folder, a system library that it lacks, and the script that cargo starts programs with.
fn wine() -> Result<PathBuf, String> {
    let explain = |error: std::io::Error| error.to_string();
    let compiler = "x86_64-w64-mingw32-gcc";
    environment::packaged("gcc-mingw-w64-x86-64", compiler, &["--version"])?;
    environment::packaged("wine64", WINE, &["--version"])?;
    cross::standard_library(TARGET)?;
    let folder = places::scratch("wine").map_err(explain)?;
    let prefix = folder.join("prefix");
    let system = prefix.join("drive_c/windows/system32");
    let run = |program: &str| {
        Run::hermetic(program).env("WINEPREFIX", &prefix).env("WINEDEBUG", "-all").env("WINEARCH", "win64")
    };
    if !system.join("kernel32.dll").exists() {
        run(WINE).arg("wineboot.exe").arg("--init").env("HOME", &folder).limit(120).text()?;
    }
    // Rust's library takes random bytes from a library that came with Windows 10; wine 8 has the older function alone.
    let library = system.join("bcryptprimitives.dll");
    if !library.exists() {
        const SOURCE: &str = "#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{ return SystemFunction036(bytes, (ULONG)length); }
";
        let source = folder.join("random.c");
        fs::write(&source, SOURCE).map_err(explain)?;
        run(compiler).args(["-shared", "-o"]).arg(&library).arg(&source).arg("-ladvapi32").text()?;
    }
    let script = folder.join("run");
    let text = format!(
        "#!/bin/sh\nexport HOME='{}' WINEPREFIX='{}' WINEDEBUG=-all WINEARCH=win64\nexec {WINE} \"$@\"\n",
        folder.display(),
        prefix.display()
    );
    fs::write(&script, text).map_err(explain)?;
    places::make_executable(&script).map_err(explain)?;
    Ok(script)
}

/// Reads the table: lines are tests, and the indented lines below them say why.
fn rows(table: &str) -> Result<Vec<&str>, &str> {
    let (mut rows, mut open) = (Vec::new(), Vec::new());
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with(' ') {
            rows.append(&mut open);
        } else {
            open.push(line);
        }
    }
    open.first().map_or(Ok(rows), |line| Err(*line))
}

/// How many tests a line of libtest says were left out.
fn left_out(line: &str) -> usize {
    let parts = line.strip_prefix("test result: ").into_iter().flat_map(|result| result.split(';'));
    parts.filter_map(|part| part.trim().strip_suffix(" filtered out")?.parse::<usize>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::{few, left_out, rows};

    #[test]
    fn a_table_gives_each_test_a_reason() {
        assert_eq!(rows("# x\n\na::b\nc\n  Why.\n  More.\nd\n  Why.\n"), Ok(vec!["a::b", "c", "d"]));
        assert_eq!(rows("a\n  Why.\nb\n"), Err("b"));
    }

    #[test]
    fn tests_that_did_not_run_are_counted() {
        let result =
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 12 filtered out; finished in 0.1s";
        assert_eq!((left_out(result), left_out("test a ... ok")), (12, 0));
        assert_eq!((few(5, 95), few(6, 94).is_err()), (Ok(()), true));
    }
}
