//! Quoting for each shell. A value of safe characters looks as the AWS CLI prints it; any other is quoted.

/// Characters that no shell here gives a meaning, in a word and between double quotes.
fn is_safe(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+=_.,:@-".contains(&b))
}

/// One word for sh, bash, dash, zsh, ksh.
pub fn posix(text: &str) -> String {
    if is_safe(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
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
    let quotes = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
    let doubled: String =
        text.chars().flat_map(|c| [Some(c), quotes.contains(&c).then_some(c)]).flatten().collect();
    format!("'{doubled}'")
}

/// `NAME=VALUE` after `set ` of cmd.exe, quoted as a whole where the value has special characters.
pub fn cmd(name: &str, text: &str) -> String {
    if is_safe(text) {
        return format!("{name}={text}");
    }
    format!("\"{name}={}\"", text.replace('%', "%%"))
}

/// A value between double quotes for nushell, xonsh and dotenv files.
pub fn double(text: &str) -> String {
    format!("\"{}\"", escape(text, &['\\', '"', '$'], '\\'))
}

/// A nushell string; nushell knows `\"` and `\\`, and `$` has no meaning in plain double quotes.
pub fn nushell(text: &str) -> String {
    format!("\"{}\"", escape(text, &['\\', '"'], '\\'))
}

/// A Python string literal, for xonsh.
pub fn python(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if c.is_control() => literal.extend(format!("\\x{:02x}", u32::from(c)).chars()),
            c => literal.push(c),
        }
    }
    literal + "\""
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
        check(posix, "", "''");
        check(fish, r#"a$b"c\"#, r#""a\$b\"c\\""#);
        check(powershell, "abc/+=", r#""abc/+=""#);
        check(powershell, "a$b'c", "'a$b''c'");
        check(elvish, "it's", "'it''s'");
        check(nushell, r#"a"b"#, r#""a\"b""#);
        assert_eq!(cmd("A", "x&y%z"), r#""A=x&y%%z""#);
        assert_eq!(cmd("A", "xyz"), "A=xyz");
    }
}
