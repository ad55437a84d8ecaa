//! A home made: its files, its caches and the world behind them; what runs in it, and what that left.

use super::spec::{File, Person, Spec};
use daypass_simulator::{AutoApprove, Server, SharedWorld, World};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use xtask::places;

/// Who has which role, and which roles may be assumed.
const WORLD: &str = r#"
name = "explore"
users = ["testuser@example.com", "other@example.com"]
[[account]]
id = "051234567822"
name = "Development"
roles = ["AWSPowerUserAccess", "AWSReadOnlyAccess"]
[[account]]
id = "111122223333"
name = "Production"
roles = [{ name = "AWSReadOnlyAccess", users = ["testuser@example.com"] }]
[[account]]
id = "444455556666"
name = "Log \u202EArchive\u001b[31m"
roles = ["AWSReadOnlyAccess"]
[[role]]
arn = "arn:aws:iam::111122223333:role/Deploy"
trusts = ["sso:AWSPowerUserAccess", "sso:AWSReadOnlyAccess"]
[[role]]
arn = "arn:aws:iam::111122223333:role/Restart"
trusts = ["arn:aws:iam::111122223333:role/Deploy"]
[[role]]
arn = "arn:aws:iam::111122223333:role/Closed"
trusts = ["999999999999"]
"#;
/// What nobody may see: part of each secret of the role credentials planted in caches.
pub(super) const PLANTED: &str = "planted-secret";
/// A command that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(25);

/// One worker's simulator and folder, used for one home after the other.
pub(super) struct Place {
    folder: PathBuf,
    server: Server,
    program: PathBuf,
    variables: BTreeMap<String, String>,
    /// Everything secret that lies in the caches and files now.
    pub(super) secrets: Vec<String>,
    /// Processes so far.
    pub(super) started: u64,
}

/// What a command left.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) words: Vec<String>,
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
    /// It had to be stopped.
    pub(super) hung: bool,
    /// Files below the home that are not what they were: made, changed or gone.
    pub(super) changed: Vec<String>,
}

impl Place {
    pub(super) fn open(number: usize, program: PathBuf) -> Result<Self, String> {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            memory.join(format!("daypass-explore-{}-{number}", std::process::id()))
        } else {
            places::fresh(&format!("explore-{number}")).map_err(|error| error.to_string())?
        };
        let world = World::from_toml(WORLD).map_err(|error| error.to_string())?;
        let server = Server::start(world, 0).map_err(|error| error.to_string())?;
        Ok(Self { folder, server, program, variables: BTreeMap::new(), secrets: Vec::new(), started: 0 })
    }

    pub(super) fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    pub(super) fn world(&self) -> SharedWorld {
        self.server.world()
    }

    /// Makes the home.
    pub(super) fn make(&mut self, spec: &Spec) -> Result<(), String> {
        let explain = |error: std::io::Error| error.to_string();
        drop(fs::remove_dir_all(&self.folder));
        let aws = self.home().join(".aws");
        for cache in ["sso/cache", "cli/cache"] {
            let cache = aws.join(cache);
            fs::create_dir_all(&cache).map_err(explain)?;
            private(&cache, 0o700)?;
        }
        let config = aws.join("config");
        match spec.file {
            File::None => {}
            File::Folder => fs::create_dir(&config).map_err(explain)?,
            #[cfg(unix)]
            File::Loop => std::os::unix::fs::symlink("config", &config).map_err(explain)?,
            _ => {
                fs::write(&config, spec.config()).map_err(explain)?;
                private(&config, 0o600)?;
            }
        }
        if !spec.credentials.is_empty() {
            write(&aws.join("credentials"), &spec.credentials_file())?;
        }
        self.variables = self.surroundings(spec);
        self.secrets = vec![PLANTED.to_owned()];
        let mut world = World::from_toml(WORLD).map_err(|error| error.to_string())?;
        // What waits for a person who sleeps ends with the code.
        world.settings_mut().device_code_seconds = 2;
        world.set_auto_approve(match spec.person {
            Person::Allows => AutoApprove::Allow,
            Person::Denies => AutoApprove::Deny,
            Person::Sleeps => AutoApprove::Off,
        });
        self.caches(spec, &mut world)?;
        for fault in &spec.faults {
            world.add_fault(fault.parse().map_err(|error| format!("{error}"))?);
        }
        *self.world().lock() = world;
        Ok(())
    }

    fn surroundings(&self, spec: &Spec) -> BTreeMap<String, String> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let folder = self.program.parent().unwrap_or(&self.program).display().to_string();
        let mut variables = BTreeMap::from([
            pair("HOME", &self.home().display().to_string()),
            pair("PATH", &format!("{folder}:/usr/bin:/bin")),
            pair("TZ", "UTC"),
            pair("AWS_MAX_ATTEMPTS", "1"),
            pair("AWS_EC2_METADATA_DISABLED", "true"),
        ]);
        for (name, value) in self.server.variables() {
            variables.insert(name.to_owned(), value);
        }
        variables.extend(spec.variables.iter().cloned());
        variables
    }

    /// daypass in this home, as its environment is now.
    pub(super) fn command(&self, words: &[String]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).env_clear().envs(&self.variables).current_dir(&self.folder);
        command
    }

    /// A line of a shell in this home, which finds daypass on its PATH.
    pub(super) fn shell(&self, line: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", line]).env_clear().envs(&self.variables).current_dir(&self.folder);
        command
    }

    /// The environment of its commands.
    pub(super) fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }

    /// Takes a variable out of the environment, until the home is made again.
    pub(super) fn unset(&mut self, name: &str) {
        self.variables.remove(name);
    }

    /// Runs daypass without a terminal.
    pub(super) fn run(&mut self, words: &[String]) -> Result<Seen, String> {
        self.finish(self.command(words), words)
    }

    /// Runs daypass and sends it SIGINT after a while, whatever whoever runs this has done with that signal.
    pub(super) fn interrupted(&mut self, words: &[String], after: Duration) -> Result<Seen, String> {
        let mut command = Command::new("/usr/bin/env");
        command.arg("--default-signal=INT").arg(&self.program).args(words);
        command.env_clear().envs(&self.variables).current_dir(&self.folder);
        self.end_of(command, words, Some(after))
    }

    /// Runs a command to its end, or stops it when it takes too long.
    pub(super) fn finish(&mut self, command: Command, words: &[String]) -> Result<Seen, String> {
        self.end_of(command, words, None)
    }

    fn end_of(
        &mut self,
        mut command: Command,
        words: &[String],
        mut interrupt: Option<Duration>,
    ) -> Result<Seen, String> {
        let explain = |error: std::io::Error| error.to_string();
        let before = self.snapshot();
        let (out, err) = (self.folder.join("stdout"), self.folder.join("stderr"));
        command.stdin(Stdio::null());
        command.stdout(fs::File::create(&out).map_err(explain)?);
        command.stderr(fs::File::create(&err).map_err(explain)?);
        let mut child = command.spawn().map_err(explain)?;
        self.started += 1;
        let start = Instant::now();
        let (status, hung) = loop {
            if let Some(status) = child.try_wait().map_err(explain)? {
                break (status, false);
            }
            if interrupt.is_some_and(|after| start.elapsed() > after) {
                interrupt = None;
                let id = child.id().to_string();
                drop(Command::new("/bin/kill").args(["-INT", &id]).stderr(Stdio::null()).status());
            }
            if start.elapsed() > LIMIT {
                drop(child.kill());
                break (child.wait().map_err(explain)?, true);
            }
            thread::sleep(Duration::from_micros(700));
        };
        let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
        let changed = self.changed(&before);
        Ok(Seen {
            words: words.to_owned(),
            code: status.code(),
            stdout: text(&out),
            stderr: text(&err),
            hung,
            changed,
        })
    }

    /// Every file below the home and what it holds; locks are nobody's.
    pub(super) fn snapshot(&self) -> BTreeMap<String, Vec<u8>> {
        let home = self.home();
        let (mut files, mut folders) = (BTreeMap::new(), vec![home.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let name = path.strip_prefix(&home).unwrap_or(&path).to_string_lossy().into_owned();
                if name.contains("/locks") {
                    continue;
                }
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(kind) if kind.is_symlink() => drop(files.insert(name, b"(link)".to_vec())),
                    _ => drop(files.insert(name, fs::read(&path).unwrap_or_default())),
                }
            }
        }
        files
    }

    /// Names of files that differ from a snapshot.
    pub(super) fn changed(&self, before: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let after = self.snapshot();
        let mut names: Vec<String> = before
            .iter()
            .filter(|(name, bytes)| after.get(*name) != Some(*bytes))
            .map(|(name, _)| name.clone())
            .collect();
        names.extend(after.keys().filter(|name| !before.contains_key(*name)).cloned());
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A file that its owner alone may read.
pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    private(path, 0o600)
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|error| error.to_string())
}

#[cfg(not(unix))]
fn private(_: &Path, _: u32) -> Result<(), String> {
    Ok(())
}
