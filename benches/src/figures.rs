//! The figures of a run for a file: what was measured, in which unit, against which limit, by which machine and commit.

use serde_json::{Value, json};
use std::{fs, path::Path, sync::Mutex, time::SystemTime};
use xtask::process::Run;

/// One figure. The limit is infinite where none is set.
struct Figure {
    bench: &'static str,
    what: String,
    value: f64,
    unit: &'static str,
    most: f64,
}

static FIGURES: Mutex<(&str, Vec<Figure>)> = Mutex::new(("", Vec::new()));

/// Says whose figures come now.
pub(crate) fn begin(bench: &'static str) {
    FIGURES.lock().expect("nobody panics with it").0 = bench;
}

/// Keeps a figure of the measurement that runs; `most` is infinite where no limit is set.
pub(crate) fn note(what: impl Into<String>, value: f64, unit: &'static str, most: f64) {
    let mut figures = FIGURES.lock().expect("nobody panics with it");
    let bench = figures.0;
    figures.1.push(Figure { bench, what: what.into(), value, unit, most });
}

/// Writes all of them.
///
/// The members are `commit`, `changed` (whether the checkout differs from it), `machine` and `figures`; a figure has
/// `bench`, `what`, `value`, `unit` and, where there is a limit, `most`.
pub(crate) fn write(path: &Path) -> Result<(), String> {
    let figures = FIGURES.lock().expect("nobody panics with it");
    let figures: Vec<Value> = figures.1.iter().map(Figure::json).collect();
    let git = |words: &[&str]| Run::hermetic("git").args(words).text().map(|text| text.trim().to_owned());
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let all = json!({
        "commit": git(&["rev-parse", "HEAD"]).ok(),
        "changed": git(&["status", "--porcelain"]).map_or(true, |text| !text.is_empty()),
        "unix_time": seconds,
        "machine": machine(),
        "figures": figures,
    });
    let text = serde_json::to_string_pretty(&all).map_err(|error| error.to_string())?;
    fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))
}

impl Figure {
    fn json(&self) -> Value {
        let Self { bench, what, value, unit, most } = self;
        let mut figure = json!({ "bench": bench, "what": what, "value": value, "unit": unit });
        if let Some(figure) = figure.as_object_mut().filter(|_| most.is_finite()) {
            figure.insert("most".to_owned(), json!(most));
        }
        figure
    }
}

/// What tells machines apart, and how busy this one is.
fn machine() -> Value {
    let line = |path: &str, begins: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(begins))?.to_owned();
        Some(line.split_once(':').map_or(line.clone(), |(_, value)| value.trim().to_owned()))
    };
    json!({
        "system": std::env::consts::OS,
        "architecture": std::env::consts::ARCH,
        "kernel": line("/proc/sys/kernel/osrelease", ""),
        "processor": line("/proc/cpuinfo", "model name"),
        "processors": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
        "memory": line("/proc/meminfo", "MemTotal"),
        "load": line("/proc/loadavg", ""),
        "compiler": Run::cargo_tool("rustc").arg("--version").text().map(|text| text.trim().to_owned()).ok(),
    })
}
