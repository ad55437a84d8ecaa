//! The socket of `serve`, and the relay in front of it: a neighbour gets nothing from either, puts nothing in the place of
//! either, and what is killed leaves no listener.

use super::{
    super::{
        attack::{Attack, Kind, Verdict, through},
        victim::{Victim, finish, mode},
        weak::Weakness,
    },
    people::{Home, NEIGHBOUR, PERSON, Running},
};
use std::{
    io::{BufRead as _, BufReader, Read},
    net::TcpStream,
    os::unix::fs::{chown, symlink},
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

/// A path that is long enough for a relay to hand it on.
const PATH: &str = "/00112233445566778899aabbccddeeff";

/// Names and heads of requests to the relay, which has no secret of its own: the endpoint judges the path.
const REQUESTS: &[(&str, &str)] = &[
    ("the root", "GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"),
    ("a guess", "GET PATH HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"),
    ("a guess with a token", "GET PATH HTTP/1.1\\r\\nHost: localhost\\r\\nAuthorization: x\\r\\n\\r\\n"),
    (
        "the metadata's path",
        "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1\\r\\nHost: 169.254.169.254\\r\\n\\r\\n",
    ),
    ("a rebound name", "GET PATH HTTP/1.1\\r\\nHost: evil.example\\r\\n\\r\\n"),
    ("a page", "GET PATH HTTP/1.1\\r\\nHost: localhost\\r\\nOrigin: https://evil.example\\r\\n\\r\\n"),
    (
        "pipelining",
        "GET PATH HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n",
    ),
    (
        "a smuggled head",
        "GET PATH HTTP/1.1\\r\\nHost: localhost\\r\\nX: a\\nGET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n",
    ),
    ("a way to the root", "GET PATH/../../ HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"),
    ("CONNECT", "CONNECT 169.254.169.254:80 HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"),
    ("the whole address", "GET http://127.0.0.1/ HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"),
    ("a giant head", "GET / HTTP/1.1\\r\\nHost: localhost\\r\\nX: GIANT\\r\\n\\r\\n"),
];

/// Asks at a unix socket for the only role.
const PERL: &str = "my $s = IO::Socket::UNIX->new($ARGV[0]) or exit; $SIG{PIPE} = 'IGNORE';
    print $s \"GET / HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n\"; $s->flush; print while <$s>";

pub(super) fn kind() -> Kind {
    const WEAK: Weakness = Weakness::AnswersEverybody;
    let asked = REQUESTS
        .iter()
        .map(|(name, request)| Attack::new(*name, WEAK, move |victim| attack(victim, request)))
        .collect::<Vec<_>>();
    let others = [
        Attack::new("the socket", WEAK, |victim| socket(victim, None)),
        Attack::new("the socket with mode 0777", WEAK, |victim| socket(victim, Some(0o777))),
        Attack::new("600 connections with half a head", WEAK, idle),
        Attack::new("a planted socket", WEAK, |victim| planted(victim, false)),
        Attack::new("a link to a planted socket", WEAK, |victim| planted(victim, true)),
        Attack::new("a squatter on the port", WEAK, squatter),
        Attack::new("kill -9 of who started it", WEAK, killed),
    ];
    Kind { name: "relay", attacks: asked.into_iter().chain(others).collect(), lawful: Vec::new() }
}

/// A running `daypass serve --socket` of the person's, and its path.
struct Served {
    /// Ends before its home is removed.
    _daypass: Running,
    home: Home,
    socket: PathBuf,
    path: String,
}

impl Served {
    fn start(victim: Victim) -> Result<Self, String> {
        let home = Home::signed_in()?;
        let socket = home.0.home().join("sockets/aws.sock");
        let mut command = home.victim(victim, &["serve", "p", "--socket", &socket.display().to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daypass = Running::start(&mut command)?;
        let out = daypass.0.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("FULL_URI")).ok_or("it does not serve")?;
        let path = line.trim_matches('\'').rsplit('/').next().map(|path| format!("/{path}"));
        wait_until(|| socket.exists())?;
        Ok(Self { _daypass: daypass, home, socket, path: path.unwrap_or_default() })
    }

    /// Starts a relay at a free port, in a shell that goes on.
    fn relay(&self, victim: Victim) -> Result<Relay, String> {
        let program = super::people::program(victim);
        let script = "\"$0\" relay --socket \"$1\" --port 0 & echo $!; exec sleep 60";
        let words = ["-c", script, &program.display().to_string(), &self.socket.display().to_string()];
        let mut command = self.home.command(PERSON, Path::new("bash"), &words);
        victim.choose(&mut command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut shell = Running::start(&mut command)?;
        let (mut out, mut errors) = (shell.0.stdout.take(), shell.0.stderr.take());
        let line = |pipe: Option<&mut dyn Read>| {
            let mut said = String::new();
            BufReader::new(pipe.ok_or("no pipe")?).read_line(&mut said).map_err(|error| error.to_string())?;
            Ok::<_, String>(said)
        };
        let id = line(out.as_mut().map(|pipe| pipe as _))?.trim().to_owned();
        let said = line(errors.as_mut().map(|pipe| pipe as _))?;
        let port = said.split_once("127.0.0.1:").and_then(|(_, rest)| rest.split_once(' '));
        Ok(Relay { port: port.ok_or(said.clone())?.0.to_owned(), shell: Some(shell), id })
    }

    /// Fails unless the person is served through the relay.
    fn serves(&self, port: &str) -> Verdict {
        let request = format!("GET {} HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n", self.path);
        let reply = self.home.ask(PERSON, port, &request)?;
        if reply.contains("AccessKeyId") { Ok(()) } else { through(format!("the person gets {reply:?}")) }
    }
}

/// A relay, and the shell that has started it; both are killed on drop.
struct Relay {
    shell: Option<Running>,
    id: String,
    port: String,
}

impl Drop for Relay {
    fn drop(&mut self) {
        // A twin goes on without its shell.
        drop(std::process::Command::new("kill").args(["-9", &self.id]).stderr(Stdio::null()).status());
        drop(self.shell.take());
    }
}

fn wait_until(is: impl Fn() -> bool) -> Result<(), String> {
    let until = Instant::now() + Duration::from_secs(20);
    while !is() {
        if Instant::now() > until {
            return Err("it takes too long".to_owned());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn attack(victim: Victim, request: &str) -> Verdict {
    let served = Served::start(victim)?;
    let relay = served.relay(victim)?;
    let request = request.replace("PATH", PATH).replace("GIANT", &"x".repeat(100_000));
    nothing(&served.home.ask(NEIGHBOUR, &relay.port, &request)?)?;
    served.serves(&relay.port)
}

fn nothing(reply: &str) -> Verdict {
    let got = reply.contains("AccessKeyId") || reply.contains(" 200 ");
    if got { through(format!("it says {reply:?}")) } else { Ok(()) }
}

/// Asks at the socket as the neighbour; `wide` opens the socket and its folder by mode.
fn socket(victim: Victim, wide: Option<u32>) -> Verdict {
    let served = Served::start(victim)?;
    if let Some(wide) = wide {
        mode(&served.socket, wide)?;
        mode(served.socket.parent().unwrap_or(&served.socket), 0o755)?;
    }
    let ask = |user: u32| {
        let words = ["-MIO::Socket::UNIX", "-e", PERL, &served.socket.display().to_string()];
        Ok::<_, String>(finish(served.home.command(user, Path::new("perl"), &words), &["perl"])?.stdout)
    };
    nothing(&ask(NEIGHBOUR)?)?;
    let reply = ask(PERSON)?;
    if reply.contains("AccessKeyId") { Ok(()) } else { through(format!("the person gets {reply:?}")) }
}

fn idle(victim: Victim) -> Verdict {
    let served = Served::start(victim)?;
    let relay = served.relay(victim)?;
    let _silent = served.home.idle(&relay.port, 600)?;
    served.serves(&relay.port)
}

/// Runs a command behind a relay to what the neighbour has put into a folder for all, such as /tmp.
fn planted(victim: Victim, by_link: bool) -> Verdict {
    let home = Home::signed_in()?;
    let explain = |error: std::io::Error| error.to_string();
    let (shared, own) = (home.0.home().join("shared"), home.0.home().join("theirs"));
    for (folder, wide, user) in [(&shared, 0o1777, 0), (&own, 0o755, NEIGHBOUR)] {
        std::fs::create_dir(folder).map_err(explain)?;
        mode(folder, wide)?;
        chown(folder, Some(user), Some(user)).map_err(explain)?;
    }
    let place = if by_link { own.join("aws.sock") } else { shared.join("aws.sock") };
    let listen = "my $s = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 5); chmod 0777, $ARGV[0];
        $| = 1; print \"ready\\n\"; while (my $c = $s->accept) { print while <$c> }";
    let words = ["-MIO::Socket::UNIX", "-e", listen, &place.display().to_string()];
    let mut listening =
        Running::start(home.command(NEIGHBOUR, Path::new("perl"), &words).stdout(Stdio::piped()))?;
    wait_until(|| place.exists())?;
    if by_link {
        symlink(&place, shared.join("aws.sock")).map_err(explain)?;
    }
    let words =
        ["relay", "--socket", &shared.join("aws.sock").display().to_string(), "--", "echo", "started"];
    let seen = finish(home.victim(victim, &words), &words)?;
    drop(listening.0.kill());
    let mut heard = String::new();
    drop(listening.0.stdout.take().map(|mut out| out.read_to_string(&mut heard)));
    if seen.stdout.contains("started") || heard.contains("GET") { through(seen.text()) } else { Ok(()) }
}

/// Runs a command behind a relay at a port that the neighbour has taken.
fn squatter(victim: Victim) -> Verdict {
    let served = Served::start(victim)?;
    let squatter = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let port = squatter.local_addr().map_err(|error| error.to_string())?.port().to_string();
    let socket = served.socket.display().to_string();
    let words = ["relay", "--socket", &socket, "--port", &port, "--", "echo", "started"];
    let seen = finish(served.home.victim(victim, &words), &words)?;
    if seen.stdout.contains("started") { through(seen.text()) } else { Ok(()) }
}

/// Kills who has started the relay; two seconds later nothing may listen.
fn killed(victim: Victim) -> Verdict {
    let served = Served::start(victim)?;
    let mut relay = served.relay(victim)?;
    let address = format!("127.0.0.1:{}", relay.port);
    let listens = || TcpStream::connect(&address).is_ok();
    if !listens() {
        return Err("nothing listens".into());
    }
    drop(relay.shell.take());
    thread::sleep(Duration::from_secs(2));
    if listens() { through("a listener is left after two seconds") } else { Ok(()) }
}
