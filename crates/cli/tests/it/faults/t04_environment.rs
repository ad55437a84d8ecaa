//! T04: a variable that is set and cannot be decoded is an error that names it; it never counts as not set.

use crate::home::{Home, Outcome};
use daypass_simulator::{AutoApprove, World};
use std::{ffi::OsStr, process::Command};

pub(super) const CONFIG: &str = "\
[default]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
[profile p]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";

/// A home that is signed in to the demo's organisation.
pub(super) fn signed_in(config: &str) -> Home {
    let home = Home::with(World::demo()).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

fn run(home: &Home, words: &str, set: impl FnOnce(&mut Command)) -> Outcome {
    let mut command = home.command(words);
    set(&mut command);
    home.finish(words, command)
}

#[cfg(unix)]
fn bytes(text: &[u8]) -> &OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(text)
}

/// T04-01 and its siblings: each variable that says who or where one is.
#[cfg(unix)]
#[test]
fn t04_01_undecodable_is_not_unset() {
    let home = signed_in(CONFIG);
    for name in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "DAYPASS_EXEC"] {
        for words in ["whoami", "credentials", "credential-process", "exec -- true", "console --print"] {
            let outcome = run(&home, words, |command| {
                command.env(name, bytes(b"Ren\xe9"));
            });
            assert_eq!(outcome.code, Some(4), "{name} {outcome}");
            assert!(outcome.stderr.contains(&format!("error: {name} is not valid UTF-8")), "{outcome}");
            assert!(outcome.stderr.ends_with(&format!("try: unset {name}\n")), "{outcome}");
        }
        // Who is named by a flag is meant, whatever the environment says.
        let named = run(&home, "whoami --profile p", |command| {
            command.env(name, bytes(b"Ren\xe9"));
        });
        assert_eq!(named.code, Some(0), "{name} {named}");
        // Whose business it is to tell of it does not stop at it.
        let doctor = run(&home, "doctor", |command| {
            command.env(name, bytes(b"Ren\xe9"));
        });
        assert!(doctor.stdout.contains(&format!("E421  {name} is not UTF-8")), "{doctor}");
    }
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_ENDPOINT_URL", "NO_PROXY"] {
        let outcome = run(&home, "whoami", |command| {
            command.env("AWS_ACCESS_KEY_ID", "AKIA").env("AWS_SECRET_ACCESS_KEY", "secret");
            command.env(name, bytes(b"\xe9x,127.0.0.1"));
        });
        assert_eq!(outcome.code, Some(4), "{name} {outcome}");
        assert!(outcome.stderr.contains(name), "{name} {outcome}");
    }
}

/// T04-02: a process without a home directory obeys no config of the folder it stands in, and writes nothing there.
#[cfg(unix)]
#[test]
fn t04_02_the_working_folder_is_no_home() {
    let home = signed_in(CONFIG);
    let before = home.snapshot();
    for words in ["login", "status", "whoami", "credentials", "profiles", "logout", "doctor", "accounts"] {
        let outcome = run(&home, words, |command| {
            // A relative HOME is the working folder, too.
            command.env("HOME", ".").current_dir(home.path());
        });
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(outcome.stderr.contains("no home directory is known"), "{outcome}");
    }
    assert_eq!(home.snapshot(), before);
    // What needs no home works without one.
    for words in ["completions bash", "init zsh", "man", "--version"] {
        let outcome = run(&home, words, |command| {
            command.env("HOME", ".");
        });
        assert_eq!(outcome.code, Some(0), "{outcome}");
    }
}

/// T04-06, T08-04: the end of keys in the environment is read, or is an error; keys that have ended are not used.
#[test]
fn t04_06_t08_04_the_end_of_keys() {
    let home = signed_in(CONFIG);
    for (end, said) in [
        ("not a date", "AWS_CREDENTIAL_EXPIRATION is no time"),
        (
            "2020-01-01T00:00:00Z",
            "AWS_CREDENTIAL_EXPIRATION says that the keys in the environment have expired",
        ),
    ] {
        let with_keys = |words: &str, outer: &[(&str, &str)]| {
            run(&home, words, |command| {
                command.env("AWS_ACCESS_KEY_ID", "AKIA").env("AWS_SECRET_ACCESS_KEY", "secret");
                command.env("AWS_CREDENTIAL_EXPIRATION", end).envs(outer.iter().copied());
            })
        };
        for words in ["credentials", "exec -- true", "whoami"] {
            let outcome = with_keys(words, &[]);
            assert_eq!(outcome.code, Some(4), "{outcome}");
            assert!(outcome.stderr.contains(said), "{outcome}");
        }
        assert_eq!(with_keys("credentials --profile p", &[]).code, Some(0));
        // Inside an `exec` its profile is who is meant, and it renews.
        let inside = with_keys("credentials", &[("DAYPASS_EXEC", "p")]);
        assert_eq!(inside.code, Some(0), "{inside}");
        assert!(inside.stdout.contains("ASIA"), "{inside}");
    }
}

/// T04-08, T25-01, T25-04, T25-05: proxies as the AWS CLI reads them.
#[test]
fn t04_08_t25_proxies() {
    let home = signed_in(CONFIG);
    let port = home.server().url().rsplit_once(':').expect("a port").1.trim_end_matches('/').to_owned();
    let here = format!("127.0.0.1:{port}");
    let dead = "http://127.0.0.1:9";
    for (variables, code, said) in [
        (
            &[("HTTP_PROXY", "::::")][..],
            4,
            "HTTP_PROXY is set, and the proxy for http addresses cannot be used",
        ),
        (&[("HTTP_PROXY", "socks5://127.0.0.1:9")], 4, "socks5"),
        (&[("HTTP_PROXY", dead)], 6, "HTTPS_PROXY, HTTP_PROXY and NO_PROXY"),
        (&[("ALL_PROXY", "socks5h://127.0.0.1:9")], 0, ""),
        (&[("HTTP_PROXY", dead), ("NO_PROXY", "*")], 0, ""),
        (&[("HTTP_PROXY", dead), ("NO_PROXY", &here)], 0, ""),
        (&[("HTTP_PROXY", dead), ("NO_PROXY", "127.0.0.0/8")], 0, ""),
        (&[("HTTP_PROXY", dead), ("NO_PROXY", "127.0.0.1:1")], 6, "SIMULATOR"),
        (&[("HTTP_PROXY", dead), ("http_proxy", "")], 0, ""),
    ] {
        let outcome = run(&home, "whoami --profile p", |command| {
            command.envs(variables.iter().copied());
        });
        assert_eq!(outcome.code, Some(code), "{variables:?} {outcome}");
        assert!(outcome.stderr.contains(said), "{variables:?} {outcome}");
    }
}

/// X13: what needs no client region does not judge it, signing out above all.
#[test]
fn x13_a_wrong_region_stops_what_needs_one() {
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
        let home = signed_in(CONFIG);
        let with = |words: &str| {
            run(&home, words, |command| {
                command.env(name, "mars 1");
            })
        };
        for words in ["login", "status", "accounts", "credentials --profile p", "logout --dry-run"] {
            let outcome = with(words);
            assert_eq!(outcome.code, Some(0), "{name} {outcome}");
        }
        for words in ["exec -p p -- true", "whoami -p p", "console -p p --print"] {
            let outcome = with(words);
            assert_eq!(outcome.code, Some(4), "{name} {outcome}");
            assert!(outcome.stderr.contains(&format!("{name} is no region")), "{outcome}");
            assert!(outcome.stderr.ends_with(&format!("try: unset {name}\n")), "{outcome}");
        }
        assert_eq!(with("logout --all").code, Some(0));
        assert_eq!(with("status").code, Some(3));
    }
}
