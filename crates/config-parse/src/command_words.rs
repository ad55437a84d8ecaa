//! Splits a command line of a config file (`credential_process`) into words, as botocore does.

use crate::dialect::python;

/// Splits a command as botocore does on this platform: with [`windows_words`] on Windows, else with [`posix_words`].
pub fn command_words(text: &str) -> Option<Vec<String>> {
    if cfg!(windows) { windows_words(text) } else { posix_words(text) }
}

/// Whether a command needs a shell, because it has pipes, variables, `~` or the like. The AWS CLI and boto3 start a
/// `credential_process` without a shell.
///
/// ```
/// use daypass_config_parse::needs_shell;
///
/// assert!(needs_shell("prog | jq .") && needs_shell("~/bin/prog") && needs_shell("prog \"$HOME\""));
/// assert!(!needs_shell("prog 'a | b' --x=~y"));
/// ```
pub fn needs_shell(command: &str) -> bool {
    let mut chars = command.chars();
    let (mut quote, mut before) = (None, ' ');
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => drop(chars.next()),
            (_, '$' | '`') | (None, '|' | '>' | '<' | '&' | ';') => return true,
            (None, '~') if before == ' ' => return true,
            (None, '\'' | '"') => quote = Some(c),
            _ => {}
        }
        before = c;
    }
    false
}

/// Splits a command as botocore does on platforms other than Windows, with Python's `shlex.split`: the words of a POSIX
/// shell without expansion. `None` for an unfinished quotation or escape, for which botocore fails.
///
/// ```
/// use daypass_config_parse::posix_words;
///
/// assert_eq!(posix_words(r#"/x/my\ dir/prog "a b" $HOME"#).unwrap_or_default(), ["/x/my dir/prog", "a b", "$HOME"]);
/// assert_eq!(posix_words("prog 'a"), None);
/// ```
pub fn posix_words(text: &str) -> Option<Vec<String>> {
    python::shlex(text)
}

/// Splits a command as botocore does on Windows: a backslash is literal, except before a double quotation mark, and
/// single quotation marks quote nothing. `None` for an unfinished quotation.
///
/// ```
/// use daypass_config_parse::windows_words;
///
/// let words = windows_words(r#""C:\Program Files\x.exe" it's "a \"b\"""#).unwrap_or_default();
/// assert_eq!(words, [r"C:\Program Files\x.exe", "it's", r#"a "b""#]);
/// ```
pub fn windows_words(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let (mut is_quoted, mut backslashes) = (false, 0);
    for c in text.chars() {
        match c {
            '\\' => {
                backslashes += 1;
                continue;
            }
            '"' => {
                let word = word.get_or_insert_default();
                word.extend(std::iter::repeat_n('\\', backslashes / 2));
                if backslashes % 2 == 1 {
                    word.push('"');
                } else {
                    is_quoted = !is_quoted;
                }
                backslashes = 0;
                continue;
            }
            _ => {}
        }
        if backslashes > 0 {
            word.get_or_insert_default().extend(std::iter::repeat_n('\\', backslashes));
            backslashes = 0;
        }
        match c {
            ' ' | '\t' if !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    if backslashes > 0 {
        word.get_or_insert_default().extend(std::iter::repeat_n('\\', backslashes));
    }
    words.extend(word);
    (!is_quoted).then_some(words)
}
