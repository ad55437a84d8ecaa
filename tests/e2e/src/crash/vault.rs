//! Kills `vault on`, `vault rekey`, `vault off` and a renewal with the vault on at every system call from the first that touches
//! the vault: the session renews afterwards, whatever was done of it.

use super::calls::{Call, at_each, recorded, trace};
use crate::stage::{self, Stage};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use xtask::{places, tally::Tally};

const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 051234567822\n\
                      sso_role_name = AWSPowerUserAccess\n\n[sso-session corp]\n\
                      sso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
                      sso_registration_scopes = sso:account:access\n";
const ASKED: &[&str] = &["credential-process", "--profile", "dev"];
/// SHA-1 of `corp`.
const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
/// The folders that a run may change.
const FOLDERS: &[&str] = &[".aws", ".local", "usb"];

pub(super) fn run(tally: &mut Tally) {
    for (name, is_on, words) in [
        ("vault on", false, &["vault", "on", "--yes"] as &[&str]),
        ("vault rekey", true, &["vault", "rekey", "--yes"]),
        ("a renewal with the vault on", true, ASKED),
        ("vault off", true, &["vault", "off", "--yes"]),
    ] {
        let open = || SealedHome::open(is_on, words);
        let Some((home, calls)) = recorded(tally, name, open, SealedHome::calls) else { continue };
        tally.check(&format!("{name}, control: a lost key is seen"), home.control());
        let lost = at_each(&calls, |call| home.killed(call));
        tally.check(&format!("{name}, {} kill points: the session renews", calls.len()), lost);
    }
}

/// A home with a session, and the files as they are before the run that is killed.
struct SealedHome {
    stage: Stage,
    home: PathBuf,
    words: Vec<String>,
    /// The files of [`FOLDERS`], by their paths.
    before: Vec<(PathBuf, Vec<u8>)>,
}

impl SealedHome {
    fn open(is_on: bool, words: &[&str]) -> Result<Self, String> {
        let stage = Stage::open("crash-vault")?;
        let home = stage.home.clone();
        fs::create_dir_all(home.join("usb")).map_err(|error| error.to_string())?;
        fs::write(home.join(".aws/config"), CONFIG).map_err(|error| error.to_string())?;
        stage.daypass().args(["login", "--sso-session", "corp"]).text()?;
        let key = format!("--key=file:{}", home.join("usb/key").display());
        if is_on {
            stage.daypass().args(["vault", "on", "--yes", &key]).text()?;
        }
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        if words.get(1).is_some_and(|word| word == "on") {
            words.push(key);
        }
        let mut before = Vec::new();
        for folder in FOLDERS {
            files(&home.join(folder), &mut before).map_err(|error| error.to_string())?;
        }
        Ok(Self { stage, home, words, before })
    }

    /// Puts the files back, with an access token that has ended.
    fn reset(&self) -> Result<(), String> {
        for folder in FOLDERS {
            drop(fs::remove_dir_all(self.home.join(folder)));
            fs::create_dir_all(self.home.join(folder)).map_err(|error| error.to_string())?;
        }
        for (path, bytes) in &self.before {
            let written =
                fs::create_dir_all(path.parent().unwrap_or(path)).and_then(|()| fs::write(path, bytes));
            written.map_err(|error| format!("{}: {error}", path.display()))?;
        }
        self.age()
    }

    /// Makes the access token expired, and removes cached credentials.
    fn age(&self) -> Result<(), String> {
        drop(fs::remove_dir_all(self.home.join(".aws/cli")));
        let path = self.home.join(TOKEN);
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let (before, rest) = text.split_once("\"expiresAt\": \"").ok_or("a token without an end")?;
        let (_, after) = rest.split_once('"').ok_or("half a token")?;
        let aged = format!("{before}\"expiresAt\": \"2020-01-01T00:00:00Z\"{after}");
        fs::write(&path, aged).map_err(|error| error.to_string())
    }

    fn strace(&self, options: &[String]) -> Result<Option<i32>, String> {
        let run = self.stage.run("strace").args(options);
        let end = run.arg(places::program(stage::DAYPASS)).args(&self.words).finish()?;
        Ok(end.status.code())
    }

    fn calls(&self) -> Result<Vec<Call>, String> {
        self.reset()?;
        let undisturbed = |options: &[String]| match self.strace(options)? {
            Some(0) => Ok(()),
            code => Err(format!("the undisturbed run ended with {code:?}")),
        };
        let calls = trace("vault", "vault.json", undisturbed)?.calls;
        self.renews("undisturbed")?;
        if calls.len() > 20 { Ok(calls) } else { Err(format!("{} calls are too few", calls.len())) }
    }

    fn killed(&self, call: &Call) -> Result<(), String> {
        self.reset()?;
        let code = self.strace(&call.inject("signal=KILL"))?;
        let what = format!("killed at {call}");
        // How often a run waits for the network differs.
        if code == Some(0) && call.name != "epoll_wait" {
            return Err(format!("{what}: it was not"));
        }
        self.renews(&what)
    }

    /// The session renews, by whatever stands where, and the vault can still be turned off.
    fn renews(&self, what: &str) -> Result<(), String> {
        self.age()?;
        for words in [ASKED, &["vault", "off", "--yes"]] {
            let end = self.stage.daypass().args(words).finish()?;
            let is_off = end.stderr.contains("the vault is off");
            if !end.status.success() && !is_off {
                return Err(format!("{what}: {words:?} ends with {:?}: {}", end.status.code(), end.stderr));
            }
        }
        let text = fs::read_to_string(self.home.join(TOKEN)).map_err(|error| error.to_string())?;
        if text.contains("refreshToken") && !text.contains("daypassSealed") {
            return Ok(());
        }
        Err(format!("{what}: the vault is off, and the session is not in plain"))
    }

    /// The control: a sealed session whose key is gone does not renew, and that is seen.
    fn control(&self) -> Result<(), String> {
        self.reset()?;
        if !self.home.join("usb/key").exists() {
            self.strace(&["-o".to_owned(), "/dev/null".to_owned()])?;
        }
        self.without_key()
    }

    fn without_key(&self) -> Result<(), String> {
        let text = fs::read_to_string(self.home.join(TOKEN)).map_err(|error| error.to_string())?;
        fs::remove_file(self.home.join("usb/key")).map_err(|error| error.to_string())?;
        match (text.contains("daypassSealed"), self.renews("control")) {
            (true, Err(_)) => Ok(()),
            (false, _) => Err("the session was not sealed".to_owned()),
            (true, Ok(())) => Err("a session without its key renews".to_owned()),
        }
    }
}

/// Reads all files below a folder.
fn files(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files(&path, found)? } else { found.push((path.clone(), fs::read(&path)?)) }
    }
    Ok(())
}
