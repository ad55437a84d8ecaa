//! Finds the smallest home that still breaks a law in the way that was found.

use super::{
    laws::{Broken, live},
    peer::Peer,
    place::Place,
    spec::{Browser, File, Foreign, Person, Role, Spec, Token},
};
use std::time::{Duration, Instant};

/// The number of homes that are tried for one finding.
const TRIES: usize = 250;
/// The time that shrinking one finding may take.
const LIMIT: Duration = Duration::from_secs(60);

pub(super) fn least(place: &mut Place, spec: &Spec, broken: &Broken, peer: Option<&Peer>) -> Spec {
    let mut best = spec.clone();
    let (mut tries, start) = (0, Instant::now());
    loop {
        let before = best.clone();
        for smaller in smaller(&best) {
            tries += 1;
            if tries > TRIES || start.elapsed() > LIMIT {
                return best;
            }
            let again = live(place, &smaller, peer, Some(broken.law)).unwrap_or_default();
            if again.iter().any(|other| other.law == broken.law && other.what == broken.what) {
                best = smaller;
                break;
            }
        }
        if best == before {
            return best;
        }
    }
}

/// Returns homes with one part less, the large parts first.
fn smaller(spec: &Spec) -> Vec<Spec> {
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Spec)| {
        let mut other = spec.clone();
        change(&mut other);
        if other != *spec {
            all.push(other);
        }
    };
    for at in 0..spec.commands.len() {
        with(&|spec| spec.commands = spec.commands.get(at).cloned().into_iter().collect());
    }
    with(&|spec| spec.commands.clear());
    for at in 0..spec.profiles.len() {
        with(&|spec| drop(spec.profiles.remove(at)));
    }
    for at in 0..spec.sessions.len() {
        with(&|spec| drop(spec.sessions.remove(at)));
    }
    with(&|spec| spec.credentials.clear());
    with(&|spec| spec.stray.clear());
    with(&|spec| spec.variables.clear());
    with(&|spec| spec.homeless = false);
    with(&|spec| spec.foreign = Foreign::Nothing);
    with(&|spec| spec.browser = Browser::None);
    with(&|spec| spec.faults.clear());
    with(&|spec| spec.terminal = false);
    with(&|spec| spec.interrupted = None);
    with(&|spec| spec.file = File::Plain);
    with(&|spec| spec.person = Person::Allows);
    for at in 0..spec.profiles.len() {
        with(&|spec| spec.profiles.iter_mut().skip(at).take(1).for_each(|profile| profile.role = Role::None));
        for key in 0..spec.profiles.get(at).map_or(0, |profile| profile.keys.len()) {
            with(&|spec| {
                spec.profiles.iter_mut().skip(at).take(1).for_each(|profile| drop(profile.keys.remove(key)));
            });
        }
    }
    for at in 0..spec.sessions.len() {
        for token in [Token::None, Token::Good] {
            with(&|spec| spec.sessions.iter_mut().skip(at).take(1).for_each(|session| session.token = token));
        }
    }
    for at in 0..spec.variables.len() {
        with(&|spec| drop(spec.variables.remove(at)));
    }
    all
}
