//! Times and peak memory, ours and theirs.

use std::{
    hint::black_box,
    process::Command,
    time::{Duration, Instant},
};

use aws_runtime::env_config::section::EnvConfigSections;
use daypass_config_parse::{Config, Dialect, Document, Lookup};

use crate::{
    aws::{self, source_of},
    result::Result,
};

/// A config file as `populate` would write it: about 160 bytes a profile.
fn file(profiles: usize) -> String {
    let mut text = String::from(
        "# made for measuring\n[default]\nregion = us-east-1\n\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n",
    );
    for index in 0..profiles {
        let account = 100_000_000_000_u64 + index as u64;
        text.push_str(&format!(
            "[profile team-{index:06}-AdministratorAccess]\nsso_session = corp\nsso_account_id = {account}\nsso_role_name = AdministratorAccess\nregion = eu-west-1\noutput = json\n\n"
        ));
    }
    text
}

/// The quickest of many runs, and the middle one. Neither making the input nor dropping the outcome counts.
fn timed<I, T>(runs: usize, input: impl Fn() -> I, work: impl Fn(I) -> T) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let input = input();
            let start = Instant::now();
            let outcome = black_box(work(black_box(input)));
            let time = start.elapsed();
            drop(outcome);
            time
        })
        .collect();
    times.sort();
    (times.first().copied().unwrap_or_default(), times.get(runs / 2).copied().unwrap_or_default())
}

fn row(what: &str, bytes: usize, (best, middle): (Duration, Duration), ours: Option<Duration>) {
    let speed = bytes as f64 / best.as_secs_f64() / 1e6;
    let ratio =
        ours.map_or(String::new(), |ours| format!("{:8.1} x", best.as_secs_f64() / ours.as_secs_f64()));
    println!(
        "  {what:52} {:10.3} ms {:10.3} ms {speed:9.0} MB/s {ratio}",
        best.as_secs_f64() * 1e3,
        middle.as_secs_f64() * 1e3
    );
}

/// Everything, printed; whether the bars are reached.
pub fn run(python: &str) -> Result<bool> {
    let text = file(10_000);
    let path = std::env::temp_dir().join(format!("daypass-bench-{}", std::process::id()));
    std::fs::write(&path, &text)?;
    let wanted = "team-007777-AdministratorAccess";
    println!(
        "a file of {} bytes with 10,000 profiles, one core; best and middle of many runs, ratio to ours",
        text.len()
    );
    let bytes = text.clone().into_bytes();
    let parse = |bytes: Vec<u8>, dialect: Dialect| {
        let document = Document::parse(bytes);
        let found = Config::new(&document, None, dialect).profile(wanted).is_some();
        (document, found)
    };
    let copy = || bytes.clone();
    let cli = timed(500, copy, |bytes| parse(bytes, Dialect::AwsCli));
    let sdk = timed(500, copy, |bytes| parse(bytes, Dialect::Sdk));
    let ours = cli.0.max(sdk.0);
    row("daypass, AWS CLI dialect, all profiles", text.len(), cli, Some(ours));
    row("daypass, SDK dialect, all profiles", text.len(), sdk, Some(ours));
    let configparser = |text| {
        let mut ini = configparser::ini::Ini::new();
        let read = ini.read(text);
        (ini, read)
    };
    let peers = [
        ("aws-runtime 1.10.2", timed(7, || source_of(&text, ""), EnvConfigSections::parse)),
        ("rust-ini 0.21", timed(7, || (), |()| ini::Ini::load_from_str(&text))),
        ("configparser 3", timed(7, || text.clone(), configparser)),
    ];
    for (what, times) in peers {
        row(what, text.len(), times, Some(ours));
    }
    let quickest = peers.iter().map(|(_, (best, _))| *best).min().unwrap_or_default();
    let ahead = quickest.as_secs_f64() / ours.as_secs_f64();
    botocore(python, &path, text.len(), ours);
    println!("one profile and its session out of the same file");
    let look = |dialect| {
        let found = Lookup::find(&bytes, None, wanted, dialect);
        let config = found.config();
        let profile = config.profile(wanted).expect("it is there");
        config.sso_session(profile.get("sso_session").unwrap_or_default()).map(|s| s.keys().len())
    };
    row("reading the file", text.len(), timed(200, || (), |()| std::fs::read(&path)), None);
    row(
        "look-up in memory, AWS CLI dialect",
        text.len(),
        timed(200, || (), |()| look(Dialect::AwsCli)),
        None,
    );
    row("look-up in memory, SDK dialect", text.len(), timed(200, || (), |()| look(Dialect::Sdk)), None);
    let whole = timed(
        200,
        || (),
        |()| {
            let bytes = std::fs::read(&path).unwrap_or_default();
            let found = Lookup::find(&bytes, None, wanted, Dialect::AwsCli);
            found.config().profile(wanted).is_some()
        },
    );
    row("both: reading and look-up", text.len(), whole, None);
    println!("peak memory of a process, beyond one that does nothing, in times the file");
    let nothing = peak_of("nothing", &path)?;
    let mut memory = true;
    for (what, name) in [
        ("AWS CLI dialect, all profiles", "cli"),
        ("SDK dialect, all profiles", "sdk"),
        ("both dialects and all diagnostics", "both"),
        ("look-up", "lookup"),
        ("aws-runtime", "aws"),
    ] {
        let peak = peak_of(name, &path)?.saturating_sub(nothing);
        let times = peak as f64 / text.len() as f64;
        println!("  {what:52} {:10.1} KiB {times:9.2} x", peak as f64 / 1024.0);
        memory &= !matches!(name, "cli" | "sdk" | "lookup") || times < 3.0;
    }
    println!("growth");
    for profiles in [10, 100, 1_000, 10_000, 100_000] {
        let text = file(profiles);
        let bytes = text.clone().into_bytes();
        let runs = (2_000_000 / bytes.len()).clamp(10, 2_000);
        let best = timed(runs, || bytes.clone(), |bytes| parse(bytes, Dialect::AwsCli)).0;
        let found = timed(runs, || (), |()| Lookup::find(&bytes, None, "default", Dialect::AwsCli)).0;
        println!(
            "  {profiles:7} profiles {:10} bytes: all {:10.3} ms = {:5.2} ns a byte; look-up {:8.3} ms = {:5.3} ns a byte",
            bytes.len(),
            best.as_secs_f64() * 1e3,
            best.as_secs_f64() * 1e9 / bytes.len() as f64,
            found.as_secs_f64() * 1e3,
            found.as_secs_f64() * 1e9 / bytes.len() as f64
        );
    }
    std::fs::remove_file(&path)?;
    let speed = text.len() as f64 / ours.as_secs_f64() / 1e6;
    let holds = [
        (format!("400 MB/s or better ({speed:.0})"), speed >= 400.0),
        (format!("8 times every Rust peer or better ({ahead:.1})"), ahead >= 8.0),
        (
            format!("one profile in under 1 ms with reading ({:.3})", whole.0.as_secs_f64() * 1e3),
            whole.0.as_micros() < 1000,
        ),
        ("peak memory under 3 times the file".to_owned(), memory),
    ];
    for (what, holds) in &holds {
        println!("{} {what}", if *holds { "holds " } else { "FAILS " });
    }
    Ok(holds.iter().all(|(_, holds)| *holds))
}

fn botocore(python: &str, path: &std::path::Path, bytes: usize, ours: Duration) {
    let script = "import sys, time, botocore.configloader as c\nbest = 9e9\nfor _ in range(3):\n    t = time.perf_counter(); c.load_config(sys.argv[1]); best = min(best, time.perf_counter() - t)\nprint(best)";
    let output = Command::new(python).args(["-I", "-c", script]).arg(path).output();
    match output.ok().and_then(|o| String::from_utf8_lossy(&o.stdout).trim().parse::<f64>().ok()) {
        Some(seconds) => {
            let time = Duration::from_secs_f64(seconds);
            row("botocore's load_config", bytes, (time, time), Some(ours));
        }
        None => println!("  botocore: skipped, {python} has none"),
    }
}

/// The peak resident set of a child that does one thing, in bytes.
fn peak_of(what: &str, path: &std::path::Path) -> Result<u64> {
    let output = Command::new(std::env::current_exe()?).args(["peak", what, "--file"]).arg(path).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
}

/// Does one thing and prints the most memory that it took, in bytes.
pub fn peak(what: &str, path: &str) -> Result<bool> {
    let read = |dialect| -> Result<usize> {
        let document = Document::parse(std::fs::read(path)?);
        Ok(black_box(&Config::new(&document, None, dialect)).profiles().count())
    };
    match what {
        "cli" => drop(read(Dialect::AwsCli)?),
        "sdk" => drop(read(Dialect::Sdk)?),
        "both" => {
            let document = Document::parse(std::fs::read(path)?);
            let configs =
                [Dialect::AwsCli, Dialect::Sdk].map(|dialect| Config::new(&document, None, dialect));
            black_box((configs, document.lint()));
        }
        "lookup" => {
            let bytes = std::fs::read(path)?;
            black_box(Lookup::find(&bytes, None, "default", Dialect::AwsCli));
        }
        "aws" => drop(black_box(aws::read(&std::fs::read_to_string(path)?, ""))),
        _ => {}
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
    println!("{}", kib * 1024);
    Ok(true)
}
