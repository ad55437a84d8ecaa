//! The record: what it holds, what a killed process leaves, and whose file it may be.
#![expect(clippy::disallowed_methods, reason = "a test writes files of its own")]

use crate::answers::{at, terms};
use daypass_leases::{LeaseRefusal, LeaseTerms, LeasedRole, Leases};
use std::fs;

#[test]
fn the_terms_are_read_as_they_were_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let leases = Leases::in_folder(folder.path());
    let role = LeasedRole {
        profile: None,
        session: Some("corp".to_owned()),
        account: Some("111122223333".to_owned()),
        role: Some("ReadOnly".to_owned()),
        region: Some("eu-west-1".to_owned()),
        assumed: Some("arn:aws:iam::111122223333:role/Narrow".to_owned()),
        policy: Some("{\"Version\":\"2012-10-17\"}".to_owned()),
    };
    let whole = LeaseTerms {
        max_uses: Some(3),
        host: Some("build1".to_owned()),
        note: Some("line\n\"quoted\" é".to_owned()),
        agent: Some("Codex".to_owned()),
        role,
        ..terms(1)
    };
    for terms in [whole, terms(2)] {
        leases.create(&terms).expect("a lease");
        let read = leases.find(&terms.id).expect("one").lease().expect("read");
        assert_eq!(read.terms, terms);
    }
    assert_eq!(leases.list().len(), 2);
    leases.create(&terms(2)).expect_err("there is one");
    for (beginning, count) in [("0", 2), ("01", 1), ("9", 0), ("", 0), ("0202020202020202", 1)] {
        let found = leases.find(beginning);
        assert_eq!(found.as_ref().map_or_else(|none| none.count, |_| 1), count, "{beginning}: {found:?}");
    }
}

#[test]
fn a_line_that_was_torn_is_ended_and_counts_for_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let lease = Leases::in_folder(folder.path()).create(&LeaseTerms { max_uses: Some(2), ..terms(7) });
    let lease = lease.expect("a lease");
    lease.answer(at(1), None, "ASIA1").expect("a record").expect("an answer");
    let whole = fs::read_to_string(lease.path()).expect("read");
    for cut in 1..whole.lines().last().map_or(0, str::len) {
        // As if the process had been killed while it wrote another such line.
        let torn = whole.lines().last().and_then(|line| line.get(..cut)).expect("ASCII");
        fs::write(lease.path(), format!("{whole}{torn}")).expect("written");
        let again = Leases::in_folder(folder.path()).find("07").expect("one");
        assert_eq!(again.lease().expect("read").uses, 1);
        again.answer(at(2), None, "ASIA2").expect("a record").expect("the second use");
        assert_eq!(again.answer(at(3), None, "ASIA3").expect("a record"), Err(LeaseRefusal::UsedUp));
        let text = fs::read_to_string(again.path()).expect("read");
        assert!(text.contains(&format!("{torn}\n")) && text.ends_with("}\n"), "{text}");
    }
}

#[test]
fn what_cannot_be_recorded_is_not_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let lease = Leases::in_folder(folder.path()).create(&terms(7)).expect("a lease");
    let path = lease.path().to_owned();
    // A file that was cut forgets uses.
    lease.answer(at(1), None, "ASIA").expect("a record").expect("an answer");
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, text.lines().next().expect("terms")).expect("written");
    lease.answer(at(1), None, "ASIA").expect_err("it was cut");
    fs::remove_file(&path).expect("removed");
    lease.answer(at(1), None, "ASIA").expect_err("it is gone");
    fs::create_dir(&path).expect("a folder");
    lease.answer(at(1), None, "ASIA").expect_err("no file");
    assert!(Leases::in_folder(folder.path()).list().is_empty());
    #[cfg(unix)]
    {
        fs::remove_dir(&path).expect("removed");
        fs::write(folder.path().join("elsewhere"), &text).expect("written");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &path).expect("a link");
        lease.answer(at(1), None, "ASIA").expect_err("a link leads elsewhere");
        assert_eq!(fs::read_to_string(folder.path().join("elsewhere")).expect("read"), text);
    }
}

#[test]
fn what_is_no_lease_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let leases = Leases::in_folder(folder.path());
    let lease = leases.create(&terms(7)).expect("a lease");
    let good = fs::read_to_string(lease.path()).expect("read");
    for bad in [
        String::new(),
        "{}\n".to_owned(),
        good.replace("\"event\":\"made\"", "\"event\":\"other\""),
        good.replace("\"until\":\"20", "\"until\":\"x"),
        // A limit that cannot be read must not be none.
        good.replace("{\"event\"", "{\"max_uses\":\"3\",\"event\""),
        good.replace("{\"event\"", "{\"max_uses\":-1,\"event\""),
        good.trim_end().to_owned(),
    ] {
        assert_ne!(bad, good);
        fs::write(lease.path(), &bad).expect("written");
        let again = leases.find("07").expect("a file");
        again.lease().expect_err(&bad);
        again.answer(at(1), None, "ASIA").expect_err(&bad);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let lease = leases.create(&terms(8)).expect("a lease");
        assert_eq!(mode(lease.path()), 0o600);
        assert_eq!(mode(lease.path().parent().expect("a folder")), 0o700);
    }
}
