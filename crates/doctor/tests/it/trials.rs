//! Fixes are tried before they are offered: what helps is made, what would harm is not, of many as many as can be.

use crate::planted::{HEALTHY, Home, now};
use daypass_doctor::{Finding, FixOutcome, Fixer, examine};
use std::{fs, time::Duration};

const KEYS: &str = "aws_access_key_id = A\naws_secret_access_key = planted\n";

/// Findings of this code: the profile or session, and whether a fix is offered.
fn offered(home: &Home, code: &str) -> Vec<(String, bool)> {
    let named = |finding: Finding| {
        let name = finding.section.map(|section| section.name().to_owned()).unwrap_or_default();
        (finding.code == code).then_some((name, finding.fix.is_some()))
    };
    examine(&home.gather()).into_iter().filter_map(named).collect()
}

/// The files that the fixes of a code edit.
fn fix(home: &Home, code: &str) -> Vec<String> {
    let codes = [code.to_owned()];
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&codes, now(), &mut sleep);
    let mut snapshot = home.gather();
    while fixer.fix(&snapshot, &examine(&snapshot)).expect("no failure") {
        snapshot = home.gather();
    }
    let file = |outcome: &FixOutcome| match outcome {
        FixOutcome::Edited { file, .. } => {
            file.file_name().unwrap_or_default().to_string_lossy().into_owned()
        }
        other => format!("{other:?}"),
    };
    fixer.done().iter().map(|done| file(&done.outcome)).collect()
}

fn read(home: &Home, name: &str) -> String {
    fs::read_to_string(home.path(name)).expect("read")
}

/// One profile would be left without credentials, from which another takes its own.
#[test]
fn of_two_fixes_the_one_that_does_no_harm_is_made() {
    let home = Home::healthy();
    let process = "credential_process = /bin/sh -c x\n";
    let dev = HEALTHY.replace("sso_account_id = 111122223333\nsso_role_name = Admin\n", process);
    let other = "\n[profile other]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n";
    home.put(".aws/config", &format!("{dev}{other}{process}"));
    assert_eq!(offered(&home, "P502"), [("dev".to_owned(), false), ("other".to_owned(), true)]);
    assert_eq!(fix(&home, "P502"), ["config"]);
    let text = read(&home, ".aws/config");
    assert_eq!(text, format!("{dev}{other}# {process}"));
    // Alone, it is not offered at all.
    home.put(".aws/config", &dev);
    assert_eq!(offered(&home, "P502"), [("dev".to_owned(), false)]);
    assert_eq!(fix(&home, "P502"), [""; 0]);
}

#[test]
fn many_comments_are_one_edit() {
    let home = Home::healthy();
    let section = |at: usize| format!("\n[profile p{at}]\nregion = us-east-1\nservices = nowhere\n");
    home.with(&(0..60).map(section).collect::<String>());
    let found = offered(&home, "P525");
    assert_eq!((found.len(), found.iter().filter(|(_, is_offered)| *is_offered).count()), (60, 60));
    assert_eq!(fix(&home, "P525"), ["config"]);
    assert_eq!(read(&home, ".aws/config").matches("\n# services = nowhere\n").count(), 60);
    assert_eq!(offered(&home, "P525"), []);
}

/// A profile of the new name exists in the other file, whose keys would join this one.
#[test]
fn a_name_that_is_taken_in_the_other_file_is_not_given() {
    let home = Home::healthy();
    home.with("\n[profile a;b]\nregion = us-east-1\n");
    assert!(offered(&home, "C116").iter().all(|(_, is_offered)| *is_offered));
    home.put(".aws/credentials", &format!("[a-b]\n{KEYS}"));
    assert_eq!(offered(&home, "C116").iter().filter(|(_, is_offered)| *is_offered).count(), 0);
    assert_eq!(fix(&home, "C116"), [""; 0]);
}

#[test]
fn who_refers_to_a_renamed_profile_follows_in_either_file() {
    let home = Home::healthy();
    home.put(".aws/credentials", &format!("[a;b]\n{KEYS}"));
    home.with("\n[profile r]\nrole_arn = arn:aws:iam::111122223333:role/R\nregion = us-east-1\nsource_profile = a;b\n");
    let files = fix(&home, "C116");
    assert_eq!(files, ["credentials", "config"]);
    assert!(read(&home, ".aws/credentials").starts_with("[a-b]\n"));
    assert!(read(&home, ".aws/config").contains("source_profile = a-b\n"), "{}", read(&home, ".aws/config"));
}

/// Somebody else writes each time; at some time it is enough.
#[test]
fn a_file_that_always_changes_is_given_up() {
    let home = Home::healthy();
    home.with("output = \"json\"\n");
    let (snapshot, codes) = (home.gather(), ["C129".to_owned()]);
    let found = examine(&snapshot);
    home.with("output = \"json\"\n# another line\n");
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&codes, now(), &mut sleep);
    let again: Vec<bool> = (0..5).map(|_| fixer.fix(&snapshot, &found).expect("no failure")).collect();
    assert_eq!(again, [true, true, true, true, false]);
    assert_eq!(fixer.done(), []);
}

/// Who renews the session right now is waited for; a file is moved whole, so not for ever.
#[test]
fn a_token_that_is_in_use_is_waited_for() {
    let home = Home::healthy();
    home.put(".aws/config", &HEALTHY.replace("corp", "corp;eu"));
    let key = daypass_token_cache::CacheKey::for_session("corp;eu");
    let token = read(&home, crate::planted::TOKEN);
    home.put(&format!(".aws/sso/cache/{}", key.file_name()), &token);
    let locks = daypass_environment::Paths::below(home.path("")).locks();
    let lock = daypass_token_cache::Lock::try_acquire(&locks, &key, "a test").expect("free");
    let codes = ["C116".to_owned()];
    let mut slept = Duration::ZERO;
    let mut sleep = |time| slept += time;
    let mut fixer = Fixer::new(&codes, now(), &mut sleep);
    let snapshot = home.gather();
    assert!(fixer.fix(&snapshot, &examine(&snapshot)).expect("no failure"));
    assert_eq!(fixer.done().len(), 1);
    assert_eq!(slept.as_secs(), 2);
    drop(lock);
}
