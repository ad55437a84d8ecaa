//! Quotes words and values so that shells read them back unchanged.

mod placeholder;

use crate::is_clean;
use std::{error, fmt};

pub use placeholder::{is_placeholder, pattern};

/// Says whether a text has only characters that are plain in every supported shell, also between double quotes.
fn is_safe(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+=_.,:@-".contains(&b))
}

/// Writes a command line to type or copy; `None` if a word has a character that is not shown as it is, because the
/// copied text would be another command.
///
/// The quoting works in sh, bash, zsh and fish, and on Windows in PowerShell.
///
/// ```
/// use daypass_terminal::shell;
///
/// let words = ["daypass", "login", "--sso-session", "two words"];
/// if cfg!(unix) {
///     assert_eq!(shell::command(words).as_deref(), Some("daypass login --sso-session 'two words'"));
/// }
/// assert_eq!(shell::command(["daypass", "login", "--profile", "a\nb"]), None);
/// ```
pub fn command<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Option<String> {
    let quote = if cfg!(windows) { powershell_word } else { posix };
    let words = words.into_iter().map(|word| is_clean(word.as_ref()).then(|| quote(word.as_ref())));
    let words = words.collect::<Option<Vec<_>>>()?;
    // PowerShell's own command takes all its items as one list.
    let is_list = words.first().is_some_and(|word| word == "Remove-Item");
    Some(if is_list { words.join(", ").replacen(", ", " ", 1) } else { words.join(" ") })
}

/// Returns an option and its value as two words, or as one word if the value is empty or begins with a dash.
///
/// ```
/// use daypass_terminal::shell;
///
/// assert_eq!(shell::option("--sso-session", "corp"), ["--sso-session", "corp"]);
/// assert_eq!(shell::option("--sso-session", "-s"), ["--sso-session=-s"]);
/// assert_eq!(shell::option("--sso-session", ""), ["--sso-session="]);
/// ```
pub fn option(name: &str, value: &str) -> Vec<String> {
    if value.is_empty() || value.starts_with('-') {
        vec![format!("{name}={value}")]
    } else {
        vec![name.to_owned(), value.to_owned()]
    }
}

/// The syntax in which a shell or a file sets a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assignment {
    /// `export NAME=VALUE` in sh, bash and zsh.
    Export,
    /// `NAME=VALUE` in sh, bash and zsh.
    Posix,
    /// `$Env:NAME="VALUE"` in PowerShell.
    Powershell,
    /// `set NAME=VALUE` in cmd.exe.
    Cmd,
    /// `set -gx NAME "VALUE"` in fish.
    Fish,
    /// `$env.NAME = "VALUE"` in nushell.
    Nushell,
    /// `set-env NAME 'VALUE'` in elvish.
    Elvish,
    /// `$NAME = "VALUE"` in xonsh.
    Xonsh,
    /// `NAME="VALUE"` in .env files, which sh and many libraries read differently.
    Dotenv,
}

/// The error of a value that cannot be written so that every reader gets it back. It does not hold the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsupportedValue;

impl fmt::Display for UnsupportedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value holds a character that this form cannot carry")
    }
}

impl error::Error for UnsupportedValue {}

impl Assignment {
    /// Writes the line that sets a variable to exactly this value.
    ///
    /// # Errors
    /// Fails for values with a line break or another control character, and for values with characters that cmd.exe or
    /// a reader of .env files treats as syntax.
    ///
    /// ```
    /// use daypass_terminal::shell::Assignment;
    ///
    /// assert_eq!(Assignment::Export.line("A", "it's").as_deref(), Ok(r"export A='it'\''s'"));
    /// assert_eq!(Assignment::Dotenv.line("A", "x`id`").as_deref(), Ok("A='x`id`'"));
    /// assert!(Assignment::Cmd.line("A", "\" & calc & \"").is_err());
    /// ```
    pub fn line(self, name: &str, value: &str) -> Result<String, UnsupportedValue> {
        if !is_clean(value) {
            return Err(UnsupportedValue);
        }
        Ok(match self {
            Self::Export => format!("export {name}={}", posix(value)),
            Self::Posix => format!("{name}={}", posix(value)),
            Self::Powershell => format!("$Env:{name}={}", powershell(value)),
            Self::Cmd => format!("set {}", cmd(name, value)?),
            Self::Fish => format!("set -gx {name} {}", fish(value)),
            Self::Nushell => format!("$env.{name} = {}", nushell(value)),
            Self::Elvish => format!("set-env {name} {}", elvish(value)),
            Self::Xonsh => format!("${name} = {}", nushell(value)),
            Self::Dotenv => format!("{name}={}", dotenv(value)?),
        })
    }
}

/// Quotes a word for sh, bash, dash, zsh, ksh and fish, which interprets backslashes between single quotes.
pub fn posix(text: &str) -> String {
    // zsh expands a word that begins with `=` to the path of a command.
    if is_safe(text) && !text.starts_with('=') {
        return text.to_owned();
    }
    let mut quoted = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str(r"'\''"),
            '\\' => quoted.push_str(r"'\\'"),
            c => quoted.push(c),
        }
    }
    quoted + "'"
}

/// Quotes a word of a PowerShell command.
fn powershell_word(text: &str) -> String {
    // A comma makes an array and a leading `@` a splat; dashes and digits are plain.
    let is_word = is_safe(text) && !text.contains(',') && !text.starts_with('@');
    if is_word { text.to_owned() } else { single_quoted(text) }
}

/// Quotes a value for fish, between double quotes.
pub fn fish(text: &str) -> String {
    format!("\"{}\"", escape(text, &['\\', '"', '$'], '\\'))
}

/// Quotes a value for PowerShell: between double quotes as the AWS CLI prints, or single quotes if double ones expand.
pub fn powershell(text: &str) -> String {
    // PowerShell treats typographic quotes as plain quotes.
    let plain = |c: char| !matches!(c, '"' | '$' | '`' | '\u{201c}' | '\u{201d}' | '\u{201e}');
    if text.chars().all(plain) {
        return format!("\"{text}\"");
    }
    single_quoted(text)
}

fn single_quoted(text: &str) -> String {
    let quotes = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
    let doubled: String =
        text.chars().flat_map(|c| [Some(c), quotes.contains(&c).then_some(c)]).flatten().collect();
    format!("'{doubled}'")
}

/// Writes `NAME=VALUE` for `set` in cmd.exe, quoted as a whole if the value has special characters.
fn cmd(name: &str, text: &str) -> Result<String, UnsupportedValue> {
    if is_safe(text) {
        return Ok(format!("{name}={text}"));
    }
    // A quotation mark cannot be escaped; `%` is doubled in a batch file but not at the prompt; `!` is syntax if
    // delayed expansion is on. An empty value would unset the variable.
    if text.is_empty() || text.contains(['"', '%', '!']) {
        return Err(UnsupportedValue);
    }
    Ok(format!("\"{name}={text}\""))
}

/// Quotes a value for a .env file: between double quotes if no reader expands anything in it, else between single
/// quotes, which all readers take literally. Refuses a value that readers understand differently in both.
fn dotenv(text: &str) -> Result<String, UnsupportedValue> {
    match (text.contains(['"', '$', '`']), text.contains(['\\', '\''])) {
        (false, false) => Ok(format!("\"{text}\"")),
        (_, false) => Ok(format!("'{text}'")),
        // An apostrophe is plain between double quotes if there is no backslash.
        (false, true) if !text.contains('\\') => Ok(format!("\"{text}\"")),
        _ => Err(UnsupportedValue),
    }
}

/// Quotes a value for nushell and xonsh (Python): both read `\"` and `\\`, and `$` is plain between double quotes.
pub fn nushell(text: &str) -> String {
    format!("\"{}\"", escape(text, &['\\', '"'], '\\'))
}

/// Quotes a value for elvish: between single quotes, with inner quotes doubled.
pub fn elvish(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn escape(text: &str, special: &[char], with: char) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(&c) {
            escaped.push(with);
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_only_if_needed() {
        type Quote = fn(&str) -> String;
        let check = |quote: Quote, text: &str, expected: &str| assert_eq!(quote(text), expected, "{text}");
        check(posix, "wJalr/K7MDENG+b=", "wJalr/K7MDENG+b=");
        check(posix, "a b", "'a b'");
        check(posix, "it's", r"'it'\''s'");
        check(posix, r"a\b", r"'a'\\'b'");
        check(posix, "=ls", "'=ls'");
        check(posix, "", "''");
        check(fish, r#"a$b"c\"#, r#""a\$b\"c\\""#);
        check(powershell, "abc/+=", r#""abc/+=""#);
        check(powershell, "a$b'c", "'a$b''c'");
        check(powershell_word, "--sso-session=-s", "--sso-session=-s");
        check(powershell_word, "a,b", "'a,b'");
        check(powershell_word, "@x", "'@x'");
        check(powershell_word, "O\u{2019}Neil", "'O\u{2019}\u{2019}Neil'");
        check(elvish, "it's", "'it''s'");
        check(nushell, r#"a"b"#, r#""a\"b""#);
    }

    /// T22-04, T22-05: values that a syntax cannot represent are refused.
    #[test]
    fn t22_04_05_values_that_a_syntax_cannot_represent_are_refused() {
        let check = |form: Assignment, value: &str, expected: Option<&str>| {
            assert_eq!(form.line("A", value).ok().as_deref(), expected, "{form:?} {value:?}");
        };
        check(Assignment::Dotenv, "abc/+=", Some(r#"A="abc/+=""#));
        check(Assignment::Dotenv, "", Some(r#"A="""#));
        check(Assignment::Dotenv, "x`id`$HOME\"", Some("A='x`id`$HOME\"'"));
        check(Assignment::Dotenv, "it's", Some(r#"A="it's""#));
        check(Assignment::Dotenv, "it's $HOME", None);
        check(Assignment::Dotenv, r"a\nb", None);
        check(Assignment::Cmd, "xyz", Some("set A=xyz"));
        check(Assignment::Cmd, "x&y|z", Some("set \"A=x&y|z\""));
        for refused in ["", "\" & calc & \"", "100%", "a!b!"] {
            check(Assignment::Cmd, refused, None);
        }
        for form in [Assignment::Export, Assignment::Dotenv, Assignment::Fish, Assignment::Xonsh] {
            for refused in ["a\nb", "\u{1b}[2J", "a\u{202e}b"] {
                check(form, refused, None);
            }
        }
    }

    #[test]
    fn a_command_is_joined_and_refused_with_hidden_characters() {
        assert_eq!(command(["daypass", "login", "--profile", "a\u{200b}"]), None);
        assert_eq!(command(["Remove-Item", "A", "B"]).as_deref(), Some("Remove-Item A, B"));
    }
}
