//! Random stacks of settings files, flags and variables: what `daypass settings` says is what each command does, and nothing
//! goes before what is locked. `DAYPASS_STACKS` is their number (`cargo xtask explore --stacks 5000`).
#![cfg(target_os = "linux")]

mod draw;
mod judge;
mod machine;

use draw::{Dice, Stack};
use machine::Machine;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

/// Stacks of a test run, and the seed of the first.
const STACKS: u64 = 200;

#[test]
#[expect(clippy::disallowed_methods, reason = "how many is the caller's to say")]
fn what_the_settings_command_says_is_what_each_command_does() {
    let stacks = std::env::var("DAYPASS_STACKS").ok().and_then(|text| text.parse().ok()).unwrap_or(STACKS);
    let next = AtomicU64::new(0);
    let work = || -> Option<Vec<String>> {
        let machine = Machine::signed_in()?;
        let mut found = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= stacks || found.len() > 5 {
                return Some(found);
            }
            let stack = Stack::draw(&mut Dice::new(seed), &machine.path());
            let ends = machine.live(&stack);
            let differences = judge::differences(&stack, &ends);
            found.extend(differences.iter().map(|text| format!("stack {seed}: {text}\n{stack:#?}")));
        }
    };
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let found: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker does not fail")).collect()
    });
    let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else {
        println!("skipped: only root has a namespace with another /etc");
        return;
    };
    let found = found.concat();
    assert!(found.is_empty(), "{} differences, such as:\n{}", found.len(), found.join("\n\n"));
}
