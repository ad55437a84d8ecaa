//! The entries of BROWSER: which programs they start, and with which words.

use daypass_config_parse::command_words;
use std::path::Path;

/// Text browsers, which would take over the terminal.
const TEXT_BROWSERS: [&str; 6] = ["lynx", "w3m", "links", "links2", "elinks", "browsh"];

/// What separates the folders of a path.
const SEPARATORS: &[char] = if cfg!(windows) { &['/', '\\'] } else { &['/'] };

/// Turns one entry of BROWSER into a command line: the address replaces `%s`, or comes last.
pub(crate) fn command(browser: &str, url: &str) -> Option<Vec<String>> {
    if is_only_text(browser) {
        return None;
    }
    let mut words = words(browser).into_iter();
    let mut command = vec![words.next()?];
    // `&` asks a shell not to wait, and daypass never waits for a browser.
    let rest: Vec<_> = words.filter(|word| word != "&").collect();
    let has_place = rest.iter().any(|word| word.contains("%s"));
    command.extend(rest.iter().map(|word| word.replace("%s", url)));
    if !has_place {
        command.push(url.to_owned());
    }
    Some(command)
}

/// Whether no entry is a browser in a window.
pub(crate) fn is_only_text(browsers: &str) -> bool {
    entries(browsers).all(|browser| {
        let words = words(browser);
        words.first().is_none_or(|program| is_text_browser(program)) || is_relative(browser)
    })
}

/// Whether a program, by a name or a path, would take over the terminal.
fn is_text_browser(program: &str) -> bool {
    let name = program.rsplit(SEPARATORS).next().unwrap_or(program);
    let is = |name: &str| TEXT_BROWSERS.contains(&name);
    is(name) || cfg!(windows) && is(name.to_ascii_lowercase().trim_end_matches(".exe"))
}

/// The entries of BROWSER, which are separated as those of PATH are.
pub(crate) fn entries(browsers: &str) -> impl Iterator<Item = &str> {
    browsers.split(if cfg!(windows) { ';' } else { ':' })
}

/// Whether an entry names a program by a path from the working folder.
pub(crate) fn is_relative(browser: &str) -> bool {
    let is_path = |word: &String| word.contains(SEPARATORS);
    words(browser).first().is_some_and(|program| is_path(program) && !Path::new(program).is_absolute())
}

/// Splits an entry of BROWSER as Python's `webbrowser` does, but on Windows with backslashes that stand for themselves; a
/// text with an unbalanced quote is split at white space.
fn words(text: &str) -> Vec<String> {
    command_words(text).unwrap_or_else(|| text.split_whitespace().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(windows))]
    #[test]
    fn an_entry_is_split_as_a_shell_does() {
        for (browser, expected) in [
            ("firefox", Some(vec!["firefox", "URL"])),
            ("firefox -P 'my work' %s", Some(vec!["firefox", "-P", "my work", "URL"])),
            ("firefox --url=%s &", Some(vec!["firefox", "--url=URL"])),
            (r#""/Program Files/b" -x"#, Some(vec!["/Program Files/b", "-x", "URL"])),
            (r"a\ b", Some(vec!["a b", "URL"])),
            ("a ''", Some(vec!["a", "", "URL"])),
            ("it's here", Some(vec!["it's", "here", "URL"])),
            ("", None),
            ("/usr/bin/lynx %s", None),
            ("./evil", None),
            ("../bin/firefox %s", None),
            ("'sub folder/evil'", None),
        ] {
            let expected: Option<Vec<_>> =
                expected.map(|words| words.into_iter().map(str::to_owned).collect());
            assert_eq!(command(browser, "URL"), expected, "{browser}");
        }
    }

    /// On Windows a path has a colon, and backslashes stand for themselves (W5).
    #[cfg(windows)]
    #[test]
    fn w5_an_entry_names_a_path_of_windows() {
        for (browser, expected) in [
            (r"C:\browse.exe %s", Some(vec![r"C:\browse.exe", "URL"])),
            ("C:/browse.exe", Some(vec!["C:/browse.exe", "URL"])),
            (r#""C:\Program Files\b.exe" -x"#, Some(vec![r"C:\Program Files\b.exe", "-x", "URL"])),
            (r"C:\bin\Lynx.EXE", None),
            ("w3m.exe %s", None),
            (r"sub\evil.exe", None),
            (r".\evil.exe", None),
        ] {
            let expected: Option<Vec<_>> =
                expected.map(|words| words.into_iter().map(str::to_owned).collect());
            assert_eq!(command(browser, "URL"), expected, "{browser}");
        }
    }

    /// A backslash separates folders on Windows alone.
    #[cfg(not(windows))]
    #[test]
    fn a_backslash_is_a_letter_of_a_name() {
        let expected = Some(vec![r"a\b".to_owned(), "URL".to_owned()]);
        assert_eq!(command(r"'a\b'", "URL"), expected);
        assert!(!is_only_text(r"'a\b'"));
    }

    #[test]
    fn a_text_browser_is_none() {
        for (browsers, text_only) in [("w3m", true), ("/usr/bin/lynx %s", true), ("firefox", false)] {
            assert_eq!(is_only_text(browsers), text_only, "{browsers}");
        }
    }

    #[cfg(not(windows))]
    #[test]
    fn a_text_browser_beside_another_is_not_alone() {
        assert!(!is_only_text("lynx:firefox") && is_only_text("lynx:w3m"));
    }
}
