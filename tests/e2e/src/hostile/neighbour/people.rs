//! The two users of an attack: the person, who owns the home, and a neighbour on the machine.

use super::super::victim::{Seen, Victim, VictimHome, finish, mode};
use crate::{shared_program, stage};
use std::{
    io::{BufRead as _, BufReader},
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use xtask::places;

/// The user id of the person, which no account has.
pub(super) const PERSON: u32 = 54_321;
/// The user id of the neighbour, which no account has.
pub(super) const NEIGHBOUR: u32 = 54_322;

/// The name of the copy of daypass that both run.
const PURPOSE: &str = "hostile";

/// Fails unless this process is root and can run programs as other users.
pub(super) fn ready() -> Result<(), String> {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let works = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !is_root || !works("setpriv") || !works("bash") {
        return Err("only root, with setpriv and bash, can be two users".to_owned());
    }
    shared_program::copy(&places::program(stage::DAYPASS), PURPOSE).map(drop)
}

/// Removes the copy of daypass.
pub(super) fn remove_program() {
    shared_program::remove(PURPOSE);
}

/// A program that both can run.
pub(super) fn program(victim: Victim) -> PathBuf {
    victim.program(shared_program::path(PURPOSE))
}

/// A home that belongs to the person.
pub(super) struct Home(pub(super) VictimHome);

impl Home {
    pub(super) fn new() -> Result<Self, String> {
        Self::of(VictimHome::new()?)
    }

    pub(super) fn signed_in() -> Result<Self, String> {
        Self::of(VictimHome::signed_in(false)?)
    }

    /// Gives the home to the person; other users can list it, as is usual.
    pub(super) fn of(victim: VictimHome) -> Result<Self, String> {
        for folder in [&victim.folder, &victim.home(), &victim.home().join(".aws")] {
            mode(folder, 0o755)?;
        }
        let home = Self(victim);
        home.own(&home.0.home(), PERSON)?;
        Ok(home)
    }

    /// Gives a file, or a folder with its contents, to a user.
    pub(super) fn own(&self, path: &Path, user: u32) -> Result<(), String> {
        let mut chown_ = self.0.command("chown");
        let given = chown_.args(["-R", "-h", &format!("{user}:{user}")]).arg(path).status();
        if given.is_ok_and(|status| status.success()) { Ok(()) } else { Err("chown".to_owned()) }
    }

    /// Writes a file that a user owns, with this mode.
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

    /// Prepares a program to run as a user.
    pub(super) fn command(&self, user: u32, program: &Path, words: &[&str]) -> Command {
        let mut command = self.0.command("setpriv");
        command.args([format!("--reuid={user}"), format!("--regid={user}"), "--clear-groups".to_owned()]);
        command.arg(program).args(words);
        command
    }

    /// Prepares the victim's program to run as the person.
    pub(super) fn victim(&self, victim: Victim, words: &[&str]) -> Command {
        let mut command = self.command(PERSON, &program(victim), words);
        victim.choose(&mut command);
        command
    }

    /// Runs daypass as the person.
    pub(super) fn line(&self, line: &str) -> Result<Seen, String> {
        let words: Vec<_> = line.split(' ').collect();
        finish(self.victim(Victim::Daypass, &words), &words)
    }

    /// Runs a script as the neighbour.
    pub(super) fn neighbour(&self, script: &str) -> Result<Seen, String> {
        finish(self.command(NEIGHBOUR, Path::new("bash"), &["-c", script]), &["bash", "-c", script])
    }

    /// Sends a request to a loopback port as a user, and returns the answer.
    pub(super) fn ask(&self, user: u32, port: &str, request: &str) -> Result<String, String> {
        let script = "exec 3<>/dev/tcp/127.0.0.1/$1 || exit 0; printf %b \"$2\" >&3; timeout 3 cat <&3";
        let command = self.command(user, Path::new("bash"), &["-c", script, "bash", port, request]);
        Ok(finish(command, &["ask"])?.stdout)
    }

    /// Opens connections of the neighbour that have sent half a line, and holds them until the value is dropped.
    pub(super) fn idle(&self, port: &str, count: usize) -> Result<Running, String> {
        let script = format!(
            "ulimit -n 4096; for i in $(seq {count}); do exec {{fd}}<>/dev/tcp/127.0.0.1/{port} && printf 'GET /' >&$fd; \
             done 2>/dev/null; echo ready; sleep 20"
        );
        let mut command = self.command(NEIGHBOUR, Path::new("bash"), &["-c", &script]);
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut String::new()).map_err(|error| error.to_string())?;
        Ok(Running(child))
    }
}

/// A process that is killed on drop.
pub(super) struct Running(pub(super) Child);

impl Running {
    pub(super) fn start(command: &mut Command) -> Result<Self, String> {
        command.spawn().map(Self).map_err(|error| error.to_string())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Writes a request with the host of a loopback port, in the escapes that [`Home::ask`] takes.
pub(super) fn request(line: &str, port: &str) -> String {
    format!("{line} HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\nConnection: close\\r\\n\\r\\n")
}
