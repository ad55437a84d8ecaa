//! Documents to compare readers on: valid, odd and hostile, from a seed.

mod dice;

pub use dice::Dice;

/// How far from what people write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Taste {
    /// What the AWS CLI's wizard and careful people write.
    Valid,
    /// What people also write.
    Odd,
    /// What nobody writes.
    Hostile,
}

/// A config file, or with `credentials` a credentials file.
pub fn document(dice: &mut Dice, taste: Taste, credentials: bool) -> Vec<u8> {
    let mut text = String::new();
    if taste == Taste::Hostile && dice.once_in(30) {
        text.push('\u{feff}');
    }
    let eol = match taste {
        Taste::Valid => "\n",
        Taste::Odd => dice.pick(&["\n", "\n", "\n", "\r\n"]),
        Taste::Hostile => dice.pick(&["\n", "\n", "\r\n", "\r"]),
    };
    let mut used: Vec<String> = Vec::new();
    for _ in 0..dice.below(6) {
        let mut header = header(dice, taste, credentials);
        // Repeated sections are refused, so mostly avoid them, or little else would be seen.
        for _ in 0..3 {
            if used.contains(&header) && !dice.once_in(12) {
                header = self::header(dice, taste, credentials);
            }
        }
        if used.contains(&header) && !dice.once_in(12) {
            continue;
        }
        let mut keys: Vec<String> = Vec::new();
        text.push_str(&header);
        used.push(header);
        text.push_str(eol);
        let margin = if taste != Taste::Valid && dice.once_in(8) { blank(dice, taste) } else { "" };
        for _ in 0..dice.below(6) {
            line(dice, taste, margin, &mut keys, &mut text, eol);
        }
        if dice.once_in(2) {
            text.push_str(eol);
        }
    }
    if taste != Taste::Valid && dice.once_in(6) {
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
    }
    let mut bytes = text.into_bytes();
    if taste == Taste::Hostile && dice.once_in(12) && !bytes.is_empty() {
        let at = dice.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = dice.next().to_le_bytes()[0];
        }
    }
    if taste == Taste::Hostile && dice.once_in(300) {
        bytes = (0..dice.below(60)).map(|_| dice.next().to_le_bytes()[0] & 0x7f).collect();
    }
    bytes
}

fn header(dice: &mut Dice, taste: Taste, credentials: bool) -> String {
    let plain = ["default", "dev", "prod-admin", "a", "b", "x.y", "111122223333/Admin", "a@b"];
    let name = match taste {
        Taste::Valid => dice.pick(&plain),
        Taste::Odd => dice.pick(&[
            "default",
            "dev",
            "a",
            "b",
            "my prof",
            "'my prof'",
            "\"my prof\"",
            "\"dev\"",
            "'a'",
            "dév",
        ]),
        Taste::Hostile => dice.pick(&[
            "default",
            "a",
            "b",
            "o'neil",
            "a\\b",
            "a\\",
            "\"a\" \"b\"",
            "\"a",
            "a]b",
            "x#y",
            "",
            "\"\"",
            "''",
            "a  ",
            "  a",
            "a\u{a0}b",
            "\u{a0}a",
            "a\u{c}b",
            "\"a\\\"b\"",
            "\"a\\b\"",
            "'a\\'",
            "pro\"f x\"",
            "DEFAULT",
            "[x]",
            "日本",
            "a\u{85}b",
        ]),
    };
    let rare = dice.once_in(6);
    let prefix = match (taste, credentials) {
        (Taste::Valid, true) => "",
        (Taste::Valid, false) if name == "default" => "",
        (Taste::Valid, false) => {
            dice.pick(&["profile ", "profile ", "profile ", "sso-session ", "services "])
        }
        (_, true) if !rare => "",
        (_, _) if !rare => dice.pick(&["profile ", "profile ", "sso-session ", "services "]),
        (Taste::Odd, _) => {
            dice.pick(&["profile  ", "profile\t", "", " profile ", "Profile ", "sso_session ", "preview "])
        }
        (Taste::Hostile, _) => dice.pick(&[
            "profile",
            "profilefoo ",
            "profile\"x\" ",
            "sso-sessions ",
            "services2 ",
            " ",
            "DEFAULT",
            "\u{a0}profile ",
            "profile\u{a0}",
            "profile\u{b}",
            "'profile' ",
            "profile 'a' ",
            "sso-session",
            "]",
            "[",
        ]),
    };
    let after = match taste {
        Taste::Valid => "]",
        Taste::Odd => dice.pick(&["]", "]", "]", "]", "] # c", "] ; c", "]  ", "]# c"]),
        Taste::Hostile => dice.pick(&[
            "]", "]", "]", "]", "]", "] # [x]", "] junk", "]]", " ]", "", "\u{a0}]", "]\u{1c}", " = x",
        ]),
    };
    let before = if taste != Taste::Valid && dice.once_in(14) { blank(dice, taste) } else { "" };
    if taste == Taste::Hostile && dice.once_in(25) {
        return format!("{before}[DEFAULT]");
    }
    format!("{before}[{prefix}{name}{after}")
}

fn blank<'a>(dice: &mut Dice, taste: Taste) -> &'a str {
    match taste {
        Taste::Valid => "  ",
        Taste::Odd => dice.pick(&[" ", "  ", "\t", "    "]),
        Taste::Hostile => dice.pick(&[
            " ",
            "  ",
            "\t",
            "\u{a0}",
            "\u{c}",
            "\u{b}",
            "\u{1c}",
            " \u{3000}",
            "\u{85}",
            "\u{2028}",
            "\u{200b}",
        ]),
    }
}

fn line(dice: &mut Dice, taste: Taste, margin: &str, keys: &mut Vec<String>, text: &mut String, eol: &str) {
    let key = match taste {
        Taste::Valid => {
            dice.pick(&["region", "output", "sso_session", "sso_account_id", "sso_role_name", "x", "y", "z"])
        }
        Taste::Odd => {
            dice.pick(&["region", "Region", "SSO_Session", "output", "x", "y", "z", "sso region", "a.b"])
        }
        Taste::Hostile => dice.pick(&[
            "region", "X", "x", "y", "z", "É", "İ", "ΑΣ", "ß", "a b", "", "#x", ";x", "[x", "[x]", "a\u{a0}",
            "\u{1f}k", "-", "\\", "\"k\"",
        ]),
    };
    let folded = key.to_lowercase();
    if keys.contains(&folded) && !dice.once_in(25) {
        return;
    }
    keys.push(folded);
    let value = match taste {
        Taste::Valid => dice.pick(&[
            "us-east-1",
            "json",
            "corp",
            "111122223333",
            "Admin",
            "https://x.awsapps.com/start",
            "a=b",
        ]),
        Taste::Odd => dice.pick(&[
            "us-east-1 # c",
            "\"q\"",
            "",
            "https://x/start#/",
            "a ; b",
            "a:b=c",
            "%(x)s",
            "two words",
            "#c",
        ]),
        Taste::Hostile => dice.pick(&[
            "",
            "\u{a0}v\u{a0}",
            "v\u{c}w",
            "p\u{2028}q",
            "\u{1c}",
            "a\u{85}b",
            "[a]",
            "x\0y",
            "\u{1d}v",
            "é",
            "=",
            ":",
            "'",
            "\u{200b}v",
        ]),
    };
    match dice.below(16) {
        0 => {
            let comment = dice.pick(&["# note", "; note", "#x = 1", "# [profile a]", ";"]);
            let indent = if taste == Taste::Valid { "" } else { blank(dice, taste) };
            text.push_str(if dice.once_in(2) { indent } else { "" });
            text.push_str(comment);
            text.push_str(eol);
        }
        1 | 2 => nested(dice, taste, margin, key, text, eol),
        3 if taste != Taste::Valid => {
            text.push_str(&format!("{margin}{key} = {value}{eol}"));
            for _ in 0..=dice.below(3) {
                if dice.once_in(4) {
                    text.push_str(dice.pick(&["", " ", "  # c"]));
                    text.push_str(eol);
                }
                let more = dice.pick(&["more", "k = v", "[profile b]", "--url=x", "; c", "a : b", "é"]);
                text.push_str(&format!("{margin}{}{more}{eol}", blank(dice, taste)));
            }
        }
        4 if taste == Taste::Hostile && dice.once_in(4) => {
            text.push_str(dice.pick(&["stray", "key", "= v", ": v", "[]", "[profile b", "]", "\u{feff}"]));
            text.push_str(eol);
        }
        _ => {
            let delimiter = match taste {
                Taste::Valid => dice.pick(&[" = ", " = ", "="]),
                Taste::Odd => dice.pick(&[" = ", "=", " =", "= ", ": ", ":", "\t=\t"]),
                Taste::Hostile => dice.pick(&[" = ", "=", ":", " : ", " == ", "\u{a0}=\u{a0}", "=:", ":="]),
            };
            let indent = if taste != Taste::Valid && dice.once_in(20) { blank(dice, taste) } else { margin };
            let end = if taste != Taste::Valid && dice.once_in(8) { blank(dice, taste) } else { "" };
            text.push_str(&format!("{indent}{key}{delimiter}{value}{end}{eol}"));
        }
    }
}

fn nested(dice: &mut Dice, taste: Taste, margin: &str, key: &str, text: &mut String, eol: &str) {
    text.push_str(&format!("{margin}{key} ={eol}"));
    for _ in 0..dice.below(4) {
        let line = match taste {
            Taste::Valid => {
                dice.pick(&["endpoint_url = https://x", "a = 1", "b = 2", "addressing_style = path"])
            }
            Taste::Odd => {
                dice.pick(&["a = 1", "b=2", "A = 3", "  deeper = 4", "# c", "", "a = 1 # c", "c ="])
            }
            Taste::Hostile => dice.pick(&[
                "a = 1",
                "b=2",
                "= v",
                "é = \u{a0}",
                "a\u{c}b = 1",
                "p = 1\u{2028}q = 2",
                "",
                "x\u{1c}=y",
                "p = 1\u{85} q",
            ]),
        };
        let bad = taste == Taste::Hostile && dice.once_in(15);
        let line = if bad { dice.pick(&["stray", "k : v", "a = 1\u{2029}stray"]) } else { line };
        let indent =
            if taste == Taste::Hostile { blank(dice, taste) } else { dice.pick(&["  ", "    ", " "]) };
        text.push_str(&format!("{margin}{indent}{line}{eol}"));
    }
}
