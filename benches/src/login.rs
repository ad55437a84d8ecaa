//! `bench login`: a browser sign-in against the simulator, from start to end and from start to the address in the
//! browser's hands, beside a bare program that makes the same requests with the same HTTP client.
//!
//! The two run in turns, as in `bench start`. The scripted browser passes the address to this program, which looks at
//! the clock and follows the redirects at once: nobody reads a page or presses a button. Release builds; `--built`
//! takes them as they are.

use super::{
    figures,
    start::{median, ratio},
};
use crate::simulator::{self, SIMULATOR};
use daypass_release::Build;
use daypass_testkit::{browser, world::START_URL};
use std::{
    fs,
    io::{ErrorKind, Read as _},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use xtask::{environment, places, process::Run, tally::Tally};

const TURNS: usize = 100;
/// How much longer than the bare program each time may be.
const MOST: f64 = 1.2;
/// Hands its argument to whoever listens at the port it was built for.
const HAND_OVER: &str = "use std::io::Write;\nfn main() {\n    let url = std::env::args().nth(1).unwrap_or_default();\n    \
    let mut stream = std::net::TcpStream::connect(concat!(\"127.0.0.1:\", env!(\"PORT\"))).unwrap();\n    \
    stream.write_all(url.as_bytes()).unwrap();\n}\n";

pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let times = environment::fetch()
        .and_then(|()| if has("--built") { Ok(()) } else { build() })
        .and_then(|()| Track::lay())
        .and_then(|track| track.race());
    match times {
        Err(reason) => tally.check("bench login", Err(reason)),
        Ok((ours, bare)) => {
            judge(&mut tally, "to the browser", &ours.to_url, &bare.to_url);
            judge(&mut tally, "the whole process", &ours.whole, &bare.whole);
        }
    }
    tally
}

fn judge(tally: &mut Tally, what: &str, ours: &[Duration], bare: &[Duration]) {
    let middle = |times: &[Duration]| median(times.iter().map(|time| time.as_secs_f64() * 1e3).collect());
    let times = ratio(ours, bare);
    println!("         {what}: daypass {:.2} ms, bare {:.2} ms (medians)", middle(ours), middle(bare));
    figures::note(format!("{what}, beside the bare program"), times, "times", MOST);
    figures::note(format!("{what}, daypass"), middle(ours), "ms", f64::INFINITY);
    let result = if times <= MOST { Ok(()) } else { Err(format!("{times:.2} times, and not {MOST:.2}")) };
    tally.check(&format!("{what}: {times:.2} times the bare program, at most {MOST:.2}"), result);
}

fn build() -> Result<(), String> {
    let release = ["build", "--locked", "--quiet", "--release"];
    Build::new(&places::target()).run(&Run::cargo)?;
    Run::cargo().args(release).args(["-p", SIMULATOR]).show()?;
    let bare = ["-p", "daypass-sts-client", "--example", "bare_login"];
    Run::cargo().args(release).args(bare).show()
}

fn release(name: &str) -> PathBuf {
    places::target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The simulator, the stand-in browser, and the ear at its other end.
struct Track {
    folder: PathBuf,
    url: String,
    server: Child,
    ear: TcpListener,
    browser: PathBuf,
}

#[derive(Default)]
struct Times {
    to_url: Vec<Duration>,
    whole: Vec<Duration>,
}

impl Track {
    fn lay() -> Result<Self, String> {
        let explain = |error: std::io::Error| error.to_string();
        let folder = places::fresh("bench-login").map_err(explain)?;
        let ear = TcpListener::bind("127.0.0.1:0").map_err(explain)?;
        ear.set_nonblocking(true).map_err(explain)?;
        let port = ear.local_addr().map_err(explain)?.port();
        let (source, browser) = (folder.join("hand_over.rs"), folder.join("hand_over"));
        fs::write(&source, HAND_OVER).map_err(explain)?;
        let rustc = Run::cargo_tool("rustc").args(["-Copt-level=3", "-Cpanic=abort", "--edition=2024", "-o"]);
        rustc.arg(&browser).arg(&source).env("PORT", port.to_string()).text()?;
        let mut server = Run::hermetic(release(SIMULATOR))
            .args(["--port", "0", "--auto-approve"])
            .spawn(Stdio::piped(), Stdio::inherit())?;
        let url = simulator::first_url(&mut server).inspect_err(|_| drop(server.kill()))?;
        Ok(Self { folder, url, server, ear, browser })
    }

    /// Both once in each turn, the one before the other and then the other way round.
    fn race(&self) -> Result<(Times, Times), String> {
        let (mut ours, mut bare) = (Times::default(), Times::default());
        for turn in 0..=TURNS {
            let runs = [(&mut ours, self.daypass()?), (&mut bare, self.bare())];
            let mut runs = Vec::from(runs);
            if turn % 2 == 1 {
                runs.reverse();
            }
            for (times, command) in runs {
                let (to_url, whole) = self.time(command)?;
                // The first turn warms the caches.
                if turn > 0 {
                    times.to_url.push(to_url);
                    times.whole.push(whole);
                }
            }
        }
        Ok((ours, bare))
    }

    fn time(&self, mut command: Command) -> Result<(Duration, Duration), String> {
        let explain = |error: std::io::Error| error.to_string();
        command.env_clear().env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
        command.env("HOME", self.folder.join("home")).env("BROWSER", &self.browser);
        for service in ["SSO", "SSO_OIDC", "STS"] {
            command.env(format!("AWS_ENDPOINT_URL_{service}"), &self.url);
        }
        let start = Instant::now();
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(explain)?;
        let handed = self.handed_over().inspect_err(|_| drop(child.kill()));
        let to_url = start.elapsed();
        handed.and_then(|url| browser::visit(&url, "allow"))?;
        let status = child.wait().map_err(explain)?;
        let whole = start.elapsed();
        if status.success() { Ok((to_url, whole)) } else { Err(status.to_string()) }
    }

    /// Returns the address that the scripted browser was given. It polls, since `accept` has no timeout.
    fn handed_over(&self) -> Result<String, String> {
        for _ in 0..100_000 {
            match self.ear.accept() {
                Ok((mut stream, _)) => {
                    let mut url = String::new();
                    let read = stream.set_nonblocking(false).and_then(|()| stream.read_to_string(&mut url));
                    return read.map(|_| url).map_err(|error| error.to_string());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    thread::sleep(Duration::from_micros(50));
                }
                Err(error) => return Err(error.to_string()),
            }
        }
        Err("no address was handed to the browser".to_owned())
    }

    /// A person's first sign-in: nothing in the cache.
    fn daypass(&self) -> Result<Command, String> {
        let home = self.folder.join("home");
        drop(fs::remove_dir_all(&home));
        fs::create_dir_all(home.join(".aws")).map_err(|error| error.to_string())?;
        let config = format!(
            "[sso-session corp]\nsso_start_url = {START_URL}\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n"
        );
        fs::write(home.join(".aws/config"), config).map_err(|error| error.to_string())?;
        let mut command = Command::new(release("daypass"));
        command.args(["login", "--sso-session", "corp"]);
        Ok(command)
    }

    fn bare(&self) -> Command {
        let mut command = Command::new(release(&Path::new("examples").join("bare_login").to_string_lossy()));
        command.args([&self.url, START_URL]);
        command.arg(self.folder.join("bare.json")).arg(&self.browser);
        command
    }
}

impl Drop for Track {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}
