//! Tests of fixes on disk: what is written, what is copied, and concurrent changes.

use daypass_doctor::{FixOutcome, Fixer, Snapshot, examine};
use daypass_environment::{Environment, Paths};
use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

const CONFIG: &str = "\
[sso-session corp;eu]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-west-1

[profile p]
sso_session = corp;eu
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1
output = \"json\"
";

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let mut file = fs::File::create(path).expect("made");
    std::io::Write::write_all(&mut file, text.as_bytes()).expect("written");
}

fn gather(home: &Path) -> Snapshot {
    let environment = Environment::of([("AWS_REGION", "eu-west-1")]);
    Snapshot::gather(Paths::below(home), environment, SystemTime::UNIX_EPOCH)
}

/// Fixes until nothing is left to fix, and returns what was done.
fn fix(home: &Path, codes: &[&str]) -> Vec<FixOutcome> {
    let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&codes, SystemTime::UNIX_EPOCH, &mut sleep);
    let mut snapshot = gather(home);
    while fixer.fix(&snapshot, &examine(&snapshot)).expect("no failure") {
        snapshot = gather(home);
    }
    fixer.done().iter().map(|done| done.outcome.clone()).collect()
}

#[test]
fn a_run_copies_a_file_once_before_its_first_edit() {
    let home = tempfile::tempdir().expect("a folder");
    let config = home.path().join(".aws/config");
    put(&config, CONFIG);
    let done = fix(home.path(), &["C116", "C129"]);
    let copies: Vec<_> = done
        .iter()
        .filter_map(|made| match made {
            FixOutcome::Edited { copy, .. } => Some(copy),
            _ => None,
        })
        .collect();
    let [one, other] = copies.as_slice() else { panic!("{done:?}") };
    assert_eq!(one, other);
    assert_eq!(fs::read_to_string(one).expect("a copy"), CONFIG);
    let after = fs::read_to_string(&config).expect("the file");
    assert_eq!(after, CONFIG.replace("corp;eu", "corp-eu").replace("\"json\"", "json"));
    // A second run changes nothing.
    assert_eq!(fix(home.path(), &["C116", "C129"]), []);
    assert_eq!(fs::read_to_string(&config).expect("the file"), after);
}

#[test]
fn a_concurrent_change_is_not_overwritten() {
    let home = tempfile::tempdir().expect("a folder");
    let config = home.path().join(".aws/config");
    put(&config, CONFIG);
    let snapshot = gather(home.path());
    let findings = examine(&snapshot);
    let changed = format!("{CONFIG}cli_pager =less\n");
    put(&config, &changed);
    let codes = ["C129".to_owned()];
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&codes, SystemTime::UNIX_EPOCH, &mut sleep);
    assert!(fixer.fix(&snapshot, &findings).expect("no failure"), "a new snapshot is needed");
    assert_eq!(fs::read_to_string(&config).expect("the file"), changed);
    assert_eq!(fixer.done(), []);
    let snapshot = gather(home.path());
    assert!(fixer.fix(&snapshot, &examine(&snapshot)).expect("no failure"));
    assert_eq!(fs::read_to_string(&config).expect("the file"), changed.replace("\"json\"", "json"));
}

/// X14: a folder in the place of a token file is not reported as a readable token.
#[test]
fn x14_a_folder_is_not_a_token() {
    let home = tempfile::tempdir().expect("a folder");
    let cache = home.path().join(".aws/sso/cache");
    fs::create_dir_all(cache.join("ee0bfd2552fbd840c02cc48b6e823320543c450f.json")).expect("made");
    let codes: Vec<_> = examine(&gather(home.path())).into_iter().map(|finding| finding.code).collect();
    assert!(!codes.contains(&"K203".to_owned()), "{codes:?}");
}

/// Every offered fix removes its finding and causes no other, alone and with all other fixes.
#[test]
fn every_offered_fix_works() {
    let home = tempfile::tempdir().expect("a folder");
    let config = home.path().join(".aws/config");
    let process = "\n[profile x]\nregion = eu-west-1\ncredential_process = /nowhere/at all\n\
        [profile y]\nservices = nope\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/R\n\
        [profile z]\nca_bundle = /nowhere/ca.pem\nendpoint_url = nowhere\nregion = Europe!\n";
    let text = format!("{CONFIG}{process}");
    put(&config, &text);
    let findings = examine(&gather(home.path()));
    let mut offered: Vec<&str> =
        findings.iter().filter(|f| f.fix.is_some()).map(|f| f.code.as_str()).collect();
    offered.dedup();
    assert!(offered.len() >= 7, "{offered:?}");
    for code in &offered {
        put(&config, &text);
        let before = examine(&gather(home.path()));
        let _done = fix(home.path(), &[code]);
        let after = examine(&gather(home.path()));
        assert!(after.iter().all(|finding| finding.code != **code), "{code} is still found");
        let count = |findings: &[daypass_doctor::Finding], code: &str| {
            findings.iter().filter(|f| f.code == code).count()
        };
        for finding in &after {
            assert!(
                count(&after, &finding.code) <= count(&before, &finding.code),
                "fixing {code} caused {finding:?}"
            );
        }
    }
    let _done = fix(home.path(), &offered);
    let left = examine(&gather(home.path()));
    assert!(left.iter().all(|finding| finding.fix.is_none()), "{left:?}");
}
