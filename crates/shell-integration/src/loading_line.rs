//! The line of a start file that loads an installed script, added and taken out again to the byte.

use crate::{Shell, StartFolders};
use daypass_terminal::{is_clean, shell};
use std::borrow::Cow;

/// How a line of `daypass init --install` ends.
const MARK: &str = "# daypass init --install";
/// What follows the mark in a file that did not exist, and in one whose last line had no end.
const NEW_FILE: &str = " (new file)";
const OPEN_LINE: &str = " (after a line without an end)";

/// Writes the line that reads the script of a shell, if it is there, without starting a program. `None` for shells that read
/// the script where it lies, and for a path that cannot be written into a line.
pub(crate) fn loading_line(kind: Shell, folders: &StartFolders) -> Option<String> {
    let script = folders.script_file(kind);
    let path = script.to_str().filter(|path| is_clean(path))?;
    let plain = |path: &str| path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    // Start files are often shared by machines with other home directories.
    let below_home = script.strip_prefix(&folders.home).ok().and_then(|rest| rest.to_str());
    let posix = match below_home.filter(|rest| plain(rest)) {
        Some(rest) => format!("~/{rest}"),
        None => shell::posix(path),
    };
    let line = match kind {
        Shell::Bash | Shell::Zsh => format!("[ ! -r {posix} ] || . {posix}"),
        Shell::Elvish => {
            let path = below_home
                .filter(|rest| plain(rest))
                .map_or_else(|| shell::elvish(path), |rest| format!("~/{rest}"));
            let is_file = format!("(path:is-regular &follow-symlink=$true {path})");
            format!("{{ use path; if {is_file} {{ eval (slurp < {path}) }} }}")
        }
        Shell::PowerShell => {
            let path = shell::powershell(path);
            format!("if (Test-Path -LiteralPath {path}) {{ . {path} }}")
        }
        Shell::Fish | Shell::Nushell | Shell::Xonsh => return None,
    };
    Some(format!("{line} {MARK}"))
}

/// Says whether a line loads the integration: one of `daypass init --install`, or one that `daypass init --help` tells to add.
pub(crate) fn loads(line: &str) -> bool {
    installed(line).is_some() || Shell::ALL.iter().any(|shell| shell.start_line() == line)
}

/// Returns what follows the mark in a line of `daypass init --install`.
fn installed(line: &str) -> Option<&str> {
    let (_, rest) = line.rsplit_once(MARK)?;
    ["", NEW_FILE, OPEN_LINE].contains(&rest).then_some(rest)
}

/// Returns the contents of a start file with a line behind them.
pub(crate) fn with_line(before: Option<&[u8]>, line: &str) -> Vec<u8> {
    let (text, note) = match before {
        None => (&[][..], NEW_FILE),
        Some(text) if text.is_empty() || text.ends_with(b"\n") => (text, ""),
        Some(text) => (text, OPEN_LINE),
    };
    let end = if text.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let open = if note == OPEN_LINE { end } else { "" };
    [text, open.as_bytes(), line.as_bytes(), note.as_bytes(), end.as_bytes()].concat()
}

/// Returns the contents of a start file without the lines that load the integration; `None` if an installed line has made the
/// file and nothing else is in it.
pub(crate) fn without_lines(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut kept, mut made, mut open) = (Vec::<u8>::new(), false, false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let text = text_of(line);
        if loads(&text) {
            made |= installed(&text) == Some(NEW_FILE);
            open = installed(&text) == Some(OPEN_LINE);
        } else {
            kept.extend(line);
            open = false;
        }
    }
    if open {
        // The end of the line before it was added with the line.
        kept.pop();
        kept.pop_if(|byte| *byte == b'\r');
    }
    (!made || !kept.is_empty()).then_some(kept)
}

/// The text of a line without blanks around it. A start file may be in any encoding; daypass's own lines are UTF-8.
pub(crate) fn text_of(line: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(line) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_line_goes_as_it_came() {
        let line = loading_line(Shell::Bash, &StartFolders::below(Path::new("/home/me"))).expect("a line");
        let befores: [&[u8]; 9] = [
            b"",
            b"\n",
            b"\n\n",
            b"alias ll='ls -l'\n",
            b"alias ll='ls -l'",
            b"a\r\nb\r\n",
            b"a\r\nb",
            b"caf\xe9\n",
            b"if x; then\n  y\nfi",
        ];
        for before in befores {
            let after = with_line(Some(before), &line);
            assert!(after.starts_with(before), "{after:?}");
            assert_eq!(without_lines(&after).as_deref(), Some(before), "{after:?}");
            // Lines that a person added behind it stay as they are, and the line before it keeps its end.
            let more = [&after[..], b"alias d=daypass\n"].concat();
            let kept = without_lines(&more).expect("a person's line");
            assert!(
                kept.starts_with(before) && kept.ends_with(b"\nalias d=daypass\n") || before.is_empty(),
                "{kept:?}"
            );
        }
        let made = with_line(None, &line);
        assert_eq!(without_lines(&made), None);
        assert_eq!(without_lines(&[&made[..], b"x\n"].concat()).as_deref(), Some(&b"x\n"[..]));
    }

    #[test]
    fn a_line_names_its_script_as_the_shell_reads_it() {
        for (shell, home, expected) in [
            (
                Shell::Bash,
                "/home/me",
                Some("[ ! -r ~/.config/daypass/daypass.bash ] || . ~/.config/daypass/daypass.bash"),
            ),
            (
                Shell::PowerShell,
                "/home/me",
                Some(
                    "if (Test-Path -LiteralPath \"/home/me/.config/daypass/daypass.ps1\") \
                     { . \"/home/me/.config/daypass/daypass.ps1\" }",
                ),
            ),
            (
                Shell::Elvish,
                "/home/me",
                Some(
                    "{ use path; if (path:is-regular &follow-symlink=$true ~/.config/daypass/daypass.elv) \
                     { eval (slurp < ~/.config/daypass/daypass.elv) } }",
                ),
            ),
            (Shell::Fish, "/home/me", None),
            (Shell::Zsh, "/home/m\ne", None),
        ] {
            let line = loading_line(shell, &StartFolders::below(Path::new(home)));
            assert_eq!(line, expected.map(|line| format!("{line} {MARK}")), "{shell:?} {home:?}");
        }
        let mut elsewhere = StartFolders::below(Path::new("/home/me"));
        elsewhere.config = "/srv/con fig".into();
        assert!(
            loading_line(Shell::Zsh, &elsewhere)
                .is_some_and(|line| line.contains(". '/srv/con fig/daypass/daypass.zsh'"))
        );
    }
}
