//! An attack is a row: what is tried, a judge that says how it got through, and the weakness that it lives on. Each is
//! played twice: against daypass, which must hold, and against a weak twin with that weakness, which must fall. An attack
//! that no twin falls to proves nothing, and fails the run.

use super::{twin::Victim, weak::Weakness};
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

pub(super) use super::verdict::{Failure, Verdict, through};

/// One attack. It runs in a place of its own, beside others.
pub(super) struct Attack {
    name: String,
    weakness: Weakness,
    play: Box<dyn Fn(Victim) -> Verdict + Send + Sync>,
}

impl Attack {
    /// An attack that gets through to a victim with this weakness.
    pub(super) fn new(
        name: impl Into<String>,
        weakness: Weakness,
        play: impl Fn(Victim) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), weakness, play: Box::new(play) }
    }
}

/// What is lawful, and must go on working.
pub(super) struct Lawful {
    name: String,
    run: Box<dyn Fn() -> Verdict + Send + Sync>,
}

impl Lawful {
    /// The weak twin itself, where the attack has left nothing: what it falls to elsewhere is the attack's.
    pub(super) fn twin(weakness: Weakness, run: impl Fn(Victim) -> Verdict + Send + Sync + 'static) -> Self {
        let name = format!("the twin that {}, where nothing is", weakness.name());
        Self::new(name, move || run(Victim::Weak(weakness)))
    }

    pub(super) fn new(name: impl Into<String>, run: impl Fn() -> Verdict + Send + Sync + 'static) -> Self {
        Self { name: name.into(), run: Box::new(run) }
    }
}

/// Attacks that one judge looks at.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) attacks: Vec<Attack>,
    pub(super) lawful: Vec<Lawful>,
}

/// Counts of a program.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) attacks: u32,
    pub(super) through: u32,
    /// Attacks that the weak twin falls to, as it must.
    pub(super) proved: u32,
    pub(super) lawful: u32,
    pub(super) broken: u32,
}

impl Count {
    pub(super) fn add(&mut self, other: Self) {
        self.attacks += other.attacks;
        self.through += other.through;
        self.proved += other.proved;
        self.lawful += other.lawful;
        self.broken += other.broken;
    }
}

/// Runs a kind. `only` leaves out what does not have that word in its name.
pub(super) fn run(program: &str, kind: &Kind, only: Option<&str>) -> Count {
    let is_asked =
        |name: &str| only.is_none_or(|word| format!("{program} {} {name}", kind.name).contains(word));
    let attacks: Vec<_> = kind.attacks.iter().filter(|attack| is_asked(&attack.name)).collect();
    let lawful: Vec<_> = kind.lawful.iter().filter(|lawful| is_asked(&lawful.name)).collect();
    let count = Mutex::new(Count { attacks: number(&attacks), lawful: number(&lawful), ..Count::default() });
    let count_with = |add: fn(&mut Count)| add(&mut count.lock().unwrap_or_else(PoisonError::into_inner));
    beside(&attacks, |attack| {
        if let Err(Failure::NotPlayed(reason) | Failure::Through(reason)) = (attack.play)(Victim::Daypass) {
            count_with(|count| count.through += 1);
            println!("FAILED   {program}, {}: {} got through: {reason}", kind.name, attack.name);
        }
        match (attack.play)(Victim::Weak(attack.weakness)) {
            Err(Failure::Through(_)) => count_with(|count| count.proved += 1),
            Err(Failure::NotPlayed(reason)) => println!(
                "FAILED   {program}, {}: {} cannot be played against its weak twin: {reason}",
                kind.name, attack.name
            ),
            Ok(()) => println!(
                "FAILED   {program}, {}: {} does not get through to its weak twin, either",
                kind.name, attack.name
            ),
        }
    });
    beside(&lawful, |lawful| {
        if let Err(Failure::NotPlayed(reason) | Failure::Through(reason)) = (lawful.run)() {
            count_with(|count| count.broken += 1);
            println!("FAILED   {program}, {}: {} is lawful, and fails: {reason}", kind.name, lawful.name);
        }
    });
    count.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn number<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// Does several at once: most of the time they wait for a process.
fn beside<T: Sync>(list: &[T], one: impl Fn(&T) + Sync) {
    let workers = 3 * thread::available_parallelism().map_or(2, usize::from);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(item) = list.get(next.fetch_add(1, Ordering::Relaxed)) {
                    one(item);
                }
            });
        }
    });
}
