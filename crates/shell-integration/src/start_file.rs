//! The lines of shell start files that load the integration.

use crate::Shell;
use daypass_files::Edit;
use std::path::{Path, PathBuf};

/// Start files of shells, below the home directory.
const FILES: [&str; 8] = [
    ".bashrc",
    ".bash_profile",
    ".profile",
    ".zshrc",
    ".zshenv",
    ".config/fish/config.fish",
    ".config/powershell/Microsoft.PowerShell_profile.ps1",
    ".config/powershell/profile.ps1",
];

/// A start file that names daypass.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartFile {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it; it is UTF-8.
    pub text: String,
    /// The numbers, from 1, and texts of the lines that load the integration.
    pub lines: Vec<(usize, String)>,
    /// Lines that name daypass in another way: they are a person's own.
    pub others: Vec<(usize, String)>,
}

impl StartFile {
    /// Finds the start files below a home directory that name daypass; one that cannot be read is left out.
    pub fn find(home: &Path) -> Vec<Self> {
        FILES.iter().filter_map(|file| Self::read(home.join(file))).collect()
    }

    fn read(path: PathBuf) -> Option<Self> {
        let bytes = daypass_files::read(&path, Edit::MAX_BYTES).ok().flatten()?;
        let text = String::from_utf8(bytes).ok()?;
        let named = text.lines().zip(1..).filter(|(line, _)| line.contains("daypass"));
        let (lines, others): (Vec<_>, Vec<_>) =
            named.map(|(line, number)| (number, line.trim().to_owned())).partition(|(_, line)| loads(line));
        let is_one = !lines.is_empty() || !others.is_empty();
        is_one.then_some(Self { path, text, lines, others })
    }

    /// Returns the text without the lines that load the integration.
    pub fn without_lines(&self) -> String {
        self.text.split_inclusive('\n').filter(|line| !loads(line.trim())).collect()
    }
}

/// Says whether it is a line that `daypass init --help` tells to add.
fn loads(line: &str) -> bool {
    Shell::ALL.iter().any(|shell| shell.start_line() == line)
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
        fs::write(home.path().join(".profile"), b"daypass \xff").unwrap();
        let found = StartFile::find(home.path());
        let [file] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(file.path, home.path().join(".bashrc"));
        let numbers = |lines: &[(usize, String)]| lines.iter().map(|(number, _)| *number).collect::<Vec<_>>();
        assert_eq!((numbers(&file.lines), numbers(&file.others)), (vec![2, 4], vec![3]));
        assert_eq!(file.without_lines(), "# mine\nalias d='daypass login'\n");
        // One that holds only the one or the other counts, too.
        for (text, lines, others) in [("alias d=daypass\n", 0, 1), ("daypass init fish | source\n", 1, 0)] {
            fs::write(&file.path, text).unwrap();
            let found = StartFile::find(home.path());
            let counts = found.iter().map(|file| (file.lines.len(), file.others.len())).collect::<Vec<_>>();
            assert_eq!(counts, [(lines, others)], "{text}");
        }
    }

    #[test]
    fn shells_by_their_program() {
        for (path, expected) in [
            ("/bin/bash", Some(Shell::Bash)),
            ("zsh", Some(Shell::Zsh)),
            ("/opt/fish", Some(Shell::Fish)),
            ("/usr/bin/powershell", Some(Shell::PowerShell)),
            ("/bin/dash", None),
        ] {
            assert_eq!(Shell::of_path(Path::new(path)), expected, "{path}");
        }
    }
}
