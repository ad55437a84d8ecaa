//! `rivals bench [--python PATH]`: speed and memory beside other parsers, in one run.
//! `rivals sdk [--count N] [--seed S]`: the SDK dialect against the SDK for Rust, key by key.

mod aws;
mod bench;
mod result;
mod sdk;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().skip_while(|a| *a != name).nth(1).cloned();
    let number =
        |name: &str, default: u64| option(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let done = match arguments.first().map(String::as_str) {
        Some("bench") => bench::run(&option("--python").unwrap_or_else(|| "python3".to_owned())),
        Some("sdk") => sdk::run(number("--count", 100_000), number("--seed", 1)),
        Some("peak") => {
            bench::peak(arguments.get(1).map_or("", String::as_str), &option("--file").unwrap_or_default())
        }
        _ => Err("say bench or sdk".into()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("rivals: {error}");
            ExitCode::from(2)
        }
    }
}
