//! An attack is a row: what is tried, and a judge that says how it got through. A kind of attack has a control: a weak
//! twin of daypass, on which the same judge must find the same attack going through.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// What came of an attack: nothing, or how it got through.
pub(super) type Verdict = Result<(), String>;

/// One attack. It runs in a place of its own, beside others.
pub(super) struct Attack {
    name: String,
    run: Box<dyn Fn() -> Verdict + Send + Sync>,
}

impl Attack {
    pub(super) fn new(name: impl Into<String>, run: impl Fn() -> Verdict + Send + Sync + 'static) -> Self {
        Self { name: name.into(), run: Box::new(run) }
    }
}

/// Attacks that one judge looks at.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// The judge, on a weak twin: it must find it guilty.
    pub(super) control: fn() -> Verdict,
    pub(super) attacks: Vec<Attack>,
    /// What is lawful, and must go on working.
    pub(super) lawful: Vec<Attack>,
}

/// Counts of a program.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) attacks: u32,
    pub(super) through: u32,
    pub(super) lawful: u32,
    pub(super) broken: u32,
    pub(super) controls: u32,
    pub(super) blind: u32,
}

impl Count {
    pub(super) fn add(&mut self, other: Self) {
        self.attacks += other.attacks;
        self.through += other.through;
        self.lawful += other.lawful;
        self.broken += other.broken;
        self.controls += other.controls;
        self.blind += other.blind;
    }
}

/// Runs a kind. `only` leaves out what does not have that word in its name.
pub(super) fn run(program: &str, kind: &Kind, only: Option<&str>) -> Count {
    let is_asked = |attack: &&Attack| {
        only.is_none_or(|word| format!("{program} {} {}", kind.name, attack.name).contains(word))
    };
    let attacks: Vec<_> = kind.attacks.iter().filter(is_asked).collect();
    let lawful: Vec<_> = kind.lawful.iter().filter(is_asked).collect();
    let number = |list: &[&Attack]| u32::try_from(list.len()).unwrap_or(u32::MAX);
    let mut count = Count { attacks: number(&attacks), lawful: number(&lawful), ..Count::default() };
    if attacks.is_empty() && lawful.is_empty() {
        return count;
    }
    count.controls = 1;
    if (kind.control)().is_ok() {
        count.blind = 1;
        println!("FAILED   {program}, {}: the judge does not see the attack on its weak twin", kind.name);
    }
    for (attack, reason) in failed(&attacks) {
        count.through += 1;
        println!("FAILED   {program}, {}: {} got through: {reason}", kind.name, attack.name);
    }
    for (attack, reason) in failed(&lawful) {
        count.broken += 1;
        println!("FAILED   {program}, {}: {} is lawful, and fails: {reason}", kind.name, attack.name);
    }
    count
}

/// Those that ended badly. Most of the time they wait for a process.
fn failed<'a>(attacks: &[&'a Attack]) -> Vec<(&'a Attack, String)> {
    let workers = 3 * thread::available_parallelism().map_or(2, usize::from);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failed = Vec::new();
        while let Some(attack) = attacks.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(reason) = (attack.run)() {
                failed.push((*attack, reason));
            }
        }
        failed
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("an attack does not panic")).collect()
    })
}
