//! One home with a config file, a credentials file and a cached role.

use daypass_config_parse::{Dialect, Document, SectionKind};
use daypass_credentials::{Settings, Source, resolve};
use daypass_environment::Environment;
use daypass_quick_answers::{completion_names, credential_process, prompt_segment};
use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
    [profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
    [profile keys]\nregion = eu-west-1\n[profile deploy]\nregion = eu-west-1\n";
const CREDENTIALS: &str =
    "[keys]\naws_access_key_id = a\naws_secret_access_key = s\n[de\u{7}v]\nregion = eu-west-1\n";
const CACHED: &str = r#"{"Credentials": {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2030-01-01T08:00:00Z"}}"#;

/// 2030-01-01T08:00:00Z.
fn end() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_893_484_800)
}

#[expect(clippy::disallowed_methods, reason = "a test writes a file of its own")]
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let config = Document::parse(CONFIG);
    let config = daypass_config_parse::Config::new(&config, None, Dialect::AwsCli);
    let plan = resolve(&config, &Settings::default(), "dev").unwrap();
    let Source::Sso { session, account, role } = plan.source() else { panic!("a role of a portal") };
    let cache = home.path().join(".aws/cli/cache");
    fs::create_dir_all(&cache).unwrap();
    fs::write(home.path().join(".aws/config"), CONFIG).unwrap();
    fs::write(home.path().join(".aws/credentials"), CREDENTIALS).unwrap();
    let file = cache.join(session.role_key(account, role).file_name());
    fs::write(&file, CACHED).unwrap();
    only_for_the_owner(&file);
    home
}

#[cfg(unix)]
fn only_for_the_owner(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn only_for_the_owner(_: &Path) {}

fn environment(home: &TempDir, more: &[(&str, &str)]) -> Environment {
    let home = home.path().to_str().unwrap();
    Environment::of([("HOME", home), ("USERPROFILE", home)].iter().chain(more).copied())
}

#[test]
fn cached_credentials_are_printed_while_they_are_valid() {
    let home = home();
    let env = environment(&home, &[]);
    let before = |seconds| end() - Duration::from_secs(seconds);
    let text = credential_process("dev", &env, before(3600)).expect("cached");
    for part in [
        "\"Version\": 1",
        "\"AccessKeyId\": \"ASIA\"",
        "\"Expiration\": \"2030-01-01T08:00:00",
        "111122223333",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for (profile, now) in [("dev", end()), ("dev", before(1)), ("keys", before(3600)), ("none", before(3600))]
    {
        assert!(credential_process(profile, &env, now).is_none(), "{profile}");
    }
    // Keys in a credentials file that cannot be read might win.
    fs::remove_file(home.path().join(".aws/credentials")).unwrap();
    assert!(credential_process("dev", &env, before(3600)).is_some());
    fs::create_dir(home.path().join(".aws/credentials")).unwrap();
    assert!(credential_process("dev", &env, before(3600)).is_none());
}

#[test]
fn names_with_a_prefix_in_file_order() {
    let home = home();
    let env = environment(&home, &[]);
    let names = |family, prefix| completion_names(family, prefix, &env, |name| !name.contains('\u{7}'));
    assert_eq!(names(SectionKind::Profile, ""), "dev\nkeys\ndeploy\n");
    assert_eq!(names(SectionKind::Profile, "de"), "dev\ndeploy\n");
    assert_eq!(names(SectionKind::SsoSession, ""), "corp\n");
    assert_eq!(names(SectionKind::SsoSession, "x"), "");
}

#[test]
fn the_prompt_has_the_profile_and_the_end_of_its_credentials() {
    let home = home();
    let (stamp, keys) = ("AWS_CREDENTIAL_EXPIRATION", ("AWS_ACCESS_KEY_ID", "ASIA"));
    for (more, expected) in [
        (vec![], None),
        (vec![("AWS_PROFILE", "dev")], Some(("dev", Some(end())))),
        (vec![("AWS_DEFAULT_PROFILE", "deploy"), (stamp, "2030-01-01T08:00:00Z")], Some(("deploy", None))),
        (vec![keys, ("AWS_PROFILE", "dev")], Some(("keys", None))),
        (vec![keys, (stamp, "2030-01-01T08:00:00Z"), ("DAYPASS_EXEC", "dev")], Some(("dev", Some(end())))),
        (vec![("DAYPASS_EXEC", "deploy")], Some(("deploy", None))),
    ] {
        let segment = prompt_segment(&environment(&home, &more));
        let segment = segment.as_ref().map(|segment| (segment.name.as_str(), segment.valid_until));
        assert_eq!(segment, expected, "{more:?}");
    }
}
