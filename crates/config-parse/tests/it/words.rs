//! Command lines as words, and which of them need a shell.

use daypass_config_parse::{command_words, needs_shell, posix_words, windows_words};

#[test]
fn words_as_a_posix_shell_splits_them() {
    for (text, words) in [
        ("", Some(&[][..])),
        ("prog", Some(&["prog"])),
        ("  prog \t a  ", Some(&["prog", "a"])),
        (r"/my\ dir/prog a\\b", Some(&["/my dir/prog", r"a\b"])),
        (r#"prog "a b" 'c d' e"f"g"#, Some(&["prog", "a b", "c d", "efg"])),
        (r#"prog "a \"b\" $HOME" 'it\s'"#, Some(&["prog", r#"a "b" $HOME"#, r"it\s"])),
        (r#"prog '' """#, Some(&["prog", "", ""])),
        ("prog 'a", None),
        ("prog \"a", None),
        ("prog a\\", None),
    ] {
        let found = posix_words(text);
        let expected = words.map(|words| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(found, expected, "{text}");
        #[cfg(unix)]
        assert_eq!(command_words(text), expected, "{text}");
        #[cfg(windows)]
        assert_eq!(command_words(text), windows_words(text), "{text}");
    }
}

#[test]
fn words_as_windows_splits_them() {
    for (text, words) in [
        ("", Some(&[][..])),
        ("prog", Some(&["prog"])),
        ("  prog \t a  ", Some(&["prog", "a"])),
        (r"C:\dir\prog.exe \\host\share", Some(&[r"C:\dir\prog.exe", r"\\host\share"])),
        (r#""C:\my dir\prog.exe" it's 'a b'"#, Some(&[r"C:\my dir\prog.exe", "it's", "'a", "b'"])),
        (r#"prog "a \"b\"" c"#, Some(&["prog", r#"a "b""#, "c"])),
        (r#"prog \"a b\""#, Some(&["prog", r#""a"#, r#"b""#])),
        // Two backslashes are one before a quotation mark, and two elsewhere.
        (r#"prog "C:\dir\\" x"#, Some(&["prog", r"C:\dir\", "x"])),
        (r#"prog "a\\\"b""#, Some(&["prog", r#"a\"b"#])),
        (r#"prog a\\\\"b c""#, Some(&["prog", r"a\\b c"])),
        (r"prog a\\b c\ d\", Some(&["prog", r"a\\b", r"c\", r"d\"])),
        (r"prog \", Some(&["prog", r"\"])),
        (r#"prog "" x""y"#, Some(&["prog", "", "xy"])),
        (r#"prog "a b"#, None),
        (r#"prog "a\""#, None),
    ] {
        let expected = words.map(|words| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(windows_words(text), expected, "{text}");
    }
}

#[test]
fn what_only_a_shell_understands() {
    for (command, needs) in [
        ("prog --x=y a.b/c", false),
        ("prog | jq", true),
        ("prog > file", true),
        ("prog < file", true),
        ("prog &", true),
        ("prog; other", true),
        ("prog $HOME", true),
        ("prog `id`", true),
        ("~/bin/prog", true),
        ("prog ~/x", true),
        ("prog a~b", false),
        ("prog --x=~y", false),
        ("prog 'a | b $c `d` ~'", false),
        ("prog \"a | b; c & d > e < f ~\"", false),
        ("prog \"$HOME\"", true),
        ("prog \"`id`\"", true),
        ("prog 'it' | x", true),
        ("prog \"it's\" | x", true),
        ("prog '\"' | x", true),
        ("prog 'a' '~'", false),
        ("prog '' ~", true),
        ("prog \\$HOME \\| \\~", false),
        ("prog \"\\$HOME\" \\\\$x", true),
        ("prog '\\' $x", true),
        ("prog 'a\\' b", false),
    ] {
        assert_eq!(needs_shell(command), needs, "{command}");
    }
}
