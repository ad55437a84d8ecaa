//! Which pin applies to a folder, and whether it may be followed: nested, changed, linked, of worktrees, of other users.
#![expect(clippy::disallowed_methods, reason = "a test writes files of its own")]

use daypass_pins::{Answer, Decisions, ErrorKind, PinFile, Reason, Standing, decide, nearest};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn decisions(&self) -> Decisions {
        Decisions::load(&self.path("state")).expect("decisions")
    }

    fn find(&self, folder: &str) -> Option<PinFile> {
        nearest(&self.path(folder), &self.path(""), &self.decisions()).expect("readable")
    }

    /// The profile that the folder's pin chooses, and whether it may be followed.
    fn pinned(&self, folder: &str) -> Option<(String, Standing)> {
        let file = self.find(folder)?;
        let profile = file.pin().expect("a pin").profile().expect("a profile").to_owned();
        Some((profile, file.standing(&self.decisions(), false)))
    }

    fn decide(&self, folder: &str, answer: Option<Answer>) {
        let file = PinFile::read(&self.path(folder)).expect("readable").expect("a pin");
        self.decide_on(&file, answer);
    }

    fn decide_on(&self, file: &PinFile, answer: Option<Answer>) {
        let (state, locks) = (self.path("state"), self.path("state/locks"));
        decide(&state, &locks, file, answer, Duration::ZERO, &mut |_| ()).expect("noted");
    }
}

fn followed(profile: &str) -> (String, Standing) {
    (profile.to_owned(), Standing::Followed)
}

#[test]
fn the_nearest_applies_up_to_the_home() {
    let home = Home::new();
    for folder in ["a/b/c", "other", "client/repository/.git"] {
        fs::create_dir_all(home.path(folder)).expect("a folder");
    }
    home.write("a/.daypass.toml", "profile = 'outer'\n");
    home.write("a/b/.daypass.toml", "profile = 'inner'\n");
    home.write("client/.daypass.toml", "profile = 'client'\n");
    assert_eq!(home.pinned("a/b/c"), Some(followed("inner")));
    assert_eq!(home.pinned("a/b"), Some(followed("inner")));
    assert_eq!(home.pinned("a"), Some(followed("outer")));
    assert_eq!(home.pinned("other"), None);
    assert_eq!(home.pinned("client/repository"), Some(followed("client")), "above a repository");
    // The home's own counts, and none above it.
    home.write(".daypass.toml", "profile = 'home'\n");
    assert_eq!(home.pinned("other"), Some(followed("home")));
    let inner = nearest(&home.path("a"), &home.path("other"), &Decisions::default()).expect("readable");
    assert_eq!(inner.map(|file| file.path().to_owned()), Some(real(&home, "a/.daypass.toml")));
    let below = nearest(&home.path("other"), &home.path("other"), &Decisions::default()).expect("readable");
    assert!(below.is_none(), "{below:?}");
}

fn real(home: &Home, path: &str) -> PathBuf {
    fs::canonicalize(home.path("")).expect("a folder").join(path)
}

#[test]
fn what_cannot_be_read_hides_what_is_farther() {
    let home = Home::new();
    home.write(".daypass.toml", "profile = 'home'\n");
    fs::create_dir_all(home.path("a/.daypass.toml")).expect("a folder");
    let error = nearest(&home.path("a"), &home.path(""), &Decisions::default()).expect_err("a folder");
    assert_eq!((error.kind(), error.message("x")), (ErrorKind::Pin, "cannot read x".to_owned()));
    assert!(error.path().ends_with("a/.daypass.toml"));
    home.write("long/.daypass.toml", &"#".repeat((64 << 10) + 1));
    nearest(&home.path("long"), &home.path(""), &Decisions::default()).expect_err("too long");
    home.write("whole/.daypass.toml", &"#".repeat(64 << 10));
    assert!(home.find("whole").is_some());
    home.write("b/.daypass.toml", "profil = 'x'\n");
    let mistake = home.find("b").expect("a file").pin().expect_err("a mistake");
    assert_eq!(mistake.message("x"), "x:1: a pin has no `profil`; did you mean `profile`?");
    fs::write(home.path("b/.daypass.toml"), b"profile = '\xff'\n").expect("written");
    assert_eq!(
        home.find("b").expect("a file").pin().expect_err("no text").message("x"),
        "x:1: it is not UTF-8"
    );
}

#[test]
fn a_refusal_is_for_good_and_goes_with_the_place() {
    let home = Home::new();
    home.write(".daypass.toml", "profile = 'home'\n");
    home.write("a/.daypass.toml", "profile = 'a'\n");
    home.decide("a", Some(Answer::Never));
    assert_eq!(home.pinned("a"), Some(followed("home")));
    home.write("a/.daypass.toml", "profile = 'changed'\n");
    assert_eq!(home.pinned("a"), Some(followed("home")), "whatever is in it");
    assert_eq!(home.decisions().list().len(), 1);
    home.decide("a", None);
    assert_eq!(home.pinned("a"), Some(followed("changed")));
    assert!(home.decisions().list().is_empty());
}

#[test]
fn an_agreement_is_to_a_content() {
    let home = Home::new();
    home.write("a/.daypass.toml", "profile = 'prod'\n");
    let standing = |home: &Home| {
        let file = home.find("a").expect("a pin");
        (file.standing(&home.decisions(), true), home.decisions().knows(&file))
    };
    assert_eq!(standing(&home), (Standing::NeedsTrust(Reason::Guarded), false));
    home.decide("a", Some(Answer::Trust));
    assert_eq!(standing(&home), (Standing::Trusted, true));
    home.write("a/.daypass.toml", "profile = 'other'\n");
    assert_eq!(standing(&home), (Standing::NeedsTrust(Reason::Guarded), true), "changed since");
    home.write("a/.daypass.toml", "profile = 'prod'\n");
    assert_eq!(standing(&home), (Standing::Trusted, true), "as it was");
    // The same content elsewhere is another pin.
    home.write("b/.daypass.toml", "profile = 'prod'\n");
    let file = home.find("b").expect("a pin");
    assert_eq!(file.standing(&home.decisions(), true), Standing::NeedsTrust(Reason::Guarded));
}

#[test]
fn a_file_of_decisions_that_cannot_be_believed_is_an_error() {
    let home = Home::new();
    for damaged in [
        "",
        "{}",
        r#"{"decisions":[{}]}"#,
        r#"{"decisions":[{"place":"","path":"","sha256":"","answer":"yes"}]}"#,
    ] {
        home.write("state/pins.json", damaged);
        let error = Decisions::load(&home.path("state")).expect_err(damaged);
        assert_eq!(error.kind(), ErrorKind::Decisions);
        assert_eq!(error.message("x"), "x, the decisions about folder pins, is damaged; remove it");
    }
    fs::remove_file(home.path("state/pins.json")).expect("removed");
    fs::create_dir_all(home.path("state/pins.json")).expect("a folder");
    let error = Decisions::load(&home.path("state")).expect_err("a folder");
    assert_eq!(error.message("x"), "cannot use x, the decisions about folder pins");
    assert!(std::error::Error::source(&error).is_some());
}

/// Worktrees share the trust of their repository; a checkout that only claims to be one of them does not.
#[test]
fn worktrees_share_an_agreement_and_nobody_else_does() {
    let home = Home::new();
    let pin = "profile = 'prod'\n";
    for checkout in ["main", "tree", "liar", "plain"] {
        home.write(&format!("{checkout}/sub/.daypass.toml"), pin);
    }
    let git = |path: &str| home.path(path).display().to_string();
    home.write("main/.git/worktrees/tree/commondir", "../..\n");
    home.write("main/.git/worktrees/tree/gitdir", &format!("{}\n", git("tree/.git")));
    home.write("tree/.git", &format!("gitdir: {}\n", git("main/.git/worktrees/tree")));
    home.write("liar/.git", &format!("gitdir: {}\n", git("main/.git/worktrees/tree")));
    home.decide("main/sub", Some(Answer::Trust));
    let standing = |checkout: &str| {
        home.find(&format!("{checkout}/sub")).expect("a pin").standing(&home.decisions(), true)
    };
    assert_eq!(standing("main"), Standing::Trusted);
    assert_eq!(standing("tree"), Standing::Trusted);
    for other in ["liar", "plain"] {
        assert_eq!(standing(other), Standing::NeedsTrust(Reason::Guarded), "{other}");
    }
    // Another folder of the repository is another place.
    home.write("tree/.daypass.toml", pin);
    let file = home.find("tree").expect("a pin");
    assert_eq!(file.standing(&home.decisions(), true), Standing::NeedsTrust(Reason::Guarded));
    // A link to the repository makes no checkout of it.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(home.path("main/.git"), home.path("plain/.git")).expect("a link");
        assert_eq!(standing("plain"), Standing::NeedsTrust(Reason::Guarded));
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_as_good_as_its_target_and_a_linked_folder_is_its_target() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    home.write("real/.daypass.toml", "profile = 'real'\n");
    home.write("elsewhere/.daypass.toml", "profile = 'elsewhere'\n");
    fs::create_dir_all(home.path("elsewhere")).expect("a folder");
    symlink(home.path("real"), home.path("elsewhere/linked")).expect("a link");
    // Where one is, not how one came there.
    assert_eq!(home.pinned("elsewhere/linked"), Some(followed("real")));
    fs::create_dir_all(home.path("link")).expect("a folder");
    symlink("../real/.daypass.toml", home.path("link/.daypass.toml")).expect("a link");
    assert_eq!(home.pinned("link"), Some(followed("real")));
    symlink("nowhere", home.path("elsewhere/.gone")).expect("a link");
}

/// What another user owns or can write needs trust: the file, a link to it, its folder.
#[cfg(unix)]
#[test]
fn what_another_user_decides_needs_trust() {
    use std::os::unix::fs::{PermissionsExt as _, chown, lchown, symlink};
    let home = Home::new();
    home.write("open/.daypass.toml", "profile = 'a'\n");
    fs::set_permissions(home.path("open/.daypass.toml"), fs::Permissions::from_mode(0o666)).expect("a mode");
    let standing = |folder: &str| home.pinned(folder).expect("a pin").1;
    assert_eq!(standing("open"), Standing::NeedsTrust(Reason::Writable));
    fs::set_permissions(home.path("open/.daypass.toml"), fs::Permissions::from_mode(0o644)).expect("a mode");
    assert_eq!(standing("open"), Standing::Followed);
    fs::set_permissions(home.path("open"), fs::Permissions::from_mode(0o777)).expect("a mode");
    assert_eq!(standing("open"), Standing::NeedsTrust(Reason::Writable));
    let other = 4711;
    let give = |path: &str| chown(home.path(path), Some(other), None).is_ok();
    for folder in ["file", "folder", "linked", "target"] {
        home.write(&format!("{folder}/.daypass.toml"), "profile = 'a'\n");
    }
    if !give("file/.daypass.toml") {
        return println!("skipped: only root can give a file away");
    }
    assert!(give("folder"));
    fs::rename(home.path("target/.daypass.toml"), home.path("target/theirs")).expect("renamed");
    assert!(give("target/theirs"));
    symlink("theirs", home.path("target/.daypass.toml")).expect("a link");
    fs::rename(home.path("linked/.daypass.toml"), home.path("linked/mine")).expect("renamed");
    symlink("mine", home.path("linked/.daypass.toml")).expect("a link");
    lchown(home.path("linked/.daypass.toml"), Some(other), None).expect("given");
    for folder in ["file", "folder", "linked", "target"] {
        assert_eq!(standing(folder), Standing::NeedsTrust(Reason::Owner(other)), "{folder}");
        let file = home.find(folder).expect("a pin");
        home.decide_on(&file, Some(Answer::Trust));
        assert_eq!(standing(folder), Standing::Trusted, "{folder}");
    }
    assert!(Path::new("/").exists());
}
