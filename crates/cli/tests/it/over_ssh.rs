//! `daypass ssh` to a real sshd in a network namespace of its own: by what its server allows, what stands in arguments and
//! logs, who gets nothing, and what is left when something is killed. Only root can make namespaces; elsewhere the tests say
//! that they are skipped.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "a test writes files of its own")]

use crate::home::{Home, Outcome, make_executable, pause};
use daypass_simulator::{AutoApprove, World};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n\
    [profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n";

/// Asks the endpoint as an SDK does, and prints the status and the path that it asked.
const ASK: &str = "import os, urllib.request as u; e = os.environ; t = e.get('AWS_CONTAINER_AUTHORIZATION_TOKEN'); \
    r = u.Request(e['AWS_CONTAINER_CREDENTIALS_FULL_URI'], headers={'Authorization': t} if t else {}); \
    print(u.urlopen(r).status, e['AWS_CONTAINER_CREDENTIALS_FULL_URI'], e['AWS_REGION'], t)";

/// A person's home, and a host that it reaches.
struct Scene {
    home: Home,
    host: PathBuf,
}

impl Scene {
    /// A host whose `sshd_config` has these lines; `before` runs in its network before each connection. `None` where none can
    /// be had.
    fn new(settings: &str, has_relay: bool, before: &str) -> Option<Self> {
        let has = |program: &str, words: &[&str]| {
            let run = Command::new(program).args(words).stdin(Stdio::null()).output();
            run.is_ok_and(|output| output.status.success())
        };
        let made = has("unshare", &["-n", "-m", "sh", "-c", "ip link set lo up && mount -t tmpfs none /run"]);
        if !made || !Path::new("/usr/sbin/sshd").exists() || !has("ssh", &["-V"]) || !has("python3", &["-V"])
        {
            println!("skipped: it wants root, unshare, ip, ssh, sshd and python3");
            return None;
        }
        let home = Home::with(World::demo()).config(CONFIG);
        home.server().world().lock().set_auto_approve(AutoApprove::Allow);
        drop(home.run("login --sso-session corp --use-device-code --no-browser").ok());
        let host = home.path().join("host");
        for folder in ["bin", "run"] {
            fs::create_dir_all(host.join(folder)).expect("a folder");
        }
        for key in ["host", "user"] {
            let words = ["-q", "-t", "ed25519", "-N", "", "-f"];
            let made = Command::new("ssh-keygen").args(words).arg(host.join(key)).status();
            assert!(made.expect("ssh-keygen").success());
        }
        let at = |name: &str| host.join(name).display().to_string();
        home.write(
            "host/sshd_config",
            &format!(
                "HostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nLogLevel VERBOSE\n\
                 SetEnv XDG_RUNTIME_DIR={} PATH={}:/usr/bin:/bin\n{settings}",
                at("host"),
                at("user.pub"),
                at("run"),
                at("bin"),
            ),
        );
        if has_relay {
            let program = env!("CARGO_BIN_EXE_daypass");
            home.write("host/bin/daypass", &format!("#!/bin/sh\nexec '{program}' \"$@\"\n"));
            make_executable(&host.join("bin/daypass"));
        }
        let log = at("sshd.log");
        home.write(
            "host/proxy",
            &format!(
                "#!/bin/sh\nexec unshare -n -m sh -c 'ip link set lo up; mount -t tmpfs none /run; mkdir /run/sshd\n{before}\n\
                 exec /usr/sbin/sshd -i -f {} -E {log}'\n",
                at("sshd_config")
            ),
        );
        make_executable(&host.join("proxy"));
        Some(Self { home, host })
    }

    fn command(&self, words: &str, there: &[&str]) -> Command {
        let mut command = self.home.command(&format!("ssh --profile dev {words}"));
        let at = |name: &str| self.host.join(name).display().to_string();
        for word in [
            "-F".to_owned(),
            "none".to_owned(),
            "-i".to_owned(),
            at("user"),
            format!("-oProxyCommand={}", at("proxy")),
            format!("-oUserKnownHostsFile={}", at("known")),
            "-oStrictHostKeyChecking=no".to_owned(),
            "-oBatchMode=yes".to_owned(),
        ] {
            command.arg(format!("--ssh-option={word}"));
        }
        command.env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        command.args(["root@remote", "--"]).args(there).stdin(Stdio::null());
        command
    }

    fn run(&self, words: &str, there: &[&str]) -> Outcome {
        self.home.finish(&format!("ssh {words}"), self.command(words, there))
    }

    /// A script that runs there; it has made the file.
    fn started(&self, script: &str, seen: &Path) -> Child {
        let mut command = self.command("", &["sh", "-c", script]);
        let running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        assert!((0..200).any(|_| {
            pause(100);
            seen.exists()
        }));
        running
    }

    /// What is left in the host's runtime folder, and of sockets here.
    fn left(&self) -> Vec<PathBuf> {
        let folders = [self.host.join("run"), self.home.path().join(".local/state/daypass/ssh")];
        let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        entries.map(|entry| entry.path()).collect()
    }

    fn is_clean_soon(&self) -> bool {
        (0..50).any(|_| {
            pause(100);
            self.left().is_empty()
        })
    }

    fn leases(&self) -> String {
        self.home.run("lease list --all --output json").ok().stdout
    }
}

/// A socket's path has at most 107 bytes, and a home of a company may be longer. The folder in /tmp may be anybody's.
#[test]
fn a_long_home_has_its_sockets_elsewhere() {
    let Some(scene) = Scene::new("", false, "") else { return };
    let folder = Path::new("/tmp/daypass-0");
    fs::create_dir_all(folder).expect("a folder");
    for (mode, is_taken) in [(0o777, false), (0o700, true)] {
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("a mode");
        let mut command = scene.command("--for 30m", &["python3", "-c", ASK]);
        command.env("XDG_STATE_HOME", scene.home.path().join("a".repeat(60)));
        let done = scene.home.finish("ssh", command);
        assert_eq!(done.stdout.starts_with("200 http://127.0.0.1:"), is_taken, "{done}");
        assert_eq!(done.stderr.contains("it is not of this user alone"), !is_taken, "{done}");
        let home = scene.home.path().join("a".repeat(60)).join("daypass/leases");
        let leases = fs::read_dir(home).map_or(0, Iterator::count);
        assert_eq!(leases > 0, is_taken, "no lease is made for a connection that does not begin");
    }
}

#[test]
fn a_port_where_only_a_shell_is() {
    let Some(scene) = Scene::new("", false, "") else { return };
    let done = scene.run("--for 30m --note x", &["python3", "-c", ASK]).ok();
    let said: Vec<_> = done.stdout.trim().split(' ').collect();
    let [status, uri, region, token] = said.as_slice() else { panic!("{done}") };
    assert_eq!((*status, *region), ("200", "eu-west-1"), "{done}");
    assert!(uri.starts_with("http://127.0.0.1:") && token.len() == 64, "{done}");
    assert!(scene.is_clean_soon(), "{:?}", scene.left());
    let leases = scene.leases();
    assert!(leases.contains("\"host\": \"root@remote\"") && leases.contains("\"ended\""), "{leases}");
    let log = scene.home.run("lease log").ok().stdout;
    assert!(log.contains("\"place\":\"root@remote\"") && !log.contains(token), "{log}");
    // What the server noted holds no secret.
    let log = fs::read_to_string(scene.host.join("sshd.log")).expect("a log");
    assert!(log.contains("Accepted publickey") && !log.contains(token), "{log}");
    // A word is a word there, and the exit code is the command's.
    let words = scene.run("", &["sh", "-c", "printf '%s|' \"$@\"; exit 9", "x", "a b", "$HOME", "'"]);
    assert_eq!((words.code, words.stdout.as_str()), (Some(9), "a b|$HOME|'|"), "{words}");
}

#[test]
fn a_socket_where_ports_are_forbidden() {
    let Some(scene) = Scene::new("PermitListen none\n", true, "") else { return };
    let done = scene.run("", &["python3", "-c", ASK]).ok();
    assert!(done.stdout.starts_with("200 http://127.0.0.1:") && done.stdout.contains("/relay/"), "{done}");
    assert!(done.stdout.trim().ends_with("None"), "the socket wants no token: {done}");
    assert!(scene.is_clean_soon(), "{:?}", scene.left());
}

#[test]
fn each_refusal_of_the_server_has_its_sentence() {
    for (settings, has_relay, part) in [
        ("PermitListen none\n", false, "forwards no port (AllowTcpForwarding or PermitListen"),
        ("DisableForwarding yes\n", true, "forwards neither a port nor a socket"),
        ("PermitListen none\nAllowStreamLocalForwarding no\n", true, "forwards neither a port nor a socket"),
        ("AllowUsers nobody\n", true, "ssh does not get to root@remote"),
    ] {
        let Some(scene) = Scene::new(settings, has_relay, "") else { return };
        let refused = scene.run("", &["true"]);
        assert!(refused.code == Some(1) && refused.stderr.contains(part), "{settings}: {refused}");
        assert!(scene.is_clean_soon(), "{settings}: {:?}", scene.left());
        let ended = (0..50).any(|_| {
            pause(100);
            scene.leases().contains("\"ended\"")
        });
        assert!(ended, "{settings}: {}", scene.leases());
    }
    let Some(scene) = Scene::new("PermitListen 127.0.0.1:4242\n", false, "") else { return };
    assert!(scene.run("--port 4242", &["true"]).code == Some(0));
    let other = scene.run("--port 4243", &["true"]);
    assert!(other.stderr.contains("127.0.0.1:4243 on root@remote cannot be had"), "{other}");
}

#[test]
fn a_squatter_on_the_port_gets_nothing() {
    for when in ["always", "later"] {
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("squat.py");
        let told = folder.path().join("told");
        fs::write(
            &script,
            format!(
                "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 4242))\ns.listen(9)\nopen('{0}', 'w').close()\n\
                 while True:\n    c, _ = s.accept()\n    open('{0}', 'a').write(repr(c.recv(9999)))\n",
                told.display()
            ),
        )
        .expect("written");
        let first = folder.path().join("first");
        let condition =
            if when == "always" { "true".to_owned() } else { format!("[ -e {} ]", first.display()) };
        let before = format!(
            "if {condition}; then timeout 20 python3 {} </dev/null >/dev/null 2>&1 & sleep 1; fi; touch {}",
            script.display(),
            first.display()
        );
        let Some(scene) = Scene::new("", false, &before) else { return };
        let refused = scene.run("--port 4242", &["python3", "-c", ASK]);
        assert!(refused.code != Some(0) && refused.stdout.is_empty(), "{when}: {refused}");
        assert_eq!(
            fs::read_to_string(&told).expect("the squatter was there"),
            "",
            "{when}: it was told something"
        );
    }
}

#[test]
fn no_argument_of_a_process_holds_a_secret_and_nothing_goes_on_when_it_is_killed() {
    let Some(scene) = Scene::new("", false, "") else { return };
    let seen = scene.host.join("seen");
    let there = format!("env > {0}.env; mv {0}.env {0}; exec sleep 20", seen.display());
    let mut running = scene.started(&there, &seen);
    let env = fs::read_to_string(&seen).expect("an environment");
    let value = |name: &str| {
        let line = env.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.expect("a variable").to_owned()
    };
    let (uri, token) =
        (value("AWS_CONTAINER_CREDENTIALS_FULL_URI"), value("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
    let path = uri.rsplit('/').next().expect("a path");
    let lines = arguments();
    assert!(lines.contains("-R 127.0.0.1:"), "the connection is there");
    assert!(!lines.contains(path) && !lines.contains(&token), "a secret is in an argument");
    // The process that was typed is ssh by now.
    running.kill().expect("killed");
    running.wait().expect("ended");
    let control = scene.home.path().join(".local/state/daypass/ssh").display().to_string();
    let is_over = (0..20).any(|_| {
        pause(100);
        !arguments().contains(&control)
    });
    assert!(is_over, "the endpoint goes on: {}", arguments());
    assert!(scene.leases().contains("\"ended\""), "{}", scene.leases());
}

/// Behind a relay the listener is the host's own, and ends where nobody is connected any more.
#[test]
fn a_relay_on_the_host_ends_with_the_connection() {
    let Some(scene) = Scene::new("PermitListen none\n", true, "") else { return };
    let seen = scene.host.join("seen");
    let there = format!("touch {}; exec sleep 20", seen.display());
    let mut running = scene.started(&there, &seen);
    let relay = format!("{}/daypass.", scene.host.join("run").display());
    assert!(arguments().contains(&relay), "a relay is there: {}", arguments());
    running.kill().expect("killed");
    running.wait().expect("ended");
    let is_over = (0..50).any(|_| {
        pause(100);
        !arguments().contains(&relay)
    });
    assert!(is_over, "it goes on: {}", arguments());
    assert!(scene.is_clean_soon(), "{:?}", scene.left());
}

/// The command lines of all processes.
fn arguments() -> String {
    let processes = fs::read_dir("/proc").expect("processes").flatten();
    let all = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    all.map(|line| String::from_utf8_lossy(&line).replace('\0', " ")).collect::<Vec<_>>().join("\n")
}
