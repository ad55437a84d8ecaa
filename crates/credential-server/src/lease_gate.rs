//! A lease before each answer.

use crate::{Failure, Gate};
use daypass_leases::{LeaseJournal, LeaseRefusal};
use daypass_sso_types::Clock;
use std::{io, sync::Arc};

/// Asks a lease before each answer, which makes the record of it.
pub struct LeaseGate {
    journal: Arc<LeaseJournal>,
    clock: Arc<dyn Clock>,
    place: Option<String>,
}

impl std::fmt::Debug for LeaseGate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LeaseGate").field("place", &self.place).finish_non_exhaustive()
    }
}

impl LeaseGate {
    /// Creates a gate for what is asked from a place: a host, or this machine.
    pub fn new(journal: Arc<LeaseJournal>, clock: Arc<dyn Clock>, place: Option<String>) -> Self {
        Self { journal, clock, place }
    }

    fn answer(&self, access_key_id: &str) -> Result<(), Failure> {
        let answer = self.journal.answer(self.clock.now(), self.place.as_deref(), access_key_id);
        answer.map_err(|error| unrecorded(&error))?.map_err(|refusal| self.failure(refusal))
    }

    /// 403 is for a person: SDKs do not repeat the request for long, and show the sentence where they show any.
    fn failure(&self, refusal: LeaseRefusal) -> Failure {
        match self.journal.lease() {
            Ok(lease) => Failure { status: 403, code: refusal.code(), message: lease.sentence(refusal) },
            Err(error) => unrecorded(&error),
        }
    }
}

impl Gate for LeaseGate {
    fn check(&self) -> Result<(), Failure> {
        match self.journal.refusal(self.clock.now(), self.place.as_deref()) {
            Ok(None) => Ok(()),
            // What refuses once refuses from then on; this is the record of it.
            Ok(Some(refusal)) => self.answer("").and(Err(self.failure(refusal))),
            Err(error) => Err(unrecorded(&error)),
        }
    }

    fn admit(&self, access_key_id: &str) -> Result<(), Failure> {
        self.answer(access_key_id)
    }
}

fn unrecorded(error: &io::Error) -> Failure {
    let message = format!("the record of the lease cannot be written, so nothing is handed out: {error}");
    Failure { status: 403, code: "LeaseEnded", message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_leases::{LeaseTerms, LeasedRole, Leases};
    use std::{
        sync::atomic::{AtomicU64, Ordering},
        time::{Duration, UNIX_EPOCH},
    };

    #[test]
    fn what_a_lease_says_is_the_answer_and_each_is_on_record() {
        let folder = tempfile::tempdir().expect("a folder");
        let seconds = Arc::new(AtomicU64::new(1_800_000_000));
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let (made, until) = (at(1_800_000_000), at(1_800_000_060));
        let terms = LeaseTerms::new(&|id: &mut [u8]| id.fill(7), LeasedRole::default(), made, until);
        let leases = Leases::in_folder(folder.path());
        let journal = Arc::new(leases.create(&terms).expect("a lease"));
        let clock = Arc::clone(&seconds);
        let clock = Arc::new(move || at(clock.load(Ordering::SeqCst)));
        let gate = LeaseGate::new(Arc::clone(&journal), clock, None);
        assert_eq!((gate.check(), gate.admit("ASIA1")), (Ok(()), Ok(())));
        seconds.fetch_add(60, Ordering::SeqCst);
        for refused in [gate.check(), gate.admit("ASIA1")] {
            let failure = refused.expect_err("its time is over");
            assert_eq!((failure.status, failure.code), (403, "LeaseEnded"));
            assert!(failure.message.contains("daypass lease new"), "{}", failure.message);
        }
        let log = leases.log(None).expect("a log");
        assert_eq!((log.matches("\"answered\"").count(), log.matches("\"refused\"").count()), (1, 2));
        std::fs::remove_file(journal.path()).expect("removed");
        let failure = gate.admit("ASIA1").expect_err("no record");
        assert!(failure.message.contains("cannot be written"), "{}", failure.message);
    }
}
