//! Homes tried, several at once, and what was found in them.

use super::{
    browser,
    dice::Dice,
    laws::{self, Broken},
    make,
    peer::Peer,
    place::Place,
    shrink,
    spec::Spec,
};
use crate::shared_program;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

/// The name of the copy of the program that is tried.
const PURPOSE: &str = "explored";
/// Of so many homes one is shown to boto3, too.
const SAMPLE: u64 = 15;

/// What one law's breaking in one way was seen in.
pub(super) struct Finding {
    pub(super) broken: Broken,
    pub(super) spec: Spec,
    pub(super) seed: u64,
    pub(super) homes: u64,
}

/// What is done with what is found.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) shrinks: bool,
    pub(super) ends_at_first: bool,
    /// No home is begun later.
    pub(super) until: Option<Instant>,
}

pub(super) type Findings = BTreeMap<(&'static str, String), Finding>;

/// Tries the homes, several at once. What was found, how many processes were started, how many homes were tried.
pub(super) fn explore(
    seeds: &[u64],
    program: &Path,
    peer: Option<&Peer>,
    way: Way,
) -> Result<(Findings, u64, usize), String> {
    let copies = Copies::of(program)?;
    let program = copies.program();
    // Most of the time they wait: for a process to start, for a disk, for a person.
    let workers = 4 * thread::available_parallelism().map_or(2, usize::from);
    let (next, started, tried) = (AtomicU64::new(0), AtomicU64::new(0), AtomicUsize::new(0));
    let is_over = AtomicBool::new(false);
    let found = Mutex::new(Findings::new());
    let work = |number: usize| -> Result<(), String> {
        let mut place = Place::open(number, program.to_owned())?;
        loop {
            let at = usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or(usize::MAX);
            let over =
                is_over.load(Ordering::Relaxed) || way.until.is_some_and(|until| Instant::now() >= until);
            let Some(&seed) = seeds.get(at).filter(|_| !over) else {
                started.fetch_add(place.started, Ordering::Relaxed);
                return Ok(());
            };
            tried.fetch_add(1, Ordering::Relaxed);
            let spec = make::home(&mut Dice::new(seed));
            let peer = peer.filter(|_| seed % SAMPLE == 0 || seeds.len() == 1);
            let broken =
                laws::live(&mut place, &spec, peer, None).map_err(|error| format!("seed {seed}: {error}"))?;
            for broken in broken {
                keep(&mut place, &found, (&spec, &broken, seed), peer, way.shrinks);
                is_over.fetch_or(way.ends_at_first, Ordering::Relaxed);
            }
        }
    };
    let ends: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|number| scope.spawn(move || work(number))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err("a worker panicked".to_owned())))
            .collect()
    });
    ends.into_iter().collect::<Result<Vec<()>, _>>()?;
    let found = found.into_inner().map_err(|error| error.to_string())?;
    Ok((found, started.into_inner(), tried.into_inner()))
}

/// Copies of daypass and of this program where every user can run them: some homes are of another user. They are gone when
/// this is dropped.
pub(super) struct Copies(PathBuf);

impl Copies {
    pub(super) fn of(program: &Path) -> Result<Self, String> {
        let copies = Self(shared_program::path(PURPOSE));
        shared_program::copy(program, PURPOSE)?;
        browser::share()?;
        Ok(copies)
    }

    pub(super) fn program(&self) -> &Path {
        &self.0
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        shared_program::remove(PURPOSE);
        browser::unshare();
    }
}

/// Counts a finding; the first home of each is shrunk.
fn keep(
    place: &mut Place,
    found: &Mutex<Findings>,
    (spec, broken, seed): (&Spec, &Broken, u64),
    peer: Option<&Peer>,
    shrinks: bool,
) {
    let key = (broken.law, broken.what.clone());
    let lock = || found.lock().expect("nobody panics with it");
    if let Some(known) = lock().get_mut(&key) {
        known.homes += 1;
        return;
    }
    let first = Finding { broken: broken.clone(), spec: spec.clone(), seed, homes: 1 };
    lock().insert(key.clone(), first);
    println!("seed {seed}: law {}: {}", broken.law, broken.what);
    if !shrinks {
        return;
    }
    let peer = peer.filter(|_| broken.law == "6 peers");
    let least = shrink::least(place, spec, broken, peer);
    let again = laws::live(place, &least, peer, Some(broken.law)).unwrap_or_default();
    let again = again.into_iter().find(|other| other.law == broken.law && other.what == broken.what);
    if let (Some(known), Some(again)) = (lock().get_mut(&key), again) {
        known.spec = least;
        known.broken = again;
    }
}
