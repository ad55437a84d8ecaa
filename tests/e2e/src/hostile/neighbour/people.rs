//! The two users: a scene that belongs to the person, and what either of them does in it.

use super::super::{
    attack::Verdict,
    victim::{Scene, Seen, finish, mode},
};
use crate::stage;
use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use xtask::places;

/// Numbers that no account has.
pub(super) const PERSON: u32 = 54_321;
pub(super) const NEIGHBOUR: u32 = 54_322;

/// A copy of daypass that everybody may run.
fn program() -> PathBuf {
    std::env::temp_dir().join(format!("daypass-hostile-{}", std::process::id())).join("daypass")
}

/// Root, with what it takes to be somebody else.
pub(super) fn ready() -> Verdict {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let works = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !is_root || !works("setpriv") || !works("bash") {
        return Err("only root, with setpriv and bash, can be two users".to_owned());
    }
    let folder = program();
    let folder = folder.parent().unwrap_or(&folder);
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    mode(folder, 0o755)?;
    fs::copy(places::program(stage::DAYPASS), program()).map_err(|error| error.to_string())?;
    mode(&program(), 0o755)
}

pub(super) fn forget() {
    if let Some(folder) = program().parent() {
        drop(fs::remove_dir_all(folder));
    }
}

/// A scene of the person's.
pub(super) struct Home(pub(super) Scene);

impl Home {
    pub(super) fn new() -> Result<Self, String> {
        Self::of(Scene::new()?)
    }

    pub(super) fn signed_in() -> Result<Self, String> {
        Self::of(Scene::signed_in(false)?)
    }

    /// Everything in it becomes the person's; others may look into the home, as is usual.
    pub(super) fn of(scene: Scene) -> Result<Self, String> {
        for folder in [&scene.folder, &scene.home(), &scene.home().join(".aws")] {
            mode(folder, 0o755)?;
        }
        let home = Self(scene);
        home.own(&home.0.home(), PERSON)?;
        Ok(home)
    }

    /// Gives a file, or a folder and all in it, to a user.
    pub(super) fn own(&self, path: &Path, user: u32) -> Verdict {
        let mut chown_ = self.0.command("chown");
        let given = chown_.args(["-R", "-h", &format!("{user}:{user}")]).arg(path).status();
        if given.is_ok_and(|status| status.success()) { Ok(()) } else { Err("chown".to_owned()) }
    }

    /// A file of a user's, with this mode.
    pub(super) fn plant(&self, name: &str, text: &str, user: u32, wide: u32) -> Result<PathBuf, String> {
        let path = self.0.home().join(name);
        let mut folder = path.parent().unwrap_or(&path).to_owned();
        let mut made = Vec::new();
        while !folder.exists() {
            made.push(folder.clone());
            folder = folder.parent().unwrap_or(&folder).to_owned();
        }
        self.0.write(name, text)?;
        for folder in made {
            chown(&folder, Some(PERSON), Some(PERSON)).map_err(|error| error.to_string())?;
        }
        chown(&path, Some(user), Some(user)).map_err(|error| error.to_string())?;
        mode(&path, wide)?;
        Ok(path)
    }

    /// A program as a user.
    pub(super) fn command(&self, user: u32, program: &Path, words: &[&str]) -> Command {
        let mut command = self.0.command("setpriv");
        command.args([format!("--reuid={user}"), format!("--regid={user}"), "--clear-groups".to_owned()]);
        command.arg(program).args(words);
        command
    }

    /// daypass as the person.
    pub(super) fn daypass(&self, words: &[&str]) -> Command {
        self.command(PERSON, &program(), words)
    }

    pub(super) fn line(&self, line: &str) -> Result<Seen, String> {
        let words: Vec<_> = line.split(' ').collect();
        finish(self.daypass(&words), &words)
    }

    /// A script as the neighbour.
    pub(super) fn neighbour(&self, script: &str) -> Result<Seen, String> {
        finish(self.command(NEIGHBOUR, Path::new("bash"), &["-c", script]), &["bash", "-c", script])
    }

    /// What a port of this machine answers the user who sends this.
    pub(super) fn ask(&self, user: u32, port: &str, request: &str) -> Result<String, String> {
        let script = "exec 3<>/dev/tcp/127.0.0.1/$1 || exit 0; printf %b \"$2\" >&3; timeout 3 cat <&3";
        let command = self.command(user, Path::new("bash"), &["-c", script, "bash", port, request]);
        Ok(finish(command, &["ask"])?.stdout)
    }

    /// So many connections of the neighbour's that have said half a line, held until the child ends.
    pub(super) fn idle(&self, port: &str, count: usize) -> Result<Child, String> {
        let script = format!(
            "ulimit -n 4096; for i in $(seq {count}); do exec {{fd}}<>/dev/tcp/127.0.0.1/{port} && printf 'GET /' >&$fd; \
             done 2>/dev/null; echo ready; sleep 20"
        );
        let mut command = self.command(NEIGHBOUR, Path::new("bash"), &["-c", &script]);
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut String::new()).map_err(|error| error.to_string())?;
        Ok(child)
    }
}
