//! A home made: its files, its caches and the world behind them, and how a program is started in it.

use super::{
    browser,
    spec::{File, Person, Spec},
    users,
};
use daypass_simulator::{AutoApprove, Server, SharedWorld, World};
use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::Command,
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

/// One worker's simulator and folder, used for one home after the other.
pub(super) struct Place {
    pub(super) folder: PathBuf,
    /// All the programs that a home knows of beside ours: no browser of this machine is one.
    tools: PathBuf,
    server: Server,
    pub(super) program: PathBuf,
    variables: BTreeMap<String, String>,
    /// The user who runs the commands, if not the current user.
    user: Option<u32>,
    /// All secrets that are in the caches and files now.
    pub(super) secrets: Vec<String>,
    /// The number of processes started so far.
    pub(super) started: u64,
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
        let tools = tools(&folder)?;
        Ok(Self {
            folder,
            tools,
            server,
            program,
            variables: BTreeMap::new(),
            user: None,
            secrets: Vec::new(),
            started: 0,
        })
    }

    pub(super) fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    pub(super) fn world(&self) -> SharedWorld {
        self.server.world()
    }

    /// Writes the files of a home.
    pub(super) fn make(&mut self, spec: &Spec) -> Result<(), String> {
        let explain = |error: std::io::Error| error.to_string();
        drop(fs::remove_dir_all(&self.folder));
        let aws = self.home().join(".aws");
        for cache in ["sso/cache", "cli/cache", "login/cache"] {
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
        browser::make(&self.folder, spec)?;
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
        self.user = users::settle(&self.folder, spec)?;
        Ok(())
    }

    fn surroundings(&self, spec: &Spec) -> BTreeMap<String, String> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let folder = self.program.parent().unwrap_or(&self.program).display().to_string();
        let mut variables = BTreeMap::from([
            pair("HOME", &self.home().display().to_string()),
            pair("PATH", &format!("{folder}:{}", self.tools.display())),
            pair("TZ", "UTC"),
            pair("AWS_MAX_ATTEMPTS", "1"),
            pair("AWS_EC2_METADATA_DISABLED", "true"),
        ]);
        for (name, value) in self.server.variables() {
            variables.insert(name.to_owned(), value);
        }
        if let Some(browser) = browser::of(spec) {
            variables.insert("BROWSER".to_owned(), self.folder.join(browser).display().to_string());
        }
        variables.extend(spec.variables.iter().cloned());
        // Without a user of its own there, it would be the home of whoever runs this.
        if spec.homeless && users::can_be_another() {
            variables.remove("HOME");
        }
        variables
    }

    /// Returns a command for daypass in this home, with its current environment.
    pub(super) fn command(&self, words: &[String]) -> Command {
        let mut command = self.dressed(&self.program);
        command.args(words);
        command
    }

    /// Returns a command for a program in this home, with its current environment and user.
    pub(super) fn dressed(&self, program: impl AsRef<OsStr>) -> Command {
        self.dressed_as(self.user, program)
    }

    #[cfg_attr(not(unix), expect(unused_variables, reason = "there is one user"))]
    fn dressed_as(&self, user: Option<u32>, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(&self.folder);
        for (name, value) in &self.variables {
            command.env(name, undecodable(value));
        }
        #[cfg(unix)]
        if let Some(user) = user {
            use std::os::unix::process::CommandExt as _;
            command.uid(user).gid(user);
        }
        command
    }

    /// Returns a command that runs a line of a shell in this home, with daypass on its PATH; as root after `sudo`.
    pub(super) fn shell(&self, line: &str) -> Command {
        let own = line.strip_prefix("sudo ");
        let mut command = self.dressed_as(own.map_or(self.user, |_| None), "/bin/sh");
        command.args(["-c", own.unwrap_or(line)]);
        command
    }

    /// Returns the environment of the home's commands.
    pub(super) fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }

    /// Sets a variable, until the home is made again.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// Removes a variable, until the home is made again.
    pub(super) fn unset(&mut self, name: &str) {
        self.variables.remove(name);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
        drop(fs::remove_dir_all(&self.tools));
    }
}

/// A folder of links to what remedies and scripts are made of.
fn tools(folder: &Path) -> Result<PathBuf, String> {
    let tools = folder.with_extension("tools");
    drop(fs::remove_dir_all(&tools));
    fs::create_dir_all(&tools).map_err(|error| error.to_string())?;
    for name in ["sh", "env", "timeout", "kill", "chmod", "chown", "rm", "mv", "cp", "mkdir", "ls", "id"] {
        let found = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(name));
        #[cfg(unix)]
        if let Some(found) = found.iter().find(|path| path.exists()) {
            std::os::unix::fs::symlink(found, tools.join(name)).map_err(|error| error.to_string())?;
        }
    }
    Ok(tools)
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

/// A value as it is set: U+FFFD stands for a byte that is no UTF-8.
#[cfg(unix)]
fn undecodable(value: &str) -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    let mut bytes = Vec::new();
    for (number, part) in value.split('\u{fffd}').enumerate() {
        if number > 0 {
            bytes.push(0xff);
        }
        bytes.extend_from_slice(part.as_bytes());
    }
    OsString::from_vec(bytes)
}

#[cfg(not(unix))]
fn undecodable(value: &str) -> OsString {
    value.into()
}
