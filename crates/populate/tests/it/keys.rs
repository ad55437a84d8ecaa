//! Keys and names that a person gives to new profiles and sessions.

use daypass_config_parse::{Config, Dialect, Document, SectionName};
use daypass_populate::{parse_key, refused_key, setup::check_name};

#[test]
fn keys_that_are_taken_and_why_others_are_not() {
    let source = "the key sets the source of the credentials";
    for (key, value, why) in [
        ("output", "json", None),
        ("cli_pager", "less -R", None),
        ("region", "eu-west-1", Some("set regions with --region")),
        ("sso_region", "x", Some(source)),
        ("aws_access_key_id", "x", Some(source)),
        ("role_arn", "x", Some(source)),
        ("credential_process", "x", Some(source)),
        ("daypass_session", "x", Some(source)),
        ("", "x", Some("this is not a valid name")),
        ("a b", "x", Some("this is not a valid name")),
        ("a\u{7}b", "x", Some("this is not a valid name")),
        ("a=b", "x", Some("this is not a valid name")),
        ("a#", "x", Some("this is not a valid name")),
        ("output", "a\nb", Some("a value must be one line")),
        ("output", "", Some("some SDKs ignore a key without a value")),
    ] {
        let refused = refused_key(key, value);
        assert_eq!(refused.is_some(), why.is_some(), "{key} {value:?}: {refused:?}");
        assert!(
            refused.is_none_or(|refused| refused.starts_with(why.unwrap_or_default())),
            "{key}: {refused:?}"
        );
    }
}

#[test]
fn a_pair_of_a_command_line() {
    for (pair, expected) in [
        ("output=json", Ok(("output", "json"))),
        (" Output = a=b ", Ok(("output", "a=b"))),
        ("output", Err("it is not KEY=VALUE")),
        ("output=", Err("some SDKs ignore a key without a value (to use no pager, set cli_pager=cat)")),
    ] {
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(parse_key(pair), expected, "{pair}");
    }
}

#[test]
fn a_new_name_is_one_that_every_sdk_reads() {
    let config = Document::parse("[profile \"has a space\"]\n[sso-session corp]\n");
    let config = Config::new(&config, None, Dialect::AwsCli);
    for (section, is_good) in [
        (SectionName::profile("dev"), true),
        (SectionName::sso_session("corp"), true),
        (SectionName::profile("has a space"), true),
        (SectionName::profile("has another space"), false),
        (SectionName::sso_session("has a space"), false),
    ] {
        let checked = check_name(&config, &section);
        assert_eq!(checked.is_ok(), is_good, "{section}");
        let says = |error: daypass_populate::Error| {
            error.to_string().contains("is a name that some SDKs cannot read")
        };
        assert!(checked.err().is_none_or(says), "{section}");
    }
}
