//! The simulator as a program: prints the variables to export, and serves until it is interrupted.

mod arguments;
mod home;

use arguments::{Arguments, Command, USAGE};
use daypass_simulator::{Fault, LogEntry, SCENARIOS, Server, ServerOptions, World};
use serde_json::{Value, json};
use std::{fmt::Write as _, fs, io::Write as _, path::Path, process::ExitCode, time::SystemTime};

fn main() -> ExitCode {
    let done = match arguments::parse(std::env::args().skip(1)) {
        Ok(Command::Serve(arguments)) => serve(*arguments),
        Ok(Command::ListScenarios) => {
            let names: Vec<_> = SCENARIOS.iter().map(|(name, _)| *name).collect();
            say(&(names.join("\n") + "\n"));
            Ok(())
        }
        Ok(Command::ListFaults) => {
            say(&Fault::vocabulary().map(|(name, about)| format!("{name:22} {about}\n")).collect::<String>());
            Ok(())
        }
        Ok(Command::Help) => {
            say(USAGE);
            Ok(())
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&error);
            ExitCode::from(2)
        }
    }
}

fn serve(arguments: Arguments) -> Result<(), String> {
    let Arguments { port, scenario, prefix, auto_approve, faults, log, signed_in, env_file } = arguments;
    let mut world = open(&scenario)?.with_prefix(&prefix);
    if let Some(mode) = auto_approve {
        world.set_auto_approve(mode);
    }
    for line in faults {
        world.add_fault(line.parse().map_err(|error| format!("--fault: {error}"))?);
    }
    let mut options = ServerOptions::from(port);
    if let Some(path) = log {
        let mut file = fs::File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        options = options.with_observer(move |entry: &LogEntry| {
            let LogEntry { method, path, operation, status, .. } = entry;
            // A full disk must not stop the server.
            let _written = writeln!(file, "{method} {path} {operation} {status}");
        });
    }
    let mut more = Vec::new();
    if let Some((home, who)) = signed_in {
        world = world.with_sign_in(who);
        let signed_in = world.signed_in(now()).cloned();
        let signed_in = signed_in.ok_or("--user: the scenario has no such user")?;
        let token_file = home::write(&home, &world, &signed_in)?;
        more.push(("home", json!(home)));
        more.push(("session", json!(signed_in.session())));
        more.push(("profile", json!(signed_in.session())));
        more.push(("token_file", json!(token_file)));
    }
    let facts = [
        ("scenario", json!(world.name())),
        ("region", json!(world.region())),
        ("start_url", json!(world.start_url())),
    ];
    let server =
        Server::start(world, options).map_err(|error| format!("the server cannot start: {error}"))?;
    let exports: String =
        server.variables().iter().map(|(name, value)| format!("export {name}={value}\n")).collect();
    if let Some(path) = env_file {
        // AWS_ENDPOINT_URL keeps calls of services without their own variable on this machine.
        let text = format!("export AWS_ENDPOINT_URL={}\n{exports}", server.url());
        let written = fs::File::create(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    say(&(heading(&server, &facts) + &exports + &ready(&server, facts.into_iter().chain(more))));
    wait()
}

/// Writes two lines for people, as comments of a shell.
fn heading(server: &Server, facts: &[(&str, Value)]) -> String {
    let fact = |name: &str| {
        let found = facts.iter().find(|(known, _)| *known == name);
        found.and_then(|(_, value)| value.as_str()).unwrap_or_default()
    };
    format!(
        "# Scenario {}: start URL {}, region {}, pages at {url}/\n# Stop it with Ctrl-C. Controls: {url}/_sim/state\n",
        fact("scenario"),
        fact("start_url"),
        fact("region"),
        url = server.url()
    )
}

/// Writes the line for programs, as a comment of a shell.
fn ready<'f>(server: &Server, facts: impl Iterator<Item = (&'f str, Value)>) -> String {
    let variables: serde_json::Map<_, _> =
        server.variables().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    let mut all = json!({
        "url": server.url(),
        "port": server.address().port(),
        "pid": std::process::id(),
        "variables": variables,
    });
    if let Some(all) = all.as_object_mut() {
        all.extend(facts.map(|(name, value)| (name.to_owned(), value)));
    }
    let mut line = String::new();
    let _written = writeln!(line, "# ready {all}");
    line
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

#[expect(clippy::disallowed_methods, reason = "a program's own clock")]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Waits until Ctrl-C.
fn wait() -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(tokio::signal::ctrl_c()).map_err(|error| error.to_string())
}

/// Writes to standard output and ignores errors.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[expect(clippy::print_stderr, reason = "the program's error output")]
fn say_error(text: &str) {
    eprintln!("daypass-simulator: {text}");
}
