//! The lines of shell start files that load the shell integration.

use crate::{context::Context, report::Report};
use daypass_config_parse::Document;
use daypass_files::Edit;
use std::path::PathBuf;

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

/// The lines that `daypass init --help` tells to add; other lines that name daypass are a person's own.
const LINES: [&str; 4] = [
    "eval \"$(daypass init bash)\"",
    "eval \"$(daypass init zsh)\"",
    "daypass init fish | source",
    "daypass init powershell | Out-String | Invoke-Expression",
];

/// A start file with lines of daypass.
pub(super) struct ShellFile {
    path: PathBuf,
    before: Vec<u8>,
    /// The numbers and texts of the lines.
    pub(super) lines: Vec<(usize, String)>,
    /// Lines that name daypass and are not known: they stay.
    pub(super) others: Vec<(usize, String)>,
}

/// Finds the start files that name daypass.
pub(super) fn find(context: &Context) -> Vec<ShellFile> {
    let file = |path: &&str| {
        let path = context.paths.home.join(path);
        let before = daypass_files::read(&path, Edit::MAX_BYTES).ok().flatten()?;
        let text = std::str::from_utf8(&before).ok()?;
        let named = text.lines().zip(1..).filter(|(line, _)| line.contains("daypass"));
        let (lines, others): (Vec<_>, Vec<_>) = named
            .map(|(line, number)| (number, line.trim().to_owned()))
            .partition(|(_, line)| LINES.contains(&line.as_str()));
        (!lines.is_empty() || !others.is_empty()).then(|| ShellFile {
            path,
            before: before.clone(),
            lines,
            others,
        })
    };
    FILES.iter().filter_map(file).collect()
}

impl ShellFile {
    /// The file for display.
    pub(super) fn shown(&self, context: &Context) -> String {
        context.paths.pretty(&self.path)
    }

    /// Removes the known lines.
    pub(super) fn clean(&self, context: &Context) -> Result<(), Report> {
        let text = String::from_utf8_lossy(&self.before).into_owned();
        let kept: String = text.split_inclusive('\n').filter(|line| !LINES.contains(&line.trim())).collect();
        let planned = Document::parse(self.before.clone());
        context.write_planned(&self.path, &planned, Some(Document::parse(kept)), None)
    }
}
