//! Where an attack plays: a home of a person who is signed in, a simulated AWS, and what daypass said and left there.

use super::verdict::{Verdict, through};
use crate::stage;
use daypass_simulator::{AutoApprove, SCENARIOS, Server, ServerOptions, SharedWorld, SignIn, World};
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::SystemTime,
};
use xtask::places;

pub(super) use super::{
    command::{Seen, finish, mode},
    twin::Victim,
};
pub(super) use daypass_testkit::world::CORP_CONFIG as CONFIG;

pub(super) const SESSION: &str = "corp";

/// A home, and the simulator.
pub(super) struct VictimHome {
    pub(super) folder: PathBuf,
    /// What nobody else may learn.
    pub(super) secrets: Vec<String>,
    variables: Vec<(OsString, OsString)>,
    server: Server,
}

impl Victim {
    /// Its command in a home, with these words.
    pub(super) fn command(self, scene: &VictimHome, words: &[&str]) -> Command {
        let mut command = scene.command(self.program(places::program(stage::DAYPASS)));
        command.args(words);
        self.choose(&mut command);
        command
    }

    /// Runs it to its end.
    pub(super) fn run(self, scene: &VictimHome, words: &[&str]) -> Result<Seen, String> {
        self.finish(self.command(scene, words), words)
    }

    /// The same for a line without blanks in its words.
    pub(super) fn line(self, scene: &VictimHome, line: &str) -> Result<Seen, String> {
        self.run(scene, &line.split(' ').collect::<Vec<_>>())
    }
}

impl VictimHome {
    /// A home with [`CONFIG`], nobody signed in, the environment pointing at the simulator. Its secrets are no other
    /// home's.
    pub(super) fn new() -> Result<Self, String> {
        static SEED: AtomicU32 = AtomicU32::new(1);
        let seed = SEED.fetch_add(1, Ordering::Relaxed);
        let (_, scenario) = SCENARIOS.iter().find(|(name, _)| *name == "article").ok_or("no scenario")?;
        let world = World::from_toml(&format!("seed = {seed}\n{scenario}"));
        Self::of(world.map_err(|error| error.to_string())?)
    }

    /// The same for another world.
    pub(super) fn of(world: World) -> Result<Self, String> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let explain = |error: std::io::Error| error.to_string();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("daypass-hostile-{}-{number}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join("home/.aws")).map_err(explain)?;
        let mut world = world.with_sign_in(SignIn::new(SESSION));
        world.set_auto_approve(AutoApprove::Allow);
        let server = Server::start(world, ServerOptions::default()).map_err(explain)?;
        let scene = Self { folder, secrets: Vec::new(), variables: Vec::new(), server };
        scene.write(".aws/config", CONFIG)?;
        let url = scene.server.url();
        Ok(scene.set("AWS_ENDPOINT_URL", url))
    }

    /// The same, signed in; `aged` has an access token that is over.
    pub(super) fn signed_in(aged: bool) -> Result<Self, String> {
        Self::new()?.with_token(aged)
    }

    /// Somebody is signed in here.
    pub(super) fn with_token(mut self, aged: bool) -> Result<Self, String> {
        let who = if aged { SignIn::new(SESSION).aged() } else { SignIn::new(SESSION) };
        let signed_in = self.world().lock().sign_in(&who, SystemTime::now()).ok_or("nobody signs in")?;
        let name = format!(".aws/sso/cache/{}", signed_in.file_name());
        self.write(&name, &signed_in.file())?;
        let file: serde_json::Value =
            serde_json::from_str(&signed_in.file()).map_err(|error| error.to_string())?;
        for member in ["accessToken", "refreshToken", "clientSecret"] {
            self.secrets.extend(file.get(member).and_then(|value| value.as_str()).map(str::to_owned));
        }
        Ok(self)
    }

    /// With a variable.
    pub(super) fn set(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Without a variable.
    pub(super) fn unset(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    pub(super) fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    pub(super) fn world(&self) -> SharedWorld {
        self.server.world()
    }

    pub(super) fn url(&self) -> String {
        self.server.url()
    }

    /// The file of the token.
    pub(super) fn token(&self) -> PathBuf {
        // The SHA-1 of the session's name.
        self.home().join(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json")
    }

    /// Writes a file below the home, the owner's alone.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.home().join(name);
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        mode(&path, 0o600)?;
        if name.contains("cache/") { mode(folder, 0o700) } else { Ok(()) }
    }

    /// A fault of the simulator.
    pub(super) fn fault(&self, line: &str) -> Result<(), String> {
        let fault = line.parse().map_err(|error| format!("{line}: {error}"))?;
        self.world().lock().add_fault(fault);
        Ok(())
    }

    /// Another program in this environment.
    pub(super) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear().env("HOME", self.home()).env("PATH", "/usr/bin:/bin").env("TZ", "UTC");
        command.env("AWS_MAX_ATTEMPTS", "1").env("AWS_EC2_METADATA_DISABLED", "true");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.home());
        command
    }

    /// Runs daypass to its end, with the words of a line.
    pub(super) fn line(&self, line: &str) -> Result<Seen, String> {
        Victim::Daypass.line(self, line)
    }

    /// Every secret that stands in this text: none may.
    pub(super) fn no_secret_in(&self, what: &str, text: &str) -> Verdict {
        match self.secrets.iter().find(|secret| text.contains(secret.as_str())) {
            Some(secret) => {
                let at = text.find(secret.as_str()).unwrap_or_default();
                let before: String =
                    text.chars().take(at).collect::<String>().chars().rev().take(60).collect();
                through(format!("{what} has a secret behind {:?}", before.chars().rev().collect::<String>()))
            }
            None => Ok(()),
        }
    }
}

impl Drop for VictimHome {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}
