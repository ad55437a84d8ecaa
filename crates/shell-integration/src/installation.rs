//! The changes of files that load the integration at each start of a shell, and those that undo them.

use crate::{
    FileChange, Shell, StartFile, StartFolders,
    loading_line::{loading_line, with_line},
};
use daypass_files::{Edit, Error, read};
use std::path::PathBuf;

/// How a script of `daypass init --install` begins.
const HEADER: &str = "# Written by `daypass init --install`";

/// Plans what loads a script at each start of a shell without a start of daypass: the script in a file, and a line in the start
/// file that reads it, where the shell has no folder of such files. A start file that loads the integration already stays as it
/// is. Nothing is written.
///
/// # Errors
/// Fails if a file cannot be read.
pub fn install(shell: Shell, script: &str, folders: &StartFolders) -> Result<Vec<FileChange>, Error> {
    let mut changes = Vec::new();
    let start_files = folders.start_files(shell);
    let is_loaded =
        start_files.iter().any(|file| StartFile::read(file).is_some_and(|file| !file.lines.is_empty()));
    let line = loading_line(shell, folders).filter(|_| !is_loaded);
    if let (Some(line), Some(path)) = (line, start_files.first()) {
        let before = read(path, Edit::MAX_BYTES)?;
        let after = Some(with_line(before.as_deref(), &line));
        changes.push(FileChange { path: path.clone(), before, after, lines: vec![line] });
    }
    let path = folders.script_file(shell);
    let before = read(&path, Edit::MAX_BYTES)?;
    let after =
        format!("{HEADER}, which writes it again after an upgrade; `--uninstall` removes it.\n{script}");
    if before.as_deref() != Some(after.as_bytes()) {
        changes.push(FileChange { path, before, after: Some(after.into_bytes()), lines: Vec::new() });
    }
    Ok(changes)
}

/// Plans what takes the integration of a shell out of its start files again, to the byte, and removes the script that
/// [`install`] wrote. Nothing is written.
///
/// # Errors
/// Fails if a script cannot be read; a start file that cannot be read is left out.
pub fn uninstall(shell: Shell, folders: &StartFolders) -> Result<Vec<FileChange>, Error> {
    let files = folders.start_files(shell).into_iter().filter_map(|path| StartFile::read(&path));
    let mut changes: Vec<_> =
        files.filter(|file| !file.lines.is_empty()).map(StartFile::without_lines).collect();
    let path = folders.script_file(shell);
    if let Some(before) = read(&path, Edit::MAX_BYTES)?.filter(|bytes| is_installed(bytes)) {
        changes.push(FileChange { path, before: Some(before), after: None, lines: Vec::new() });
    }
    Ok(changes)
}

/// Lists the scripts that [`install`] wrote.
pub fn installed_scripts(folders: &StartFolders) -> Vec<PathBuf> {
    let is_one = |path: &PathBuf| {
        read(path, Edit::MAX_BYTES).is_ok_and(|bytes| bytes.is_some_and(|bytes| is_installed(&bytes)))
    };
    Shell::ALL.map(|shell| folders.script_file(shell)).into_iter().filter(is_one).collect()
}

fn is_installed(script: &[u8]) -> bool {
    script.starts_with(HEADER.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Writes planned changes.
    #[expect(clippy::disallowed_methods, reason = "a test writes files of its own")]
    fn write(changes: &[FileChange]) {
        for FileChange { path, after, .. } in changes {
            fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            match after {
                Some(after) => fs::write(path, after).expect("it is written"),
                None => fs::remove_file(path).expect("it is removed"),
            }
        }
    }

    #[test]
    fn each_shell_is_installed_once_and_goes_without_a_trace() {
        for shell in Shell::ALL {
            let home = tempfile::tempdir().expect("a folder");
            let folders = StartFolders::below(home.path());
            let first = install(shell, "a script\n", &folders).expect("a plan");
            let places = if loading_line(shell, &folders).is_some() { 2 } else { 1 };
            assert_eq!(first.len(), places, "{shell:?}");
            write(&first);
            assert_eq!(install(shell, "a script\n", &folders).expect("a plan"), [], "{shell:?}");
            // After an upgrade the script alone is written again.
            let again = install(shell, "another script\n", &folders).expect("a plan");
            assert_eq!(again.len(), 1, "{shell:?}");
            write(&again);
            assert_eq!(again[0].shown(&|path| path.display().to_string())[0].chars().nth(1), Some('~'));
            let undone = uninstall(shell, &folders).expect("a plan");
            assert!(
                undone.len() == places && undone.iter().all(|change| change.after.is_none()),
                "{undone:?}"
            );
            write(&undone);
            assert_eq!(uninstall(shell, &folders).expect("a plan"), [], "{shell:?}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes files of its own")]
    fn what_is_a_person_s_own_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let folders = StartFolders::below(home.path());
        let (own, line) = (home.path().join(".bashrc"), Shell::Bash.start_line());
        // The line that asks the program at each start is as good: the file stays.
        fs::write(&own, format!("{line}\n")).expect("it is written");
        let plan = install(Shell::Bash, "x\n", &folders).expect("a plan");
        assert_eq!(plan.len(), 1);
        assert_ne!(plan[0].path, own);
        let script = folders.script_file(Shell::Fish);
        write(&[FileChange {
            path: script,
            before: None,
            after: Some(b"mine\n".to_vec()),
            lines: Vec::new(),
        }]);
        assert_eq!(uninstall(Shell::Fish, &folders).expect("a plan"), []);
        assert_eq!(uninstall(Shell::Zsh, &folders).expect("a plan"), []);
    }
}
