//! Words and values as shells read them back.

mod placeholder;

use crate::is_clean;
use std::{error, fmt};

pub use placeholder::{is_placeholder, pattern};

/// Characters that no shell here gives a meaning, in a word and between double quotes.
fn is_safe(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+=_.,:@-".contains(&b))
}

/// A command line to be typed or copied, on one line; `None` where a word holds what cannot be shown as it is, so that
/// what is copied would be another command.
///
/// The quoting is that of sh, bash, zsh and fish at once, and on Windows that of PowerShell.
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
    let word = |word: S| {
        let word = word.as_ref();
        is_clean(word).then(|| if cfg!(windows) { powershell_word(word) } else { posix(word) })
    };
    words.into_iter().map(word).collect::<Option<Vec<_>>>().map(|words| words.join(" "))
}

/// An option and its value as words: as one where the value would be taken for an option itself.
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

/// How a shell, or a file that one reads, sets a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assignment {
    /// `export NAME=VALUE` of sh, bash, zsh.
    Export,
    /// `NAME=VALUE` of the same.
    Posix,
    /// `$Env:NAME="VALUE"` of PowerShell.
    Powershell,
    /// `set NAME=VALUE` of cmd.exe.
    Cmd,
    /// `set -gx NAME "VALUE"` of fish.
    Fish,
    /// `$env.NAME = "VALUE"` of nushell.
    Nushell,
    /// `set-env NAME 'VALUE'` of elvish.
    Elvish,
    /// `$NAME = "VALUE"` of xonsh.
    Xonsh,
    /// `NAME="VALUE"` of .env files, which sh and a dozen of libraries read, each in its way.
    Dotenv,
}

/// A value that cannot be written in this form so that every reader gets it back. Does not say the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value holds a character that this form cannot carry")
    }
}

impl error::Error for Unfit {}

impl Assignment {
    /// The line that sets a variable to exactly this value; refused where the form cannot carry it: a line break or
    /// another control character anywhere, and what cmd.exe or one of the readers of .env files takes for syntax.
    ///
    /// ```
    /// use daypass_terminal::shell::Assignment;
    ///
    /// assert_eq!(Assignment::Export.line("A", "it's").as_deref(), Ok(r"export A='it'\''s'"));
    /// assert_eq!(Assignment::Dotenv.line("A", "x`id`").as_deref(), Ok("A='x`id`'"));
    /// assert!(Assignment::Cmd.line("A", "\" & calc & \"").is_err());
    /// ```
    pub fn line(self, name: &str, value: &str) -> Result<String, Unfit> {
        if !is_clean(value) {
            return Err(Unfit);
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

/// One word for sh, bash, dash, zsh, ksh, and for fish, which gives a backslash a meaning between single quotes.
pub fn posix(text: &str) -> String {
    // zsh reads a word that begins with `=` as the path of a command.
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

/// One word of a PowerShell command.
fn powershell_word(text: &str) -> String {
    // A comma makes an array, an `@` at the beginning a splat, a dash or number is as good as any word.
    let is_word = is_safe(text) && !text.contains(',') && !text.starts_with('@');
    if is_word { text.to_owned() } else { single_quoted(text) }
}

/// A value between double quotes for fish.
pub fn fish(text: &str) -> String {
    format!("\"{}\"", escape(text, &['\\', '"', '$'], '\\'))
}

/// A PowerShell string: double quotes as the AWS CLI prints, single ones where something would be expanded.
pub fn powershell(text: &str) -> String {
    // PowerShell takes the typographic quotes for the plain ones.
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

/// `NAME=VALUE` after `set ` of cmd.exe, quoted as a whole where the value has special characters.
fn cmd(name: &str, text: &str) -> Result<String, Unfit> {
    if is_safe(text) {
        return Ok(format!("{name}={text}"));
    }
    // A quotation mark ends the quoting, whatever stands before it; `%` is doubled in a batch file and not at the
    // prompt; `!` is syntax where delayed expansion is on. An empty value would unset the variable.
    if text.is_empty() || text.contains(['"', '%', '!']) {
        return Err(Unfit);
    }
    Ok(format!("\"{name}={text}\""))
}

/// A value of a .env file: between double quotes where it has nothing that any reader expands, between single ones,
/// which all take literally, where it has; a value that neither carries alike everywhere is refused.
fn dotenv(text: &str) -> Result<String, Unfit> {
    match (text.contains(['"', '$', '`']), text.contains(['\\', '\''])) {
        (false, false) => Ok(format!("\"{text}\"")),
        (_, false) => Ok(format!("'{text}'")),
        // An apostrophe alone is plain between double quotes.
        (false, true) if !text.contains('\\') => Ok(format!("\"{text}\"")),
        _ => Err(Unfit),
    }
}

/// A string of nushell or Python, which xonsh is: both know `\"` and `\\`, and `$` has no meaning between plain double
/// quotes.
pub fn nushell(text: &str) -> String {
    format!("\"{}\"", escape(text, &['\\', '"'], '\\'))
}

/// An elvish string: single quotes, doubled inside.
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
    fn quotes_only_what_needs_it() {
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

    /// T22-04, T22-05: what a form cannot hold is refused.
    #[test]
    fn t22_04_05_values_that_a_form_cannot_hold_are_refused() {
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
    fn a_command_that_would_be_another_is_none() {
        assert_eq!(command(["daypass", "login", "--profile", "a\u{200b}"]), None);
        assert_eq!(command(["daypass", "login"]).as_deref(), Some("daypass login"));
    }
}
