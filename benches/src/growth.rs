//! `bench growth`: how the instructions of each command grow with what there is much of; an exponent over 1.15 fails.
//!
//! Instructions, counted by cachegrind, because time would hide a slow growth in its noise. Five sizes, each twice the
//! one before: what is the same at every size drops out of the differences, and their ratio is the exponent.
//! `--profile NAME` takes another profile of cargo than `release`; a word takes the commands that have it alone.

use crate::{
    figures,
    homes::{self, Many},
};
use std::path::{Path, PathBuf};
use xtask::{environment, places, process::Run, tally::Tally};

/// The largest exponent: linear, and a logarithm of sorting (1.13 at these sizes).
const MOST: f64 = 1.15;
/// A command that grows by less than this part of itself over all sizes does not grow.
const FLAT: f64 = 0.05;
const DOUBLINGS: u32 = 4;

/// The kind of item, the smallest number of them, and the commands that are run.
const LAWS: &[(Many, usize, &[&str])] = &[
    (
        Many::Profiles,
        250,
        &[
            "status",
            "doctor",
            "profiles",
            "settings",
            "prompt -p work",
            "logout",
            "login -p work",
            "whoami -p real",
            "credentials -p work --format env",
            "exec -p work -- /nowhere",
            "console -p real --print",
            "complete-names profile team",
            "configure populate --sso-session corp --region eu-west-1 --plan",
            "accounts --sso-session corp",
        ],
    ),
    (
        Many::Sessions,
        50,
        &["status", "doctor", "logout", "login -p work", "credentials -p work --format env", "settings"],
    ),
    (Many::Portals, 50, &["status", "doctor", "logout", "login -p work", "profiles"]),
    (Many::Broken, 100, &["status", "doctor", "profiles", "logout", "whoami -p real"]),
    (
        Many::CacheFiles,
        250,
        &[
            "status",
            "doctor",
            "logout",
            "login -p work",
            "whoami -p real",
            "credentials -p work --format env",
            "exec -p work -- /nowhere",
            "console -p real --print",
            "profiles",
        ],
    ),
    (
        Many::Accounts,
        50,
        &[
            "accounts --sso-session corp",
            "roles --sso-session corp",
            "configure populate --sso-session corp --region eu-west-1 --plan",
            "configure populate --sso-session corp --region eu-west-1 --yes",
        ],
    ),
    (
        Many::Roles,
        25,
        &["roles --sso-session corp", "configure populate --sso-session corp --region eu-west-1 --yes"],
    ),
];

pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if let Err(reason) = environment::tool("valgrind", &["--version"]) {
        tally.skip("bench growth", &reason);
        return tally;
    }
    let mut words = arguments.iter();
    let (mut profile, mut wanted) = ("release", "");
    while let Some(word) = words.next() {
        match word.as_str() {
            "--profile" => profile = words.next().map_or(profile, String::as_str),
            word => wanted = word,
        }
    }
    let daypass = match build(profile) {
        Ok(daypass) => daypass,
        Err(reason) => {
            tally.check("the program is built", Err(reason));
            return tally;
        }
    };
    println!("         {:>62}  exponent", "millions of instructions at five sizes");
    for (many, least, commands) in LAWS {
        let sizes: Vec<usize> = (0..=DOUBLINGS).map(|step| least << step).collect();
        println!("         {many:?} {sizes:?}");
        for words in commands.iter().filter(|words| words.contains(wanted)) {
            let counts: Result<Vec<u64>, String> =
                sizes.iter().map(|size| count(&daypass, *many, *size, words)).collect();
            let what = format!("{many:?}: {words}");
            match counts {
                Ok(counts) => judge(&mut tally, &what, &counts),
                Err(reason) => tally.check(&what, Err(reason)),
            }
        }
    }
    tally
}

fn build(profile: &str) -> Result<PathBuf, String> {
    environment::fetch()?;
    let words =
        ["build", "--quiet", "--locked", "-p", "daypass-cli", "--bin", "daypass", "--profile", profile];
    Run::cargo().args(words).show()?;
    Ok(places::of_profile(profile).join("daypass"))
}

/// The instructions of one command in a fresh home of this size.
fn count(daypass: &Path, many: Many, size: usize, words: &str) -> Result<u64, String> {
    let home = homes::home(many, size, daypass.to_owned())?;
    let mut command = home.other("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    let log = home.path().join("valgrind.log");
    command.arg(format!("--log-file={}", log.display())).arg(daypass).args(words.split(' '));
    let outcome = home.finish(words, command);
    let is_expected = match outcome.code {
        // What valgrind counts is lost when another program takes the place of ours: `exec` is given none that exists, which
        // valgrind tells the program as one that may not be started.
        Some(126 | 127) => words.starts_with("exec"),
        Some(1) => many == Many::Broken && words == "doctor",
        code => code == Some(0) && !words.starts_with("exec"),
    };
    if !is_expected {
        return Err(format!("exit {:?} at {size}\n{}{}", outcome.code, outcome.stdout, outcome.stderr));
    }
    let text = home.read("valgrind.log");
    let total =
        text.lines().find_map(|line| line.split_once("refs:")).map(|(_, count)| count.replace(',', ""));
    total
        .and_then(|total| total.trim().parse().ok())
        .ok_or_else(|| format!("valgrind counted nothing: {text}"))
}

fn judge(tally: &mut Tally, what: &str, counts: &[u64]) {
    let exponent = exponent(counts);
    let shown: Vec<String> = counts.iter().map(|count| format!("{:9.2}", millions(*count))).collect();
    // What does not grow has the exponent zero.
    figures::note(what, exponent.unwrap_or(0.0), "exponent", MOST);
    let result = match exponent {
        Some(exponent) if exponent > MOST => Err(format!("the exponent is {exponent:.2}, over {MOST}")),
        _ => Ok(()),
    };
    let exponent = exponent.map_or("flat".to_owned(), |exponent| format!("{exponent:.2}"));
    println!("         {} {exponent:>6}  {what}", shown.join(" "));
    tally.check(&format!("{what}: {exponent}"), result);
}

#[expect(clippy::cast_precision_loss, reason = "counts are far under 2^52")]
fn millions(count: u64) -> f64 {
    count as f64 / 1e6
}

/// The exponent of what grows, or none where nothing does. Each size is twice the one before.
fn exponent(counts: &[u64]) -> Option<f64> {
    let (first, last) = (millions(*counts.first()?), millions(*counts.last()?));
    if last - first < FLAT * first {
        return None;
    }
    let steps: Vec<f64> =
        counts.iter().zip(counts.iter().skip(1)).map(|(a, b)| millions(*b) - millions(*a)).collect();
    let (early, late) = (steps.first()?.max(1e-3), steps.last()?.max(1e-3));
    Some((late / early).log2() / f64::from(DOUBLINGS - 1))
}

#[cfg(test)]
mod tests {
    use super::exponent;

    #[test]
    fn what_is_the_same_at_every_size_does_not_count() {
        let grows = |f: fn(f64) -> f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
            let counts: Vec<u64> =
                [1.0, 2.0, 4.0, 8.0, 16.0].map(|n| (5e6 + f(250.0 * n) * 1e4) as u64).to_vec();
            exponent(&counts)
        };
        assert_eq!(grows(|_| 1.0), None);
        let near = |found: Option<f64>, wanted: f64| {
            assert!(found.is_some_and(|found| (found - wanted).abs() < 0.05), "{found:?}, not {wanted}");
        };
        near(grows(|n| n), 1.0);
        near(grows(|n| n * n), 2.0);
        near(grows(|n| n * n.ln()), 1.13);
    }
}
