//! Names: what is taken, what is refused, and what the refusal says.

use daypass_sso_types::{AccountId, InvalidName, Region, RoleName, closest};

fn check<T: AsRef<str>>(parse: fn(&str) -> Result<T, InvalidName>, taken: &[&str], refused: &[&str]) {
    for text in taken {
        match parse(text) {
            Ok(name) => assert_eq!(name.as_ref(), *text, "it is kept as it was written"),
            Err(error) => panic!("{text:?} was refused: {error}"),
        }
    }
    for text in refused {
        match parse(text) {
            Ok(_) => panic!("{text:?} was taken"),
            Err(error) => {
                assert!(error.to_string().contains(&format!("{text:?}")), "{error} does not name it");
            }
        }
    }
}

#[test]
fn region_is_a_host_label() {
    let longest = "a".repeat(63);
    let too_long = "a".repeat(64);
    check(
        str::parse::<Region>,
        &[
            "eu-west-1",
            "us-gov-west-1",
            "cn-north-1",
            "us-iso-east-1",
            "local",
            "a",
            "EU-WEST-1",
            "1a",
            &longest,
        ],
        &[
            "",
            " ",
            "eu west 1",
            "eu-west-1 ",
            "-eu",
            "eu-",
            "eu_west_1",
            "eu.west.1",
            "évry-1",
            "eu-west-1/..",
            "eu-west-1@evil.example",
            "evil.example#",
            "12345",
            "eu-west-1\n",
            "\u{0}",
            &too_long,
        ],
    );
}

#[test]
fn account_id_is_opaque_but_plain() {
    let longest = "1".repeat(64);
    let too_long = "1".repeat(65);
    check(
        str::parse::<AccountId>,
        &["111122223333", "012345678901", "0", "abc", &longest],
        &["", " ", "1111-2222-3333", "111122223333 ", "1111&role_name=Admin", "../1", "１２３", &too_long],
    );
}

#[test]
fn role_name_is_visible_text() {
    check(
        str::parse::<RoleName>,
        &["AdministratorAccess", "Read Only", "rôle", "a+b=c,d.e@f-g_h", "役割"],
        &["", " ", "\t", "Admin\n", "Admin\u{1b}[2J", "a\u{0}b", "\u{9b}31m"],
    );
}

#[test]
fn the_message_says_the_rule() {
    let check = |result: Result<String, InvalidName>, message: &str| match result {
        Ok(name) => panic!("{name} was taken"),
        Err(error) => assert_eq!(error.to_string(), message),
    };
    check(
        Region::new("eu west 1").map(|name| name.to_string()),
        "\"eu west 1\" is not a region: letters, digits and inner hyphens, at most 63, such as eu-west-1",
    );
    check(
        AccountId::new("1-2").map(|name| name.to_string()),
        "\"1-2\" is not an account id: letters and digits only, such as 111122223333",
    );
    check(
        RoleName::new("").map(|name| name.to_string()),
        "\"\" is not a role name: it must not be empty or hold control characters",
    );
}

#[test]
fn display_honours_width() {
    let region = Region::new("eu-west-1").expect("a region");
    assert_eq!(format!("[{region:<12}]"), "[eu-west-1   ]");
}

#[test]
fn the_name_that_was_probably_meant() {
    const NAMES: [&str; 7] = ["prod", "staging", "ab", "x", "abc", "abcdef", "\u{e9}t\u{e9}"];
    for (wanted, expected) in [
        ("prod", Some("prod")),
        ("PRd", Some("prod")),
        ("prood", Some("prod")),
        ("xprod", Some("prod")),
        ("rpod", Some("prod")),
        ("stgng", Some("staging")),
        ("xyc", Some("abc")),
        ("\u{c9}te", Some("\u{e9}t\u{e9}")),
        ("X", Some("x")),
        // Three edits, of each kind.
        ("xxxprod", None),
        ("prodxxx", None),
        ("xyzdef", None),
        ("staxyzg", None),
        ("sing", None),
        // As many edits as the name has characters: anything would do.
        ("yz", None),
        ("", None),
        ("dev-account", None),
    ] {
        assert_eq!(closest(wanted, NAMES.into_iter()), expected, "{wanted}");
    }
    assert_eq!(closest("bc", ["b", "ac", "bd"].into_iter()), Some("ac"), "the first by name of the nearest");
    assert_eq!(closest("p", ["prod"].into_iter()), None);
}
