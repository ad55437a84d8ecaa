//! Values of variables, and what a wrong one is called.

use daypass_environment::{Environment, ErrorKind, Network, Paths, Variable};
use daypass_sso_types::Remedy;
use daypass_transport::ProxyChoice;
use std::path::PathBuf;

fn here(variables: &[(&str, &str)]) -> Environment {
    Environment::of(variables.iter().copied())
}

#[test]
fn what_is_set_is_not_empty() {
    for (value, is_set) in [(None, false), (Some(""), false), (Some("x"), true)] {
        let environment = here(&value.map(|value| ("NO_COLOR", value)).into_iter().collect::<Vec<_>>());
        assert_eq!(environment.is_set(Variable::NoColor), is_set, "{value:?}");
        assert_eq!(environment.hint(Variable::NoColor).is_some(), is_set, "{value:?}");
    }
    assert_eq!(format!("{:?}", here(&[("A", "planted")])), "Environment");
}

#[test]
fn variables_of_other_tools_are_those_that_are_set() {
    let environment = here(&[("AWS_VAULT", "dev"), ("AWSUME_PROFILE", ""), ("HOME", "/home/me")]);
    let set = environment.of_other_tools(&["AWS_VAULT", "AWSUME_PROFILE", "GRANTED_SSO"]);
    let set: Vec<_> = set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(set, [("AWSUME_PROFILE", ""), ("AWS_VAULT", "dev")]);
}

#[test]
fn booleans_are_read_as_the_sdks_read_them() {
    for (value, expected) in [
        ("true", Some(true)),
        ("TRUE", Some(true)),
        ("False", Some(false)),
        ("1", None),
        ("yes", None),
        ("", None),
    ] {
        assert_eq!(
            here(&[("AWS_USE_FIPS_ENDPOINT", value)]).boolean(Variable::UseFips),
            Ok(expected),
            "{value}"
        );
    }
}

#[test]
fn the_profile_is_that_of_the_first_variable() {
    for (variables, expected) in [
        (&[][..], None),
        (&[("AWS_PROFILE", "a")], Some("a")),
        (&[("AWS_DEFAULT_PROFILE", "b")], Some("b")),
        (&[("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "b")], Some("a")),
        (&[("AWS_PROFILE", ""), ("AWS_DEFAULT_PROFILE", "b")], Some("b")),
    ] {
        assert_eq!(here(variables).profile(), Ok(expected.map(str::to_owned)), "{variables:?}");
    }
}

#[test]
fn colour_is_what_the_variables_say_in_their_order() {
    for (variables, expected) in [
        (&[][..], None),
        (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], Some(false)),
        (&[("NO_COLOR", ""), ("CLICOLOR_FORCE", "1")], Some(true)),
        (&[("CLICOLOR_FORCE", "0")], None),
        (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], Some(true)),
        (&[("TERM", "dumb")], Some(false)),
        (&[("TERM", "xterm")], None),
        (&[("CLICOLOR", "0")], Some(false)),
        (&[("CLICOLOR", "1")], None),
    ] {
        assert_eq!(here(variables).color(), expected, "{variables:?}");
    }
    assert!(here(&[("TERM", "dumb")]).is_dumb_terminal() && !here(&[("TERM", "xterm")]).is_dumb_terminal());
    assert!(!here(&[]).is_dumb_terminal());
}

#[test]
fn settings_are_those_of_their_variables() {
    let environment = here(&[
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
        ("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:2"),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
    ]);
    let settings = environment.settings(None).expect("settings");
    assert_eq!(settings.region.map(|region| region.to_string()).as_deref(), Some("eu-west-1"));
    let bare = environment.endpoint_settings().expect("settings");
    assert!(bare.region.is_none());
    for settings in [environment.settings(None).expect("settings"), bare] {
        assert_eq!(settings.endpoint_url.as_deref(), Some("http://127.0.0.1:1"));
        assert_eq!(settings.endpoint_url_sso.as_deref(), Some("http://127.0.0.1:2"));
        assert_eq!(settings.use_fips, Some(true));
    }
}

#[test]
fn an_error_has_its_remedy() {
    let no_home = Paths::of(&here(&[])).expect_err("no home");
    assert_eq!(no_home.kind(), ErrorKind::NoHome);
    assert!(
        matches!(no_home.remedy(), Some(Remedy::Advice(text)) if text.ends_with("to your home directory."))
    );
    let wrong = here(&[("AWS_REGION", "eu west")]).settings(None).expect_err("no region");
    assert_eq!(wrong.remedy(), Some(Remedy::UnsetVariable("AWS_REGION".to_owned())));
    let ended = here(&[
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", "s"),
        ("AWS_CREDENTIAL_EXPIRATION", "1970-01-01T00:00:10Z"),
    ]);
    let at = |seconds| std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    assert!(ended.valid_keys(at(9)).is_ok_and(|keys| keys.is_some()), "the last second");
    let error = ended.valid_keys(at(10)).expect_err("ended");
    assert!(
        matches!(error.remedy(), Some(Remedy::Advice(text)) if text.contains("AWS_CREDENTIAL_EXPIRATION"))
    );
}

#[test]
fn a_variable_is_found_by_its_name() {
    for variable in Variable::ALL {
        assert_eq!(Variable::named(variable.name()), Some(*variable));
        assert!(variable.is_read() || !variable.is_obeyed(), "what is obeyed is read");
    }
    assert_eq!(Variable::named("XYZZY"), None);
    let of = |name| Variable::named(name).map(|variable| (variable.is_obeyed(), variable.is_read()));
    assert_eq!(of("AWS_PROFILE"), Some((true, true)));
    assert_eq!(of("AWS_SECURITY_TOKEN"), Some((false, true)));
    assert_eq!(of("AWS_ACCESS_KEY"), Some((false, false)));
    let identity: Vec<_> = Variable::identity().map(Variable::name).collect();
    assert!(identity.contains(&"AWS_SESSION_TOKEN") && !identity.contains(&"AWS_REGION"), "{identity:?}");
}

#[test]
fn attempts_are_a_number_above_zero() {
    for (value, expected) in [("3", Some(3)), (" 1 ", Some(1)), ("0", None), ("-1", None), ("many", None)] {
        let network = Network::of(&here(&[("AWS_MAX_ATTEMPTS", value)])).expect("read");
        assert_eq!(network.max_attempts, expected, "{value}");
    }
}

#[cfg(not(any(windows, target_os = "macos")))]
#[test]
fn without_variables_there_is_no_proxy() {
    let network = Network::of(&here(&[])).expect("read");
    assert!(matches!(network.proxies, ProxyChoice::Only(proxies) if proxies.is_empty()));
}

#[test]
fn who_came_by_ssh_is_told_how_to_come_again() {
    for (connection, expected) in [
        ("192.0.2.1 50000 192.0.2.2 22", Some("192.0.2.2")),
        ("192.0.2.1 50000 192.0.2.2 2222", Some("-p 2222 192.0.2.2")),
        ("192.0.2.1 50000 192.0.2.2", None),
    ] {
        assert_eq!(
            here(&[("SSH_CONNECTION", connection)]).ssh_destination().as_deref(),
            expected,
            "{connection}"
        );
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn a_clipboard_is_that_of_the_persons_desktop() {
    const SSH: (&str, &str) = ("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    for (variables, first) in [
        (&[][..], None),
        (&[("DISPLAY", ":0")], Some("xclip")),
        (&[("WAYLAND_DISPLAY", "w"), ("DISPLAY", ":0")], Some("wl-copy")),
        (&[("WSL_DISTRO_NAME", "Debian")], Some("clip.exe")),
        (&[("DISPLAY", ":0"), SSH], None),
    ] {
        let found = here(variables).clipboards().first().and_then(|words| words.first().copied());
        assert_eq!(found, first, "{variables:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_home_is_what_the_variable_says() {
    assert_eq!(here(&[("HOME", "/home/me")]).home(), Some(PathBuf::from("/home/me")));
    assert_eq!((here(&[("HOME", "")]).home(), here(&[]).home()), (None, None));
}
