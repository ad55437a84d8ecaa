//! Documents as people, tools and accidents write them, for the property tests.

use proptest::prelude::*;

/// Pieces that lines are made of, chosen to meet every rule of either grammar.
pub(crate) fn line() -> impl Strategy<Value = String> {
    let name = || {
        prop::sample::select(vec!["a", "b", "default", "a b", "dév", "o'neil", "x#y", "a]b", "", "DEFAULT"])
    };
    let key = || {
        prop::sample::select(vec![
            "region",
            "Region",
            "sso_session",
            "services",
            "s3",
            "a.b",
            "sso region",
            "x",
            "É",
            "",
            "endpoint_url",
        ])
    };
    let value = || {
        prop::sample::select(vec![
            "1",
            "us-east-1",
            "a",
            "b",
            "a # c",
            "b ; c",
            "#c",
            "\"q\"",
            "'",
            "",
            "x=y",
            "\u{a0}v\u{a0}",
            "v\u{c}w",
            "p\u{2028}q",
            "[a]",
            "\u{1c}",
            "a\tb",
            "%(x)s",
        ])
    };
    let blank = || {
        prop::sample::select(vec!["", "", "", "", "", " ", "  ", "\t", "    ", "\u{a0}", "\u{c}", "\u{1c}"])
    };
    let quote = prop::sample::select(vec!["", "", "", "\"", "'", "\\"]);
    let prefix = prop::sample::select(vec![
        "profile ",
        "profile ",
        "profile ",
        "sso-session ",
        "services ",
        "",
        "profile",
        "profile  ",
        "profile\t",
        "profilefoo ",
        " profile ",
        "PROFILE ",
        "[",
        "profile\u{a0}",
    ]);
    let after =
        prop::sample::select(vec!["]", "]", "]", "]", "] # c", "]; c", "] # [x]", "] junk", "", "]]", " ]"]);
    let header = (blank(), prefix, quote.clone(), name(), quote, after).prop_map(
        |(blank, prefix, open, name, close, after)| format!("{blank}[{prefix}{open}{name}{close}{after}"),
    );
    let delimiter = prop::sample::select(vec![" = ", "=", " =", "= ", ": ", ":", " ", " \t= "]);
    let property = (blank(), key(), delimiter, value(), blank())
        .prop_map(|(blank, key, delimiter, value, end)| format!("{blank}{key}{delimiter}{value}{end}"));
    let comment = (blank(), prop::sample::select(vec!["# note", ";", "#x = 1", "; [profile a]"]))
        .prop_map(|(blank, comment)| format!("{blank}{comment}"));
    prop_oneof![
        4 => header,
        6 => property,
        1 => comment,
        1 => blank().prop_map(str::to_owned),
        1 => (blank(), value()).prop_map(|(blank, value)| format!("{blank}{value}")),
    ]
}

/// Whole files.
pub(crate) fn file() -> impl Strategy<Value = Vec<u8>> {
    let eol = prop::sample::select(vec!["\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\r", "\n\n"]);
    let mark = prop_oneof![9 => Just(""), 1 => Just("\u{feff}")];
    let spoilt = prop_oneof![9 => Just(None), 1 => any::<(prop::sample::Index, u8)>().prop_map(Some)];
    (mark, prop::collection::vec((line(), eol), 0..14), any::<bool>(), spoilt).prop_map(
        |(mark, lines, ended, spoilt)| {
            let mut text = mark.to_owned();
            for (line, eol) in &lines {
                text.push_str(line);
                text.push_str(eol);
            }
            let mut bytes = text.into_bytes();
            if !ended {
                let end = bytes.iter().rev().take_while(|b| matches!(b, b'\n' | b'\r')).count();
                bytes.truncate(bytes.len() - end);
            }
            if let Some((at, byte)) = spoilt.filter(|_| !bytes.is_empty()) {
                let at = at.index(bytes.len());
                bytes.splice(at..=at, [byte]);
            }
            bytes
        },
    )
}

/// Files without what would make an edit impossible: headers and keys at the margin, plain names, LF or CRLF.
pub(crate) fn tidy_file() -> impl Strategy<Value = String> {
    let section = (
        prop::sample::select(vec![
            "default",
            "profile a",
            "profile b",
            "sso-session a",
            "services a",
            "plugins",
        ]),
        prop::sample::select(vec!["", " # c", "   "]),
        prop::collection::vec(
            prop_oneof![
                5 => (prop::sample::select(vec!["region", "output", "x", "Y"]),
                      prop::sample::select(vec![" = ", "=", " ="]),
                      prop::sample::select(vec!["1", "eu-west-1", "a # c", "", "two words"]))
                    .prop_map(|(key, delimiter, value)| format!("{key}{delimiter}{value}")),
                1 => Just("s3 =\n  a = 1\n\n  b = 2".to_owned()),
                1 => Just("long = 1\n  more".to_owned()),
                1 => Just("# note".to_owned()),
                1 => Just("  # indented".to_owned()),
                1 => Just(String::new()),
            ],
            0..6,
        ),
    );
    (prop::collection::vec(section, 0..5), any::<bool>()).prop_map(|(sections, crlf)| {
        let mut text = String::new();
        for (header, after, lines) in sections {
            text.push_str(&format!("[{header}]{after}\n"));
            for line in lines {
                text.push_str(&line);
                text.push('\n');
            }
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}
