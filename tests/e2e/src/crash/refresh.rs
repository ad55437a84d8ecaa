//! Sends SIGINT, SIGTERM and SIGHUP at every system call of a refresh whose refresh token is good for one use, of a session of IAM
//! Identity Center and of a console sign-in (`aws login`); the next command must still have the session.

use super::calls::{Call, at_each, recorded, trace};
use crate::{
    interop,
    stage::{self, Stage},
};
use daypass_simulator::{AutoApprove, ConsoleRefresh, RefreshTokens};
use std::{fs, path::PathBuf};
use xtask::{places, tally::Tally};

const SIGNALS: &[&str] = &["INT", "TERM", "HUP"];
const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 051234567822\n\
                      sso_role_name = AWSPowerUserAccess\n\n[sso-session corp]\n\
                      sso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
                      sso_registration_scopes = sso:account:access\n";
const ASKED: &[&str] = &["credential-process", "--profile", "dev"];

pub(super) fn run(tally: &mut Tally) {
    of_kind(tally, "refresh", SignedInHome::open);
    of_kind(tally, "refresh of a console sign-in", SignedInHome::open_console);
}

fn of_kind(tally: &mut Tally, name: &str, open: fn() -> Result<SignedInHome, String>) {
    let Some((home, calls)) = recorded(tally, name, open, SignedInHome::calls) else { return };
    tally.check(&format!("{name}, control: a kill that loses the session is seen"), home.control(&calls));
    for signal in SIGNALS {
        let lost = at_each(&calls, |call| home.survives(signal, call));
        let what = format!("{name}, SIG{signal} at {} system calls: no session lost", calls.len());
        tally.check(&what, lost);
    }
}

/// A home whose session has a refresh token for one use.
struct SignedInHome {
    stage: Stage,
    token: PathBuf,
    /// The command line that signs in again.
    login: &'static [&'static str],
    /// The folder of the token, as it stands in a trace.
    mark: &'static str,
}

const LOGIN: &[&str] = &["login", "--force", "--sso-session", "corp", "--use-device-code", "--no-browser"];
const CONSOLE_LOGIN: &[&str] =
    &["login", "--force", "--console", "--profile", "dev", "--region", "eu-west-1"];

impl SignedInHome {
    fn open() -> Result<Self, String> {
        let stage = Stage::open("crash-refresh")?;
        let config = stage.home.join(".aws/config");
        fs::write(config, CONFIG).map_err(|error| error.to_string())?;
        let world = stage.world();
        world.lock().settings_mut().refresh_tokens = RefreshTokens::SingleUse;
        world.lock().set_auto_approve(AutoApprove::Allow);
        // SHA-1 of `corp`.
        let token = stage.home.join(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
        let home = Self { stage, token, login: LOGIN, mark: "/sso/cache" };
        home.sign_in()?;
        Ok(home)
    }

    fn open_console() -> Result<Self, String> {
        let stage = Stage::open("crash-console")?;
        stage.world().lock().settings_mut().console_refresh = ConsoleRefresh::SingleUse;
        let mut home = Self { stage, token: PathBuf::new(), login: CONSOLE_LOGIN, mark: "/login/cache" };
        home.sign_in()?;
        let files = interop::cache(&home.stage, ".aws/login/cache");
        home.token = files.into_iter().next().ok_or("no console sign-in in the cache")?;
        Ok(home)
    }

    fn sign_in(&self) -> Result<(), String> {
        self.stage.daypass().args(self.login).text().map(drop)
    }

    /// Makes the access token expired, and removes cached credentials.
    fn age(&self) -> Result<(), String> {
        drop(fs::remove_dir_all(self.stage.home.join(".aws/cli")));
        let text = fs::read_to_string(&self.token).map_err(|error| error.to_string())?;
        let (before, rest) = text.split_once("\"expiresAt\": \"").ok_or("a token without an end")?;
        let (_, after) = rest.split_once('"').ok_or("half a token")?;
        let aged = format!("{before}\"expiresAt\": \"2020-01-01T00:00:00Z\"{after}");
        fs::write(&self.token, aged).map_err(|error| error.to_string())
    }

    fn strace(&self, options: &[String]) -> Result<Option<i32>, String> {
        self.age()?;
        // A program inherits ignored signals from its parent.
        let run = self.stage.run("env").args(["--default-signal=HUP,INT,TERM", "strace"]).args(options);
        let end = run.arg(places::program(stage::DAYPASS)).args(ASKED).finish()?;
        Ok(end.status.code())
    }

    /// Returns the calls of an undisturbed run, from the first that reads the token.
    fn calls(&self) -> Result<Vec<Call>, String> {
        let undisturbed = |options: &[String]| match self.strace(options)? {
            Some(0) => Ok(()),
            code => Err(format!("the undisturbed run ended with {code:?}")),
        };
        let calls = trace("refresh", self.mark, undisturbed)?.calls;
        if calls.len() > 100 { Ok(calls) } else { Err(format!("{} calls are too few", calls.len())) }
    }

    /// Sends a signal at a call; the next command must work.
    fn survives(&self, signal: &str, call: &Call) -> Result<(), String> {
        let code = self.strace(&call.inject(&format!("signal={signal}")))?;
        let next = self.stage.daypass().args(ASKED).finish()?;
        if next.status.success() {
            return Ok(());
        }
        self.sign_in()?;
        Err(format!("SIG{signal} at {call}: ended with {code:?}, then {}", next.stderr))
    }

    /// The control: SIGKILL, which cannot be handled, loses the session at some call.
    fn control(&self, calls: &[Call]) -> Result<(), String> {
        match calls.iter().find(|call| self.survives("KILL", call).is_err()) {
            Some(_) => Ok(()),
            None => Err("no kill lost it".to_owned()),
        }
    }
}
