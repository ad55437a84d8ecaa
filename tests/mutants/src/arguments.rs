//! The arguments: `[CRATE …] [--only TEXT …] [--one-by-one] [--sample N [--seed S]] [--jobs N] [--json FILE]`.

use std::path::PathBuf;
use xtask::packages;

/// Libraries that are measured only by name. The simulator stands in for AWS, so the tests of all other crates judge it,
/// and its own are a few of many.
const ONLY_BY_NAME: &[&str] = &["simulator"];

/// What is measured, and how.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Crates without `daypass-`.
    pub(crate) crates: Vec<String>,
    /// Whether cargo-mutants tries every mutant in a build of its own.
    pub(crate) one_by_one: bool,
    /// Texts, one of which stands in the name of each mutant that is tried; none if all are.
    pub(crate) only: Vec<String>,
    /// How many mutants of each crate are tried, and the seed that chooses them.
    pub(crate) sample: Option<(usize, u64)>,
    /// Mutants at the same time.
    pub(crate) jobs: usize,
    /// The file that gets the figures.
    pub(crate) json: Option<PathBuf>,
}

impl Wanted {
    /// Parses the arguments; without a crate, all published libraries but the simulator are wanted.
    pub(crate) fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut wanted = Self {
            crates: Vec::new(),
            one_by_one: false,
            only: Vec::new(),
            sample: None,
            jobs: 2,
            json: None,
        };
        let (mut sample, mut seed) = (None, 1);
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| format!("{argument} has no value"));
            let number = |value: &String| {
                value.parse::<usize>().map_err(|error| format!("{argument} {value}: {error}"))
            };
            match argument.as_str() {
                "--one-by-one" => wanted.one_by_one = true,
                "--only" => wanted.only.push(value()?.clone()),
                "--sample" => sample = Some(number(value()?)?),
                "--seed" => seed = number(value()?)? as u64,
                "--jobs" => wanted.jobs = number(value()?)?.max(1),
                "--json" => wanted.json = Some(value()?.into()),
                flag if flag.starts_with('-') => return Err(format!("there is no {flag}")),
                name => wanted.crates.push(name.trim_start_matches("daypass-").to_owned()),
            }
        }
        wanted.sample = sample.map(|count| (count, seed));
        if wanted.crates.is_empty() {
            wanted.crates = packages::libraries()?;
            wanted.crates.retain(|name| !ONLY_BY_NAME.contains(&name.as_str()));
        }
        Ok(wanted)
    }

    /// Whether all mutants of the crates are tried.
    pub(crate) fn is_all(&self) -> bool {
        self.only.is_empty() && self.sample.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    fn parse(line: &str) -> Result<Wanted, String> {
        Wanted::parse(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn crates_and_flags_in_any_order() {
        let wanted = parse(
            "files --only Edit --seed 7 --sample 30 daypass-settings --json a.json --jobs 0 --one-by-one",
        );
        let expected = Wanted {
            crates: vec!["files".to_owned(), "settings".to_owned()],
            one_by_one: true,
            only: vec!["Edit".to_owned()],
            sample: Some((30, 7)),
            jobs: 1,
            json: Some("a.json".into()),
        };
        assert_eq!(wanted, Ok(expected));
        assert!(parse("files").is_ok_and(|wanted| wanted.is_all()));
        assert!(parse("files --only x").is_ok_and(|wanted| !wanted.is_all()));
        assert!(parse("files --sample 3").is_ok_and(|wanted| !wanted.is_all()));
        for (line, message) in [
            ("--crate files", "there is no --crate"),
            ("files --json", "--json has no value"),
            ("files --jobs two", "--jobs two: invalid digit found in string"),
        ] {
            assert_eq!(parse(line), Err(message.to_owned()));
        }
    }
}
