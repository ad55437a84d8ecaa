//! Where files are, and whose.
#![cfg(unix)]

use daypass_environment::{Environment, Paths};
use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

fn paths(variables: &[(&str, &str)]) -> Paths {
    Paths::of(&Environment::of([("HOME", "/home/me")].iter().chain(variables).copied())).expect("a home")
}

#[test]
fn files_are_where_the_variables_say() {
    let usual = paths(&[]);
    assert_eq!(usual.config, Some(PathBuf::from("/home/me/.aws/config")));
    assert_eq!(usual.credentials, Some(PathBuf::from("/home/me/.aws/credentials")));
    assert_eq!(usual.locks(), Path::new("/home/me/.local/state/daypass/locks"));
    assert_eq!(usual.folders().locks, usual.locks());
    let moved = paths(&[
        ("AWS_CONFIG_FILE", "~/c"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/x/k"),
        ("XDG_STATE_HOME", "/var/me"),
    ]);
    assert_eq!((moved.config, moved.credentials), (Some("/home/me/c".into()), Some("/x/k".into())));
    assert_eq!(moved.state, Path::new("/var/me/daypass"));
    let none = paths(&[("AWS_CONFIG_FILE", ""), ("XDG_STATE_HOME", "relative")]);
    assert_eq!((none.config, none.state), (None, usual.state));
}

#[test]
fn settings_are_in_the_config_folder_of_the_person() {
    for (variables, expected) in [
        (&[][..], "/home/me/.config/daypass/settings.toml"),
        (&[("XDG_CONFIG_HOME", "/etc/me")], "/etc/me/daypass/settings.toml"),
        (&[("XDG_CONFIG_HOME", "relative")], "/home/me/.config/daypass/settings.toml"),
    ] {
        let environment = Environment::of([("HOME", "/home/me")].iter().chain(variables).copied());
        let paths = Paths::of(&environment).expect("a home");
        assert_eq!(paths.settings_file(&environment), Path::new(expected));
    }
}

#[test]
fn a_program_is_in_the_folders_of_path() {
    for (program, path, expected) in [
        ("aws", Some("/a:/b"), &["/a/aws", "/b/aws"][..]),
        ("aws", None, &["/bin/aws", "/usr/bin/aws"]),
        ("/opt/aws", Some("/a:/b"), &["/opt/aws"]),
        // The working folder of who will start it is unknown.
        ("./aws", Some("/a:/b"), &[]),
        ("sub/aws", Some("/a:/b"), &[]),
        // On Unix a backslash is a letter, and an extension no more than a part of the name.
        ("a\\ws", Some("/a"), &["/a/a\\ws"]),
    ] {
        let environment = Environment::of(path.map(|path| ("PATH", path)));
        let found = environment.program_paths(program);
        assert_eq!(found, expected.iter().map(PathBuf::from).collect::<Vec<_>>(), "{program} {path:?}");
    }
}

#[test]
fn config_files_are_hidden_from_a_program() {
    let expected = [("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")];
    assert_eq!(daypass_environment::no_config_files(), expected);
}

#[test]
fn a_path_is_written_as_a_person_writes_it() {
    let paths = paths(&[]);
    for (path, pretty) in
        [("/home/me/.aws/config", "~/.aws/config"), ("/home/men/x", "/home/men/x"), ("/etc/x", "/etc/x")]
    {
        assert_eq!(paths.pretty(Path::new(path)), pretty);
    }
    for (text, pretty) in [
        ("/home/me/x", "~/x"),
        ("in /home/me/x", "in ~/x"),
        ("in '/home/me/x'", "in '~/x'"),
        ("/mnt/home/me/x", "/mnt/home/me/x"),
        ("a /home/me/x and /home/me/y", "a ~/x and ~/y"),
    ] {
        assert_eq!(paths.pretty_text(text), pretty);
    }
}

/// Whose word about endpoints counts.
#[test]
fn a_config_file_is_the_persons_own_at_home_and_closed_to_others() {
    let home = tempfile::tempdir().expect("a folder");
    let place = |name: &str| {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::File::create(&path).expect("made");
        path
    };
    let text = home.path().to_str().expect("UTF-8").to_owned();
    let is_foreign = |config: &Path| {
        let config = config.to_str().expect("UTF-8");
        let paths = Paths::of(&Environment::of([("HOME", text.as_str()), ("AWS_CONFIG_FILE", config)]));
        let trust = paths.expect("a home").trust(vec!["host".to_owned()]);
        assert_eq!((trust.allowed.len(), trust.foreign_credentials), (1, None), "none is there");
        trust.foreign_config.is_some()
    };
    let elsewhere = place("checkout/config");
    for (path, expected) in [
        (place(".aws/config"), false),
        (place(".aws/sub/other"), false),
        (place(".config/aws/config"), false),
        (elsewhere.clone(), true),
        (home.path().join("nothing"), false),
    ] {
        assert_eq!(is_foreign(&path), expected, "{path:?}");
    }
    // The usual file may lead elsewhere, another may not.
    let (usual, other) = (home.path().join(".aws/config"), home.path().join(".aws/link"));
    fs::remove_file(&usual).expect("removed");
    symlink(&elsewhere, &usual).expect("a link");
    symlink(&elsewhere, &other).expect("a link");
    assert_eq!((is_foreign(&usual), is_foreign(&other)), (false, true));
    // The same holds for the credentials file.
    let credentials = elsewhere.to_str().expect("UTF-8");
    let variables = [("HOME", text.as_str()), ("AWS_SHARED_CREDENTIALS_FILE", credentials)];
    let trust = Paths::of(&Environment::of(variables)).expect("a home").trust(Vec::new());
    assert_eq!((trust.foreign_config, trust.foreign_credentials), (None, Some(elsewhere)));
    let open = place(".aws/open");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o666)).expect("a mode");
    assert!(is_foreign(&open), "others can write it");
}
