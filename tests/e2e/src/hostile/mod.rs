//! `hostile [WORD]`: three programs try to do worse than to keep daypass from working: another user of the machine, a
//! checkout that somebody stands in, a portal or a network that lies.
//!
//! Each has a table of attacks; the last line counts them and how many got through. Each attack is proved able to
//! succeed: the same judge must find it going through to a deliberately weak twin. WORD runs only what has it in its name.

mod attack;
mod checkout;
mod command;
#[cfg(unix)]
mod neighbour;
mod portal;
mod recorder;
mod twin;
mod verdict;
mod victim;
pub(crate) mod weak;

use crate::stage;
use attack::{Count, Kind};
use std::time::Instant;
use xtask::{environment, tally::Tally};

/// Runs all three.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(unix) {
        tally.skip("hostile", "its files and users are those of Unix");
        return tally;
    }
    let build =
        if arguments.iter().any(|argument| argument == "--built") { stage::built } else { stage::build };
    if let Err(reason) = environment::fetch().and_then(|()| build()).and_then(|()| twin::make_twin()) {
        tally.check("daypass is built", Err(reason));
        return tally;
    }
    let only = arguments.iter().find(|argument| !argument.starts_with("--")).map(String::as_str);
    let mut all = Count::default();
    let mut programs: Vec<(&str, Result<Vec<Kind>, String>)> =
        vec![("checkout", Ok(checkout::kinds())), ("portal", Ok(portal::kinds()))];
    #[cfg(unix)]
    programs.insert(0, ("neighbour", neighbour::kinds()));
    for (program, kinds) in programs {
        match kinds {
            Err(reason) => tally.missing(program, &reason),
            Ok(kinds) => all.add(one(&mut tally, program, &kinds, only)),
        }
    }
    #[cfg(unix)]
    neighbour::end();
    twin::remove_twin();
    println!(
        "{} attacks, {} got through; {} of {} are caught on a weak twin",
        all.attacks, all.through, all.proved, all.attacks
    );
    tally
}

fn one(tally: &mut Tally, program: &str, kinds: &[Kind], only: Option<&str>) -> Count {
    let (start, mut all) = (Instant::now(), Count::default());
    for kind in kinds {
        let count = attack::run(program, kind, only);
        tally.passed += count.attacks - count.through + count.proved + count.lawful - count.broken;
        tally.failed += count.through + (count.attacks - count.proved) + count.broken;
        all.add(count);
    }
    println!(
        "{program}: {} attacks, {} got through, {} caught on a weak twin; {} lawful uses, {} broken ({:.0} s)",
        all.attacks,
        all.through,
        all.proved,
        all.lawful,
        all.broken,
        start.elapsed().as_secs_f64()
    );
    all
}
