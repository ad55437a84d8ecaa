//! The credentials endpoint: a program without its secrets gets nothing, and silent connections block no request (T16).

use super::{
    super::{
        attack::{Attack, Kind, Verdict, through},
        victim::{Victim, finish},
        weak::Weakness,
    },
    listeners::Waiting,
    people::{Home, NEIGHBOUR, PERSON, Running},
};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::Stdio,
    time::Instant,
};

/// Names and heads of requests; `PATH` is the path of the role, `PORT` the port.
const REQUESTS: &[(&str, &str)] = &[
    ("nothing", "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n"),
    ("an empty token", "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nAuthorization: \\r\\n"),
    ("a guess", "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nAuthorization: 0000000000000000\\r\\n"),
    ("a bearer", "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nAuthorization: Bearer x\\r\\n"),
    ("the root", "GET / HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n"),
    (
        "the metadata's path",
        "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1\\r\\nHost: 169.254.169.254\\r\\n",
    ),
    ("the path of ECS", "GET /v2/credentials HTTP/1.1\\r\\nHost: 169.254.170.2\\r\\n"),
    ("a way out", "GET /../../etc/passwd HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n"),
    ("a rebound name", "GET PATH HTTP/1.1\\r\\nHost: evil.example:PORT\\r\\n"),
    ("a page", "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nOrigin: https://evil.example\\r\\n"),
    (
        "PUT of a token",
        "PUT /latest/api/token HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nX-aws-ec2-metadata-token-ttl-seconds: 60\\r\\nContent-Length: 0\\r\\n",
    ),
    ("HTTP/0.9", "GET PATH\\r\\n"),
    (
        "the token in the query",
        "GET PATH?Authorization=0000000000000000 HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n",
    ),
    (
        "two tokens",
        "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nAuthorization: x\\r\\nAuthorization: y\\r\\n",
    ),
    ("two hosts", "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nHost: evil.example\\r\\n"),
    ("no host", "GET PATH HTTP/1.1\\r\\n"),
    ("HTTP/1.0", "GET PATH HTTP/1.0\\r\\n"),
    ("the whole address", "GET http://127.0.0.1:PORTPATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n"),
    ("HEAD", "HEAD PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n"),
    ("OPTIONS", "OPTIONS PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nOrigin: https://evil.example\\r\\n"),
    (
        "an upgrade",
        "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nUpgrade: websocket\\r\\nConnection: upgrade\\r\\n",
    ),
    (
        "a body that hides a request",
        "POST / HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nContent-Length: 4\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\nGET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n",
    ),
    (
        "a forwarded address",
        "GET PATH HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\nX-Forwarded-For: 127.0.0.1\\r\\nForwarded: for=127.0.0.1\\r\\n",
    ),
    ("CONNECT", "CONNECT 169.254.169.254:80 HTTP/1.1\\r\\nHost: 127.0.0.1:PORT\\r\\n"),
];

pub(super) fn kind() -> Kind {
    let asked = REQUESTS.iter().map(|(name, request)| {
        Attack::new(*name, Weakness::AnswersEverybody, move |victim| attack(victim, request))
    });
    let idle = Attack::new("T16-01 600 connections with half a head", Weakness::AnswersEverybody, idle);
    Kind { name: "endpoint", attacks: asked.chain([idle]).collect(), lawful: Vec::new() }
}

/// A running `daypass serve`, with the address and the token of its role.
struct Served {
    /// Ends before its home is removed.
    daypass: Running,
    home: Home,
    port: String,
    path: String,
    token: String,
}

impl Served {
    fn start(victim: Victim) -> Result<Self, String> {
        let home = Home::signed_in()?;
        let mut command = home.victim(victim, &["serve", "p"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daypass = Running::start(&mut command)?;
        let out = daypass.0.stdout.take().ok_or("no output")?;
        let mut served =
            Self { home, daypass, port: String::new(), path: String::new(), token: String::new() };
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let value = line.split_once('=').map(|(_, value)| value.trim_matches(['\'', '"']).to_owned());
            if line.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
                let address = value.as_deref().and_then(|uri| uri.strip_prefix("http://127.0.0.1:"));
                let (port, path) = address.and_then(|rest| rest.split_once('/')).ok_or("no address")?;
                (served.port, served.path) = (port.to_owned(), format!("/{path}"));
            } else if line.contains("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
                served.token = value.unwrap_or_default();
            }
            if !served.port.is_empty() && !served.token.is_empty() {
                return Ok(served);
            }
        }
        Err("it does not serve".to_owned())
    }

    /// Returns the request that is answered.
    fn right(&self) -> String {
        format!(
            "GET {} HTTP/1.1\\r\\nHost: 127.0.0.1:{}\\r\\nAuthorization: {}\\r\\nConnection: close\\r\\n\\r\\n",
            self.path, self.port, self.token
        )
    }
}

fn attack(victim: Victim, request: &str) -> Verdict {
    let served = Served::start(victim)?;
    let request = request.replace("PATH", &served.path).replace("PORT", &served.port);
    let reply =
        served.home.ask(NEIGHBOUR, &served.port, &format!("{request}Connection: close\\r\\n\\r\\n"))?;
    judge(&reply)?;
    let reply = served.home.ask(PERSON, &served.port, &served.right())?;
    if reply.contains("AccessKeyId") {
        Ok(())
    } else {
        Err(format!("the person is not served: {reply:?}").into())
    }
}

/// Attacks the memory of the endpoint, which not even the person's other programs may read.
pub(super) fn memory() -> Kind {
    const FILES: [&str; 4] = ["maps", "mem", "environ", "stack"];
    let served = FILES.map(|name| {
        Attack::new(format!("{name} of serve"), Weakness::AnswersEverybody, move |victim| {
            let served = Served::start(victim)?;
            open(&served.home, served.daypass.0.id(), name)
        })
    });
    let waiting = FILES.map(|name| {
        Attack::new(format!("{name} of login"), Weakness::AnswersEverybody, move |victim| {
            let waiting =
                Waiting::start(victim, Home::new()?, "login --sso-session corp --flow pkce --timeout 90s")?;
            open(&waiting.home, waiting.daypass.0.id(), name)
        })
    });
    let attacks = served.into_iter().chain(waiting).collect();
    Kind { name: "memory", attacks, lawful: Vec::new() }
}

/// Every listener is on loopback: nobody on the network can talk to it.
pub(super) fn addresses() -> Kind {
    let waiting = |name: &'static str, line: &'static str| {
        Attack::new(name, Weakness::AnswersEverybody, move |victim| {
            let waiting = Waiting::start(victim, Home::signed_in()?, line)?;
            on_loopback(&waiting.port)
        })
    };
    let attacks = vec![
        waiting("a sign-in", "login --sso-session corp --force --flow pkce --timeout 90s"),
        waiting("the console", "console -p p"),
        Attack::new("serve", Weakness::AnswersEverybody, |victim| on_loopback(&Served::start(victim)?.port)),
    ];
    Kind { name: "addresses", attacks, lawful: Vec::new() }
}

/// Looks at what listens on this port: `/proc/net/tcp` has addresses and ports in hexadecimal, `0A` is a listener.
fn on_loopback(port: &str) -> Verdict {
    const LOOPBACK: [&str; 2] = ["0100007F", "00000000000000000000000001000000"];
    let port: u16 = port.parse().map_err(|_| format!("{port} is no port"))?;
    let end = format!(":{port:04X}");
    let mut found = 0;
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let table = std::fs::read_to_string(table).unwrap_or_default();
        for line in table.lines().skip(1) {
            let mut words = line.split_whitespace().skip(1);
            let (address, state) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
            let Some(address) = address.strip_suffix(&*end).filter(|_| state == "0A") else { continue };
            found += 1;
            if !LOOPBACK.contains(&address) {
                return through(format!("it listens on {address}"));
            }
        }
    }
    if found > 0 { Ok(()) } else { Err("nothing listens".into()) }
}

/// Fails if a program of the person can open a file of a process in `/proc`.
fn open(home: &Home, process: u32, name: &str) -> Verdict {
    let script = format!("exec 3</proc/{process}/{name} && echo opened");
    let seen = finish(home.command(PERSON, Path::new("bash"), &["-c", &script]), &["open"])?;
    if seen.stdout.contains("opened") { through(format!("{name} can be read")) } else { Ok(()) }
}

/// Fails if a reply has credentials.
fn judge(reply: &str) -> Verdict {
    if reply.contains("AccessKeyId") || reply.contains(" 200 ") {
        through(format!("it says {reply:?}"))
    } else {
        Ok(())
    }
}

/// Sends a right request while a neighbour holds silent connections; SDKs wait 2 s, a loaded machine gets more.
fn idle(victim: Victim) -> Verdict {
    let served = Served::start(victim)?;
    let _silent = served.home.idle(&served.port, 600)?;
    let start = Instant::now();
    let reply = served.home.ask(PERSON, &served.port, &served.right())?;
    let waited = start.elapsed();
    if reply.contains("AccessKeyId") { Ok(()) } else { through(format!("after {waited:?}: {reply:?}")) }
}
