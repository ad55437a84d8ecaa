//! A portal with a certificate that is not its own: nothing is said to it. The certificates are made by `openssl`.

use super::super::{
    attack::{Attack, Kind, Lawful, Verdict, through},
    victim::{CONFIG, Victim, VictimHome, finish, mode},
    weak::Weakness,
};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// What the server's certificate says, who has signed it, and which bundle is trusted, by which variable or key.
struct Row {
    name: &'static str,
    names: &'static str,
    /// Signed by an authority, else by itself.
    signed: bool,
    days: &'static str,
    variable: &'static str,
    /// Whether it is to be trusted.
    good: bool,
}

const ROWS: &[Row] = &[
    Row {
        name: "signed by itself",
        names: "IP:127.0.0.1",
        signed: false,
        days: "2",
        variable: "",
        good: false,
    },
    Row {
        name: "an unknown authority",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "",
        good: false,
    },
    Row {
        name: "another host",
        names: "DNS:portal.example",
        signed: true,
        days: "2",
        variable: "AWS_CA_BUNDLE",
        good: false,
    },
    Row {
        name: "T25-08 signed by itself, as the bundle",
        names: "IP:127.0.0.1",
        signed: false,
        days: "2",
        variable: "AWS_CA_BUNDLE",
        good: false,
    },
    Row {
        name: "a bundle in a variable of others",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "NODE_EXTRA_CA_CERTS",
        good: false,
    },
    Row {
        name: "ca_bundle of a checkout's config",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "AWS_CONFIG_FILE",
        good: false,
    },
    Row {
        name: "ca_bundle of a checkout's credentials file",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "AWS_SHARED_CREDENTIALS_FILE",
        good: false,
    },
    Row {
        name: "ca_bundle of a config that all may write",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "mode",
        good: false,
    },
    Row {
        name: "AWS_CA_BUNDLE",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "AWS_CA_BUNDLE",
        good: true,
    },
    Row {
        name: "T25-03 REQUESTS_CA_BUNDLE",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "REQUESTS_CA_BUNDLE",
        good: true,
    },
    Row {
        name: "T25-02 ca_bundle of the profile",
        names: "IP:127.0.0.1",
        signed: true,
        days: "2",
        variable: "",
        good: true,
    },
];

pub(super) fn kind() -> Kind {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped  portal, TLS: there is no openssl");
        return Kind { name: "TLS", attacks: Vec::new(), lawful: Vec::new() };
    }
    let attack = |row: &'static Row| {
        Attack::new(row.name, Weakness::VerifiesNothing, move |victim| called(victim, row))
    };
    let lawful = |row: &'static Row| Lawful::new(row.name, move || called(Victim::Daypass, row));
    let attacks = ROWS.iter().filter(|row| !row.good).map(attack).collect();
    let lawful = ROWS.iter().filter(|row| row.good).map(lawful).collect();
    Kind { name: "TLS", attacks, lawful }
}

fn called(victim: Victim, row: &Row) -> Verdict {
    let scene = VictimHome::signed_in(false)?;
    let server = Served::start(&scene, row.names, row.signed, row.days)?;
    let bundle = server.bundle.display().to_string();
    let mut scene = scene.set("AWS_ENDPOINT_URL", format!("https://127.0.0.1:{}", server.port));
    let config = format!("{CONFIG}ca_bundle = {bundle}\n");
    match (row.variable, row.good) {
        ("", true) => scene.write(".aws/config", &config)?,
        ("", false) => {}
        ("mode", _) => {
            scene.write(".aws/config", &config)?;
            mode(&scene.home().join(".aws/config"), 0o666)?;
        }
        (variable @ ("AWS_CONFIG_FILE" | "AWS_SHARED_CREDENTIALS_FILE"), _) => {
            let keys = format!("[p]\nca_bundle = {bundle}\n");
            scene.write("src/app/file", if variable == "AWS_CONFIG_FILE" { &config } else { &keys })?;
            scene = scene.set(variable, "~/src/app/file");
        }
        (variable, _) => scene = scene.set(variable, bundle),
    }
    let seen = victim.line(&scene, "credentials -p p --cli-read-timeout 2")?;
    let heard = server.heard();
    let verdict = judge(&scene, &heard);
    match (row.good, verdict) {
        (true, Err(_)) => Ok(()),
        (true, Ok(())) => Err(format!("the server heard nothing\n{}", seen.text()).into()),
        (false, verdict) if seen.code != Some(0) && !seen.hung => {
            verdict.map_err(|failure| failure.with(&seen))
        }
        (false, _) => through(seen.text()),
    }
}

fn judge(scene: &VictimHome, heard: &str) -> Verdict {
    scene.no_secret_in("what the server got", heard)
}

/// `openssl s_server`, which prints what it is sent.
struct Served {
    child: Child,
    port: u16,
    bundle: PathBuf,
    heard: PathBuf,
}

impl Served {
    fn start(scene: &VictimHome, names: &str, signed: bool, days: &str) -> Result<Self, String> {
        let folder = scene.folder.join("tls");
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let openssl = |line: &str| openssl(scene, &folder, line);
        let own = format!(
            "-addext subjectAltName={names} -days {days} -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256"
        );
        if signed {
            openssl(&format!(
                "req -x509 -subj /CN=ca -keyout ca.key -out ca.pem -days {days} -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256"
            ))?;
            openssl(&format!(
                "req -x509 -CA ca.pem -CAkey ca.key -subj /CN=portal -addext basicConstraints=critical,CA:FALSE -keyout key.pem -out cert.pem {own}"
            ))?;
        } else {
            openssl(&format!("req -x509 -subj /CN=portal -keyout key.pem -out cert.pem {own}"))?;
        }
        let socket = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let port = socket.local_addr().map_err(|error| error.to_string())?.port();
        drop(socket);
        let heard = folder.join("heard");
        let out = fs::File::create(&heard).map_err(|error| error.to_string())?;
        let mut command = scene.command("openssl");
        command.args([
            "s_server",
            "-cert",
            "cert.pem",
            "-key",
            "key.pem",
            "-accept",
            &format!("127.0.0.1:{port}"),
        ]);
        command.current_dir(&folder).stdin(Stdio::piped()).stdout(out).stderr(Stdio::null());
        let child = command.spawn().map_err(|error| error.to_string())?;
        let bundle = folder.join(if signed { "ca.pem" } else { "cert.pem" });
        let server = Self { child, port, bundle, heard };
        for _ in 0..200 {
            if server.heard().contains("ACCEPT") {
                return Ok(server);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err("openssl does not listen".to_owned())
    }

    fn heard(&self) -> String {
        let mut text = String::new();
        if let Ok(file) = fs::File::open(&self.heard) {
            let mut reader = BufReader::new(file);
            let mut bytes = Vec::new();
            drop(reader.fill_buf());
            drop(reader.read_to_end(&mut bytes));
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        text
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn openssl(scene: &VictimHome, folder: &Path, line: &str) -> Result<(), String> {
    let mut command = scene.command("openssl");
    command.args(line.split(' ')).current_dir(folder);
    let seen = finish(command, &["openssl", line])?;
    if seen.code == Some(0) { Ok(()) } else { Err(seen.text()) }
}
