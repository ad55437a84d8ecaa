//! Judges one mutant by the tests that reach its function, the quickest first.

use crate::{
    outcome::Verdict,
    suite::{End, Suite, Test},
};
use std::time::Duration;

/// The time, without a change, of the tests that are run first; each further group takes twice as long.
const FIRST: Duration = Duration::from_millis(300);

/// Runs the tests until one of them notices the mutant; returns which did. `least` is the shortest time after which
/// tests are taken to hang.
pub(crate) fn judge(
    suite: &Suite,
    mutant: u32,
    function: usize,
    least: Duration,
) -> Result<(Verdict, Vec<String>), String> {
    for group in groups(reaching(&suite.tests, function)) {
        match suite.run(&group, mutant, least)? {
            End::Passed => {}
            End::TimedOut => return Ok((Verdict::TimedOut, names(&group))),
            End::Failed(failed) => {
                // A test that failed because the machine was busy passes the next time.
                let again: Vec<&Test> =
                    group.iter().filter(|test| failed.contains(&test.name)).copied().collect();
                let again = if again.is_empty() { group } else { again };
                match suite.run(&again, mutant, least)? {
                    End::Passed => {}
                    End::TimedOut => return Ok((Verdict::TimedOut, names(&again))),
                    End::Failed(failed) => return Ok((Verdict::Caught, failed)),
                }
            }
        }
    }
    Ok((Verdict::Missed, Vec::new()))
}

fn reaching(tests: &[Test], function: usize) -> Vec<&Test> {
    let mut tests: Vec<&Test> = tests.iter().filter(|test| test.reaches.contains(&function)).collect();
    tests.sort_by_key(|test| test.took);
    tests
}

fn groups(tests: Vec<&Test>) -> Vec<Vec<&Test>> {
    let (mut groups, mut group, mut time, mut budget) = (Vec::new(), Vec::new(), Duration::ZERO, FIRST);
    for test in tests {
        group.push(test);
        time += test.took;
        if time > budget {
            groups.push(std::mem::take(&mut group));
            (time, budget) = (Duration::ZERO, budget * 2);
        }
    }
    if !group.is_empty() {
        groups.push(group);
    }
    groups
}

fn names(tests: &[&Test]) -> Vec<String> {
    tests.iter().map(|test| test.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{groups, names, reaching};
    use crate::suite::Test;

    #[test]
    fn quick_tests_go_first_and_in_growing_groups() {
        let test = |(name, took, reaches): (&str, u64, &[usize])| Test::sample(name, took, reaches);
        let tests = [
            ("slow", 5000, &[1][..]),
            ("a", 10, &[1]),
            ("elsewhere", 1, &[2]),
            ("c", 500, &[1, 2]),
            ("b", 295, &[1]),
            ("d", 501, &[1]),
        ]
        .map(test);
        let found: Vec<Vec<String>> = groups(reaching(&tests, 1)).iter().map(|group| names(group)).collect();
        assert_eq!(found, [vec!["a", "b"], vec!["c", "d"], vec!["slow"]]);
        assert!(groups(reaching(&tests, 3)).is_empty());
    }
}
