//! `bench serve`: the endpoint under 64 clients at once, beside the least that can answer on loopback; and, across
//! several ends of credentials, how often it asks the portal.
//!
//! Both are asked by the same clients in turns. `--profile NAME` takes another profile of cargo than `release`.

use super::{figures, start::median};
use daypass_simulator::{Operation, World};
use daypass_testkit::{Home, world::START_URL};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};
use xtask::{environment, places, process::Run, tally::Tally};

pub(super) const CLIENTS: usize = 64;
const REQUESTS: usize = 10_000;
const ROUNDS: usize = 5;
/// Beyond the floor, at the 99th percentile, in milliseconds.
const MOST: f64 = 5.0;
/// How long credentials live, and how long 64 clients want them, in seconds.
const LIFE: u64 = 6;
const SIEGE: u64 = 20;
const SERVE: &str = "serve work --quiet";
const CONFIG: &str = "[profile work]\nsso_session = corp\nsso_account_id = 051234567822\n\
    sso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n[sso-session corp]\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\nsso_start_url = ";

pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let profile = profile(arguments);
    let build =
        ["build", "--quiet", "--locked", "-p", "daypass-cli", "--bin", "daypass", "--profile", profile];
    let ready = environment::fetch();
    if let Err(reason) = ready.and_then(|()| Run::cargo().args(build).show()) {
        tally.check("the programs are built", Err(reason));
        return tally;
    }
    tally.check("p99 under load", load(profile));
    tally.check("one call to the portal for each end of credentials", siege(profile));
    tally
}

/// The profile of cargo that `--profile` names.
pub(super) fn profile(arguments: &[String]) -> &str {
    let profile = arguments.iter().skip_while(|argument| *argument != "--profile").nth(1);
    profile.map_or("release", String::as_str)
}

/// Ten thousand requests in each round, to the endpoint and to the floor.
fn load(profile: &str) -> Result<(), String> {
    let home = signed_in(profile, 3_600);
    let served = Served::start(&home, SERVE)?;
    let floor = floor(&served.ask()?)?;
    let mut beyond = Vec::new();
    for round in 1..=ROUNDS {
        let theirs = times(floor, &served.request)?;
        let ours = times(served.port, &served.request)?;
        println!(
            "         round {round}: {} requests, p50 {:.2} ms, p99 {:.2} ms; floor p50 {:.2} ms, p99 {:.2} ms",
            ours.len(),
            at(&ours, 50),
            at(&ours, 99),
            at(&theirs, 50),
            at(&theirs, 99)
        );
        beyond.push(at(&ours, 99) - at(&theirs, 99));
    }
    let beyond = median(beyond);
    println!(
        "         p99 beyond the floor: {beyond:.2} ms, median of {ROUNDS} rounds; at most {MOST:.0} ms"
    );
    figures::note("p99 beyond the floor", beyond, "ms", MOST);
    match calls(&home) {
        1 if beyond < MOST => Ok(()),
        1 => Err(format!("{beyond:.2} ms beyond the floor, not under {MOST}")),
        calls => Err(format!("{calls} calls to the portal, not 1")),
    }
}

/// 64 clients ask without a pause while credentials end again and again.
fn siege(profile: &str) -> Result<(), String> {
    let home = signed_in(profile, LIFE);
    let served = Served::start(&home, SERVE)?;
    let end = Instant::now() + Duration::from_secs(SIEGE);
    let all = everybody(|| {
        let mut stream = connect(served.port)?;
        let mut seen = BTreeSet::new();
        let mut count = 0_usize;
        while Instant::now() < end {
            seen.insert(exchange(&mut stream, &served.request)?);
            count += 1;
        }
        Ok((seen, count))
    })?;
    let answers: usize = all.iter().map(|(_, count)| count).sum();
    let mut seen: BTreeSet<String> = all.into_iter().flat_map(|(seen, _)| seen).collect();
    // Nobody asks any more, so that what is counted has all been seen.
    seen.insert(served.ask()?);
    let calls = calls(&home);
    println!(
        "         {answers} answers in {SIEGE} s, {} different credentials, {calls} calls to the portal",
        seen.len()
    );
    if seen.len() < 3 {
        return Err("they were not renewed".to_owned());
    }
    if calls == seen.len() { Ok(()) } else { Err("not one call for each".to_owned()) }
}

pub(super) fn signed_in(profile: &str, role_seconds: u64) -> Home {
    let world = World::demo().with_settings(|settings| settings.role_seconds = role_seconds);
    let program = format!("daypass{}", std::env::consts::EXE_SUFFIX);
    let home = Home::with(world).config(&format!("{CONFIG}{START_URL}\n"));
    let home = home.with_program(places::of_profile(profile).join(program));
    let _signed_in = home.run_with_browser("login --profile work", "allow").ok();
    home
}

/// How often the portal was asked for credentials.
fn calls(home: &Home) -> usize {
    let calls = home.server().world().lock().count(Operation::GetRoleCredentials);
    usize::try_from(calls).unwrap_or(usize::MAX)
}

/// A running `daypass serve`, and the request that it answers.
pub(super) struct Served {
    child: Child,
    port: u16,
    pub(super) request: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Served {
    pub(super) fn start(home: &Home, words: &str) -> Result<Self, String> {
        let mut command = home.command(words);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| error.to_string())?;
        let mut lines =
            BufReader::new(child.stdout.take().expect("it is a pipe")).lines().map_while(Result::ok);
        let mut value = |name: &str| {
            lines
                .find_map(|line| Some(line.split_once(name)?.1.to_owned()))
                .ok_or("it did not say where it serves")
        };
        let uri = value("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://")?;
        let token = value("AWS_CONTAINER_AUTHORIZATION_TOKEN=")?;
        let (host, path) = uri.split_once('/').ok_or("no path")?;
        let port = host.rsplit(':').next().and_then(|port| port.parse().ok()).ok_or("no port")?;
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\n\r\n");
        Ok(Self { child, port, request })
    }

    pub(super) fn ask(&self) -> Result<String, String> {
        exchange(&mut connect(self.port)?, &self.request)
    }
}

/// The least that can answer: a thread for each connection, which reads something and writes the same bytes.
pub(super) fn floor(body: &str) -> Result<u16, String> {
    let socket = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let port = socket.local_addr().map_err(|error| error.to_string())?.port();
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    thread::spawn(move || {
        for mut stream in socket.incoming().map_while(Result::ok) {
            let answer = answer.clone();
            thread::spawn(move || {
                let mut buffer = [0; 4_096];
                drop(stream.set_nodelay(true));
                while stream.read(&mut buffer).is_ok_and(|length| length > 0)
                    && stream.write_all(answer.as_bytes()).is_ok()
                {}
            });
        }
    });
    Ok(port)
}

/// How long each of ten thousand requests took, in milliseconds, least first.
fn times(port: u16, request: &str) -> Result<Vec<f64>, String> {
    let client = || {
        let mut stream = connect(port)?;
        let mut times = Vec::with_capacity(REQUESTS.div_ceil(CLIENTS));
        for _ in 0..REQUESTS.div_ceil(CLIENTS) {
            let start = Instant::now();
            exchange(&mut stream, request)?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        Ok(times)
    };
    let mut all: Vec<f64> = everybody(client)?.into_iter().flatten().collect();
    all.sort_by(f64::total_cmp);
    Ok(all)
}

pub(super) fn at(times: &[f64], percent: usize) -> f64 {
    times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN)
}

/// 64 clients at once.
pub(super) fn everybody<T: Send>(client: impl Fn() -> Result<T, String> + Sync) -> Result<Vec<T>, String> {
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(&client)).collect();
        clients.into_iter().map(|client| client.join().expect("it does not panic")).collect()
    })
}

pub(super) fn connect(port: u16) -> Result<TcpStream, String> {
    let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| error.to_string())?;
    let ready =
        stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(Duration::from_secs(30))));
    ready.map(|()| stream).map_err(|error| error.to_string())
}

/// One request, and the JSON that comes back.
pub(super) fn exchange(stream: &mut TcpStream, request: &str) -> Result<String, String> {
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
    let (mut answer, mut buffer) = (Vec::new(), [0; 4_096]);
    while answer.last() != Some(&b'}') {
        let length = stream.read(&mut buffer).map_err(|error| error.to_string())?;
        if length == 0 {
            return Err("the connection was cut".to_owned());
        }
        answer.extend_from_slice(buffer.get(..length).unwrap_or_default());
    }
    let text = String::from_utf8(answer).map_err(|error| error.to_string())?;
    match text.split_once("\r\n\r\n") {
        Some((head, body)) if head.starts_with("HTTP/1.1 200 ") => Ok(body.to_owned()),
        _ => Err("not answered with 200".to_owned()),
    }
}
