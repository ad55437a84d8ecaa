//! Time, uses, host and end, with a clock that the test moves.

use daypass_leases::{LeaseJournal, LeaseRefusal, LeaseTerms, LeasedRole, Leases};
use proptest::{collection::vec, prelude::*};
use std::{
    sync::Arc,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

const MADE: u64 = 1_800_000_000;

pub(crate) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(MADE + seconds)
}

/// Terms for an hour.
pub(crate) fn terms(id: u8) -> LeaseTerms {
    let role = LeasedRole { profile: Some("dev".to_owned()), ..LeasedRole::default() };
    LeaseTerms::new(&move |bytes: &mut [u8]| bytes.fill(id), role, at(0), at(3600))
}

fn lease(of: impl FnOnce(&mut LeaseTerms)) -> (tempfile::TempDir, LeaseJournal) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terms = terms(7);
    of(&mut terms);
    let lease = Leases::in_folder(folder.path()).create(&terms).expect("a lease");
    (folder, lease)
}

fn ask(lease: &LeaseJournal, seconds: u64, place: Option<&str>) -> Option<LeaseRefusal> {
    lease.answer(at(seconds), place, "ASIAEXAMPLE").expect("a record").err()
}

#[test]
fn its_time() {
    for (asked, expected) in [
        (&[0, 1, 3599][..], &[None, None, None][..]),
        (&[3600], &[Some(LeaseRefusal::Over)]),
        (&[3599, 3600, 7200], &[None, Some(LeaseRefusal::Over), Some(LeaseRefusal::Over)]),
        // A clock that is set back gives no more time.
        (&[3600, 0, 3599], &[Some(LeaseRefusal::Over); 3]),
        (&[10, 5, 3599], &[None, None, None]),
    ] {
        let (_folder, lease) = lease(|_| ());
        let answers: Vec<_> = asked.iter().map(|at| ask(&lease, *at, None)).collect();
        assert_eq!(answers, expected, "{asked:?}");
    }
}

#[test]
fn its_uses() {
    for (most, asked) in [(Some(0), 0), (Some(1), 1), (Some(3), 3), (None, 50)] {
        let (_folder, lease) = lease(|terms| terms.max_uses = most);
        for _ in 0..asked {
            assert_eq!(ask(&lease, 1, None), None);
        }
        let last = most.map(|_| LeaseRefusal::UsedUp);
        assert_eq!(ask(&lease, 1, None), last, "{most:?}");
        assert_eq!(ask(&lease, 1, None), last, "a refusal is no use");
        assert_eq!(lease.lease().expect("a lease").uses, asked + if most.is_none() { 2 } else { 0 });
    }
}

#[test]
fn its_host() {
    for (host, place, expected) in [
        (None, None, None),
        (None, Some("build1"), None),
        (Some("build1"), Some("build1"), None),
        (Some("build1"), Some("BUILD1"), None),
        (Some("build1"), Some("build2"), Some(LeaseRefusal::Elsewhere)),
        (Some("build1"), Some(""), Some(LeaseRefusal::Elsewhere)),
        (Some("build1"), None, Some(LeaseRefusal::Elsewhere)),
    ] {
        let (_folder, lease) = lease(|terms| terms.host = host.map(str::to_owned));
        assert_eq!(ask(&lease, 1, place), expected, "{host:?} {place:?}");
        assert_eq!(lease.refusal(at(1), place).expect("read"), expected);
    }
}

#[test]
fn its_end() {
    let (folder, lease) = lease(|_| ());
    assert_eq!(ask(&lease, 1, None), None);
    // Another process ends it: the one that serves reads that before its next answer.
    let other = Leases::in_folder(folder.path()).find("0707").expect("one");
    assert!(other.end(at(2), "its person").expect("a record"));
    for later in [2, 3, 1, 4000] {
        assert_eq!(ask(&lease, later, None), Some(LeaseRefusal::Ended), "{later}");
    }
    assert!(!other.end(at(5), "its server").expect("a record"), "it is over once");
    let (when, by) = lease.lease().expect("a lease").ended.expect("it was ended");
    assert_eq!((when, by.as_str()), (at(2), "its person"));
    let live = |at| lease.lease().expect("a lease").is_live(at);
    assert!(!live(at(1)));
}

#[test]
fn each_refusal_says_what_to_do() {
    let (_folder, lease) = lease(|terms| {
        terms.host = Some("build1".to_owned());
        terms.max_uses = Some(3);
    });
    let lease = lease.lease().expect("a lease");
    for (refusal, code, part) in [
        (LeaseRefusal::Ended, "LeaseEnded", "was ended"),
        (LeaseRefusal::Over, "LeaseEnded", "daypass lease new"),
        (LeaseRefusal::UsedUp, "LeaseEnded", "3 uses"),
        (LeaseRefusal::Elsewhere, "LeaseElsewhere", "the host build1: daypass ssh --lease 0707"),
    ] {
        let sentence = lease.sentence(refusal);
        assert!(refusal.code() == code && sentence.contains(part), "{sentence}");
        assert!(sentence.contains("0707070707070707"), "{sentence}");
    }
}

/// The last use is given once, however many ask at a time, each over a file of its own as processes do.
#[test]
fn the_last_use_is_given_once() {
    let (folder, _lease) = lease(|terms| terms.max_uses = Some(20));
    let leases = Arc::new(Leases::in_folder(folder.path()));
    let askers = (0..8).map(|_| {
        let leases = Arc::clone(&leases);
        thread::spawn(move || {
            let lease = leases.find("0707").expect("one");
            (0..10).filter(|_| ask(&lease, 1, None).is_none()).count()
        })
    });
    let askers: Vec<_> = askers.collect();
    let given: usize = askers.into_iter().map(|asker| asker.join().expect("no panic")).sum();
    assert_eq!(given, 20);
    let log = leases.log(None).expect("a log");
    assert_eq!((log.matches("\"answered\"").count(), log.matches("\"refused\"").count()), (20, 60));
}

proptest! {
    /// Whatever is asked when, from wherever: no answer after the end, none beyond the uses, none elsewhere; and one
    /// record an answer.
    #[test]
    fn no_answer_beyond_the_terms(
        most in proptest::option::of(0..5_u32),
        steps in vec((0..7200_u64, 0..8_u8), 1..20),
    ) {
        let (folder, lease) = lease(|terms| {
            terms.max_uses = most;
            terms.host = Some("build1".to_owned());
        });
        let (mut given, mut is_ended, mut latest, mut asked) = (0, false, 0, 0);
        for (seconds, step) in steps {
            latest = latest.max(seconds);
            if step == 0 {
                lease.end(at(seconds), "its person").expect("a record");
                is_ended = true;
                continue;
            }
            let place = if step == 1 { None } else { Some("build1") };
            asked += 1;
            if ask(&lease, seconds, place).is_none() {
                given += 1;
                prop_assert!(!is_ended && latest < 3600 && place.is_some());
                prop_assert!(most.is_none_or(|most| given <= most));
            }
        }
        let log = Leases::in_folder(folder.path()).log(None).expect("a log");
        let records = log.matches("\"answered\"").count() + log.matches("\"refused\"").count();
        prop_assert_eq!(records, asked);
    }
}
