//! `differential --python PATH [--count N] [--seed S]`: the AWS CLI dialect against the real botocore,
//! profile by profile and key by key.

use std::{
    error::Error,
    io::{BufRead as _, BufReader, Write as _},
    process::{ChildStdin, ChildStdout, Command, ExitCode, Stdio},
    thread,
};

use daypass_config_parse::{Config, Dialect, Document, Lookup, Section};
use daypass_config_parse_peers::{Dice, Taste, document};
use serde_json::{Value, json};

const BATCH: usize = 500;
const WORKERS: u64 = 2;
/// How many disagreements are shown.
const SHOWN: usize = 10;

#[derive(Default)]
struct Counts {
    total: usize,
    accepted: usize,
    refused: usize,
    profiles: usize,
    keys: usize,
    disagreements: Vec<String>,
}

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("differential: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().skip_while(|a| *a != name).nth(1).cloned();
    let python = option("--python").unwrap_or_else(|| "python3".to_owned());
    let count: usize = option("--count").map_or(Ok(20_000), |text| text.parse())?;
    let seed: u64 = option("--seed").map_or(Ok(1), |text| text.parse())?;
    let mut all = Counts::default();
    thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..WORKERS)
            .map(|worker| {
                let python = &python;
                let share =
                    count / WORKERS as usize + usize::from((worker as usize) < count % WORKERS as usize);
                scope.spawn(move || compare(python, share, seed.wrapping_mul(WORKERS).wrapping_add(worker)))
            })
            .collect();
        for worker in workers {
            let counts = worker.join().map_err(|_| "a worker panicked")??;
            all.total += counts.total;
            all.accepted += counts.accepted;
            all.refused += counts.refused;
            all.profiles += counts.profiles;
            all.keys += counts.keys;
            all.disagreements.extend(counts.disagreements);
        }
        Ok(())
    })?;
    for shown in all.disagreements.iter().take(SHOWN) {
        println!("{shown}\n");
    }
    println!(
        "seed {seed}: {} pairs of files, botocore accepts {} ({} profiles, {} keys compared) and refuses {}: {} disagreements",
        all.total,
        all.accepted,
        all.profiles,
        all.keys,
        all.refused,
        all.disagreements.len()
    );
    Ok(all.disagreements.is_empty())
}

fn compare(python: &str, count: usize, seed: u64) -> Result<Counts> {
    let mut worker = Command::new(python)
        .args(["-I", "-X", "utf8", "-c", include_str!("../worker.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = worker.stdin.take().ok_or("no pipe")?;
    let mut output = BufReader::new(worker.stdout.take().ok_or("no pipe")?);
    let mut dice = Dice::new(seed);
    let mut counts = Counts::default();
    while counts.total < count {
        let pairs: Vec<_> = (0..BATCH.min(count - counts.total)).map(|_| pair(&mut dice)).collect();
        send(&mut input, &pairs)?;
        for (config, credentials) in &pairs {
            let theirs = reply(&mut output)?;
            counts.total += 1;
            check(config, credentials, &theirs, &mut counts);
        }
    }
    drop(input);
    worker.wait()?;
    Ok(counts)
}

fn pair(dice: &mut Dice) -> (Vec<u8>, Vec<u8>) {
    let taste = match dice.below(10) {
        0 | 1 => Taste::Valid,
        2..6 => Taste::Odd,
        _ => Taste::Hostile,
    };
    let config = document(dice, taste, false);
    let credentials = if dice.once_in(3) { document(dice, taste, true) } else { Vec::new() };
    (config, credentials)
}

fn send(input: &mut ChildStdin, pairs: &[(Vec<u8>, Vec<u8>)]) -> Result<()> {
    let mut message = u32::try_from(pairs.len())?.to_le_bytes().to_vec();
    for bytes in pairs.iter().flat_map(|(config, credentials)| [config, credentials]) {
        message.extend_from_slice(&u32::try_from(bytes.len())?.to_le_bytes());
        message.extend_from_slice(bytes);
    }
    input.write_all(&message)?;
    Ok(input.flush()?)
}

fn reply(output: &mut BufReader<ChildStdout>) -> Result<Value> {
    let mut line = String::new();
    output.read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

fn check(config: &[u8], credentials: &[u8], theirs: &Value, counts: &mut Counts) {
    let files = (Document::parse(config), Document::parse_credentials(credentials));
    let refused = files.0.refused_by(Dialect::AwsCli).or_else(|| files.1.refused_by(Dialect::AwsCli));
    let read = Config::new(&files.0, Some(&files.1), Dialect::AwsCli);
    let families = |pairs: &dyn Fn(Section<'_>) -> Value| {
        let list = |sections: Vec<Section<'_>>| -> Value {
            sections.into_iter().map(|s| json!([s.name(), pairs(s)])).collect()
        };
        let services = theirs.get(2).and_then(Value::as_array).into_iter().flatten();
        let names = services.filter_map(|pair| pair.get(0)?.as_str());
        json!([
            list(read.profiles().collect()),
            list(read.sso_sessions().collect()),
            list(names.filter_map(|name| read.services(name)).collect()),
        ])
    };
    let ours = families(&pairs);
    counts.refused += usize::from(theirs.is_null());
    if !theirs.is_null() {
        counts.accepted += 1;
        let profiles = theirs.get(0).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        counts.profiles += profiles.len();
        counts.keys += profiles.iter().filter_map(|pair| Some(pair.get(1)?.as_array()?.len())).sum::<usize>();
    }
    let agrees = match (theirs.is_null(), &refused) {
        (true, refused) => refused.is_some(),
        (false, Some(_)) => false,
        (false, None) => *theirs == ours,
    };
    let lookup = read.profiles().all(|profile| {
        let found = Lookup::find(config, Some(credentials), profile.name(), Dialect::AwsCli);
        let found = found.config();
        let session = profile.get("sso_session");
        found.profile(profile.name()).map(pairs) == Some(pairs(profile))
            && session.and_then(|s| found.sso_session(s)).map(pairs)
                == session.and_then(|s| read.sso_session(s)).map(pairs)
    });
    if !agrees || !lookup {
        counts.disagreements.push(format!(
            "config      {:?}\ncredentials {:?}\nbotocore    {theirs}\nours        {ours}\nrefused     {refused:?}, lookup agrees: {lookup}",
            String::from_utf8_lossy(config),
            String::from_utf8_lossy(credentials),
        ));
    }
}

fn pairs(section: Section<'_>) -> Value {
    let value = |key: &str| match section.is_nested(key) {
        true => {
            // Of repeated sub-keys the last counts, in the place of the first.
            let mut map: Vec<(&str, &str)> = Vec::new();
            for (key, value) in section.nested_pairs(key) {
                match map.iter_mut().find(|(known, _)| *known == key) {
                    Some(slot) => slot.1 = value,
                    None => map.push((key, value)),
                }
            }
            json!(map)
        }
        false => json!(section.get(key)),
    };
    section.keys().into_iter().map(|key| json!([key, value(key)])).collect()
}
