//! `bench --plot`: writes the page of measured figures and its charts from the kept results, `benches/kept/*.json`.
//!
//! `bench --all --json benches/kept/NAME.json` keeps results. Of each measurement the newest that is kept is shown, with its
//! machine and commit. Nothing is measured here.

use super::{
    budget,
    chart::{self, Bar},
    measurements::MEASUREMENTS,
};
use serde_json::Value;
use std::{fs, path::PathBuf};
use xtask::{places, tally::Tally};

/// A kept run: what `figures::write` has written.
type Kept = Value;

/// Writes the page and the charts.
pub(super) fn run() -> Tally {
    let mut tally = Tally::default();
    match kept().map(|kept| files(&kept)) {
        Err(reason) => tally.check("the kept results are read", Err(reason)),
        Ok(files) => {
            for (name, text) in files {
                let path = places::root().join("docs").join(&name);
                let written = fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()));
                tally.check(&format!("docs/{name} is written"), written);
            }
        }
    }
    tally
}

/// The kept runs, the newest first.
fn kept() -> Result<Vec<Kept>, String> {
    let folder = places::root().join("benches/kept");
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    let read = |path: PathBuf| -> Result<Kept, String> {
        let explain = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| explain(&error))?;
        serde_json::from_str(&text).map_err(|error| explain(&error))
    };
    let mut kept = paths.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    kept.sort_by_key(|run| std::cmp::Reverse(run["unix_time"].as_u64()));
    Ok(kept)
}

/// The page and its charts, by their names in `docs`.
fn files(kept: &[Kept]) -> Vec<(String, String)> {
    let mut page = INTRODUCTION.to_owned();
    let mut files = Vec::new();
    let mut add = |name: &str, title: &str, origin: &str, bars: &[Bar]| {
        let picture = format!("pictures/figures-{name}.svg");
        files.push((picture.clone(), chart::svg(title, bars)));
        page += &format!("\n## {title}\n\n![{title}]({picture})\n\n{origin}\n");
        page += &table(bars);
    };
    let (said, counts) = instructions();
    add("budget", "A cached answer", &said, &counts);
    for (bench, title, _) in MEASUREMENTS {
        let Some((run, bars)) =
            kept.iter().map(|run| (run, bars(run, bench))).find(|(_, bars)| !bars.is_empty())
        else {
            continue;
        };
        let origin = format!("{} Repeat: `cargo xtask bench {bench}`.", origin(run));
        add(bench, title, &origin, &bars);
    }
    files.push(("figures.md".to_owned(), page));
    files
}

/// The kept instructions of a cached answer, and how they were counted.
fn instructions() -> (String, Vec<Bar>) {
    let (compiler, counts) = budget::kept();
    let bars = counts.iter().map(|(profiles, count)| Bar {
        label: format!("{profiles} profiles in the config file"),
        value: u32::try_from(*count).map_or(f64::INFINITY, f64::from),
        unit: "instructions".to_owned(),
        most: None,
    });
    let origin = format!(
        "Instructions of the whole process that answers `credential-process` from the cache, counted by callgrind, {compiler}. \
         Repeat: `cargo xtask budget`."
    );
    (origin, bars.collect())
}

/// The figures of one measurement in a kept run; a figure without a unit is a check and no length.
fn bars(run: &Kept, bench: &str) -> Vec<Bar> {
    let figures = run["figures"].as_array().into_iter().flatten();
    let of_bench = figures.filter(|figure| figure["bench"] == bench);
    let bar = |figure: &Value| {
        Some(Bar {
            label: figure["what"].as_str()?.to_owned(),
            value: figure["value"].as_f64()?,
            unit: figure["unit"].as_str().filter(|unit| !unit.is_empty())?.to_owned(),
            most: figure["most"].as_f64(),
        })
    };
    of_bench.filter_map(bar).collect()
}

/// Where and on what a run was made.
fn origin(run: &Kept) -> String {
    let machine = &run["machine"];
    let text = |name: &str| machine[name].as_str().unwrap_or("unknown").to_owned();
    let commit: String = run["commit"].as_str().unwrap_or("unknown").chars().take(12).collect();
    let changed = if run["changed"] == true { ", with changes" } else { "" };
    format!(
        "Commit `{commit}`{changed}; {}, {} processors, {}, {} {}; load {} at the end.",
        text("processor"),
        machine["processors"],
        text("compiler"),
        text("system"),
        text("kernel"),
        text("load").split(' ').next().unwrap_or_default(),
    )
}

/// The same as a table, for who does not see the chart.
fn table(bars: &[Bar]) -> String {
    let row = |bar: &Bar| {
        let most = bar.most.map(chart::number).unwrap_or_default();
        format!("| {} | {} {} | {most} |\n", bar.label, chart::number(bar.value), bar.unit)
    };
    format!(
        "\n| what | measured | limit |\n| --- | --- | --- |\n{}",
        bars.iter().map(row).collect::<String>()
    )
}

const INTRODUCTION: &str = "# Measured figures

<!-- Written by `cargo xtask bench --plot` from `benches/kept`. -->

Each chart says on which machine and commit it was measured, and how to measure it again. Programs are run in turns, and medians are
compared: a busy machine slows all of them. A dashed line is the limit at which the measurement fails.

```console
$ cargo xtask bench --all --json benches/kept/all.json
$ cargo xtask bench --plot
```

The first keeps the results, the second writes this page. What is slower than it should be is in
[SHORTCOMINGS.md](../SHORTCOMINGS.md).
";

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn run(time: u64, value: f64) -> Kept {
        let shells = MEASUREMENTS.iter().map(|(name, ..)| *name).find(|name| *name == "shells");
        json!({
            "commit": "0123456789abcdef", "changed": false, "unix_time": time,
            "machine": { "processor": "A chip", "processors": 2, "compiler": "rustc 1", "system": "linux", "kernel": "6", "load": "0.10 0 0" },
            "figures": [
                { "bench": shells, "what": "bash, installed", "value": value, "unit": "ms", "most": 3.0 },
                { "bench": shells, "what": "a check", "value": 0.0, "unit": "", "most": 0.0 },
            ],
        })
    }

    #[test]
    fn the_newest_run_is_shown_with_its_origin() {
        let files = files(&[run(2, 0.25), run(1, 9.0)]);
        let (name, page) = files.last().expect("a page");
        assert_eq!(name, "figures.md");
        assert!(
            page.contains("Commit `0123456789ab`; A chip, 2 processors, rustc 1, linux 6; load 0.10"),
            "{page}"
        );
        assert!(page.contains("| bash, installed | 0.25 ms | 3 |") && !page.contains("a check"), "{page}");
        assert!(files.iter().any(|(name, _)| name == "pictures/figures-shells.svg"));
    }

    #[test]
    fn the_page_is_what_the_kept_results_say() {
        for (name, text) in files(&kept().expect("the kept results are read")) {
            let path = places::root().join("docs").join(&name);
            let is = fs::read_to_string(&path).unwrap_or_default();
            assert!(is == text, "docs/{name} is out of date: cargo xtask bench --plot");
        }
    }
}
