//! The simulator as a program: says which variables to export, and serves until it is interrupted.

use daypass_simulator::{AutoApprove, Entry, Options, SCENARIOS, Server, World};
use std::{fs, io::Write as _, path::Path, process::ExitCode};

const USAGE: &str = "\
A simulated AWS IAM Identity Center on loopback.

Usage: daypass-simulator [--port N] [--scenario NAME|FILE|NxM] [--prefix PATH] [--auto-approve | --auto-deny] [--log FILE]

  --port N          listen on this port of 127.0.0.1 (default: one that is free)
  --scenario WHAT   a scenario by name, or a TOML file (default: article), or ACCOUNTSxROLES, as in 2000x5
  --prefix PATH     answer below this path too
  --auto-approve    allow every sign-in without asking
  --auto-deny       deny every sign-in without asking
  --log FILE        write a line for each request
  --scenarios       list the scenarios by name
  --help            this text
";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&error);
            ExitCode::from(2)
        }
    }
}

/// What the arguments say.
struct Arguments {
    port: u16,
    scenario: String,
    prefix: String,
    auto_approve: Option<AutoApprove>,
    log: Option<String>,
}

fn run(arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let Some(Arguments { port, scenario, prefix, auto_approve, log }) = parse(arguments)? else {
        return Ok(());
    };
    let mut world = open(&scenario)?.with_prefix(&prefix);
    if let Some(mode) = auto_approve {
        world.set_auto_approve(mode);
    }
    let (name, start_url, region) =
        (world.name().to_owned(), world.start_url().to_owned(), world.region().to_owned());
    let mut options = Options::from(port);
    if let Some(path) = log {
        let mut file = fs::File::create(&path).map_err(|error| format!("{path}: {error}"))?;
        options = options.with_observer(move |entry: &Entry| {
            let Entry { method, path, operation, status, .. } = entry;
            // A full disk must not stop the service that is being tested.
            let _written = writeln!(file, "{method} {path} {operation} {status}");
        });
    }
    let server =
        Server::start(world, options).map_err(|error| format!("the server cannot start: {error}"))?;
    let mut text = format!(
        "# Scenario {name}: start URL {start_url}, region {region}, pages at {url}/\n\
         # Stop it with Ctrl-C. Controls: {url}/_sim/state\n",
        url = server.url()
    );
    for (name, value) in server.variables() {
        text += &format!("export {name}={value}\n");
    }
    say(&text);
    wait()
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Arguments>, String> {
    let mut parsed = Arguments {
        port: 0,
        scenario: "article".to_owned(),
        prefix: String::new(),
        auto_approve: None,
        log: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value; see --help"));
        match argument.as_str() {
            "--port" => {
                let value = value()?;
                parsed.port = value.parse().map_err(|_| format!("--port: {value:?} is not a port"))?;
            }
            "--scenario" => parsed.scenario = value()?,
            "--prefix" => parsed.prefix = value()?,
            "--log" => parsed.log = Some(value()?),
            "--auto-approve" => parsed.auto_approve = Some(AutoApprove::Allow),
            "--auto-deny" => parsed.auto_approve = Some(AutoApprove::Deny),
            "--scenarios" => {
                let names: Vec<_> = SCENARIOS.iter().map(|(name, _)| *name).collect();
                say(&(names.join("\n") + "\n"));
                return Ok(None);
            }
            "--help" | "-h" => {
                say(USAGE);
                return Ok(None);
            }
            other => return Err(format!("unknown argument {other:?}; see --help")),
        }
    }
    Ok(Some(parsed))
}

fn open(scenario: &str) -> Result<World, String> {
    if Path::new(scenario).exists() {
        let text = fs::read_to_string(scenario).map_err(|error| format!("{scenario}: {error}"))?;
        return World::from_toml(&text).map_err(|error| format!("{scenario}: {error}"));
    }
    let numbers = scenario.split_once('x').and_then(|(n, m)| Some((n.parse().ok()?, m.parse().ok()?)));
    if let Some((accounts, roles)) = numbers {
        return World::generated(accounts, roles, 1).map_err(|error| error.to_string());
    }
    World::scenario(scenario).map_err(|error| error.to_string())
}

/// Until somebody stops the program.
fn wait() -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(tokio::signal::ctrl_c()).map_err(|error| error.to_string())
}

/// To standard output. That nobody reads it is no reason to stop.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[expect(clippy::print_stderr, reason = "this is the program's own voice")]
fn say_error(text: &str) {
    eprintln!("daypass-simulator: {text}");
}
