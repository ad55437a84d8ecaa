//! The lines of shell start files that load the integration.

use crate::{
    FileChange, Shell, StartFolders,
    loading_line::{loads, text_of, without_lines},
};
use daypass_files::Edit;
use std::path::{Path, PathBuf};

/// A start file that names daypass.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartFile {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it, in any encoding.
    pub bytes: Vec<u8>,
    /// The numbers, from 1, and texts of the lines that load the integration.
    pub lines: Vec<(usize, String)>,
    /// Lines that name daypass in another way: they are a person's own.
    pub others: Vec<(usize, String)>,
}

impl StartFile {
    /// Finds the start files of all shells that name daypass; one that cannot be read is left out.
    pub fn find(folders: &StartFolders) -> Vec<Self> {
        let files = Shell::ALL.into_iter().flat_map(|shell| folders.start_files(shell));
        files.filter_map(|file| Self::read(&file)).collect()
    }

    pub(crate) fn read(path: &Path) -> Option<Self> {
        let bytes = daypass_files::read(path, Edit::MAX_BYTES).ok().flatten()?;
        let lines = bytes.split(|byte| *byte == b'\n').map(text_of).zip(1..);
        let named = lines.filter(|(line, _)| line.contains("daypass"));
        let (lines, others): (Vec<_>, Vec<_>) =
            named.map(|(line, number)| (number, line.into_owned())).partition(|(_, line)| loads(line));
        let is_one = !lines.is_empty() || !others.is_empty();
        is_one.then_some(Self { path: path.to_owned(), bytes, lines, others })
    }

    /// Plans the file without the lines that load the integration; a file that nothing else is in goes if `daypass init
    /// --install` has made it.
    pub fn without_lines(self) -> FileChange {
        FileChange {
            path: self.path,
            after: without_lines(&self.bytes),
            before: Some(self.bytes),
            lines: self.lines.into_iter().map(|(_, line)| line).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes a file of its own")]
    fn the_lines_that_load_it_go_and_a_person_s_own_stay() {
        let home = tempfile::tempdir().unwrap();
        let text =
            "# mine\n  eval \"$(daypass init bash)\"\nalias d='daypass login'\ndaypass init fish | source";
        fs::write(home.path().join(".bashrc"), text).unwrap();
        fs::write(home.path().join(".zshrc"), "alias ll='ls -l'\n").unwrap();
        fs::write(home.path().join(".profile"), "alias ll='ls -l'\n").unwrap();
        let folders = StartFolders::below(home.path());
        let found = StartFile::find(&folders);
        let [file] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(file.path, home.path().join(".bashrc"));
        let numbers = |lines: &[(usize, String)]| lines.iter().map(|(number, _)| *number).collect::<Vec<_>>();
        assert_eq!((numbers(&file.lines), numbers(&file.others)), (vec![2, 4], vec![3]));
        let after = file.clone().without_lines().after;
        assert_eq!(after.as_deref(), Some(&b"# mine\nalias d='daypass login'\n"[..]));
        // One that holds only the one or the other counts, too.
        for (text, lines, others) in [("alias d=daypass\n", 0, 1), ("daypass init fish | source\n", 1, 0)] {
            fs::write(&file.path, text).unwrap();
            let found = StartFile::find(&folders);
            let counts = found.iter().map(|file| (file.lines.len(), file.others.len())).collect::<Vec<_>>();
            assert_eq!(counts, [(lines, others)], "{text}");
        }
    }
}
