//! The whole program told to end while it renews a session whose refresh token is good for one use: SIGINT, SIGTERM and
//! SIGHUP on the way into every system call. The next command must find the session.

use super::calls::{Call, trace, verdict};
use crate::stage::{self, Stage};
use daypass_simulator::{AutoApprove, RefreshTokens};
use std::{fs, path::PathBuf};
use xtask::{places, tally::Tally};

const SIGNALS: &[&str] = &["INT", "TERM", "HUP"];
const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 051234567822\n\
                      sso_role_name = AWSPowerUserAccess\n\n[sso-session corp]\n\
                      sso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
                      sso_registration_scopes = sso:account:access\n";
const ASKED: &[&str] = &["credential-process", "--profile", "dev"];

pub(super) fn run(tally: &mut Tally) {
    let scene = match Scene::open() {
        Ok(scene) => scene,
        Err(reason) => return tally.check("refresh: a session to renew", Err(reason)),
    };
    let calls = match scene.calls() {
        Ok(calls) => calls,
        Err(reason) => return tally.check("refresh: the calls of a renewal", Err(reason)),
    };
    tally.check("refresh, control: a kill that loses the session is seen", scene.control(&calls));
    for signal in SIGNALS {
        let lost = verdict(calls.iter().filter_map(|call| scene.survives(signal, call).err()));
        let what = format!("refresh, SIG{signal} at {} system calls: no session lost", calls.len());
        tally.check(&what, lost);
    }
}

struct Scene {
    stage: Stage,
    token: PathBuf,
}

impl Scene {
    fn open() -> Result<Self, String> {
        let stage = Stage::open("crash-refresh")?;
        let config = stage.home.join(".aws/config");
        fs::write(config, CONFIG).map_err(|error| error.to_string())?;
        let world = stage.world();
        world.lock().settings_mut().refresh_tokens = RefreshTokens::SingleUse;
        world.lock().set_auto_approve(AutoApprove::Allow);
        // SHA-1 of `corp`.
        let token = stage.home.join(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
        let scene = Self { stage, token };
        scene.sign_in()?;
        Ok(scene)
    }

    fn sign_in(&self) -> Result<(), String> {
        let words = ["login", "--force", "--sso-session", "corp", "--use-device-code", "--no-browser"];
        self.stage.daypass().args(words).text().map(drop)
    }

    /// The access token is over, and nothing is cached that would do without it.
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
        // Whoever runs this may have signals ignored, and a program keeps that.
        let run = self.stage.run("env").args(["--default-signal=HUP,INT,TERM", "strace"]).args(options);
        let end = run.arg(places::program(stage::DAYPASS)).args(ASKED).finish()?;
        Ok(end.status.code())
    }

    /// The calls of an undisturbed run from the first look at the token.
    fn calls(&self) -> Result<Vec<Call>, String> {
        let undisturbed = |options: &[String]| match self.strace(options)? {
            Some(0) => Ok(()),
            code => Err(format!("the undisturbed run ended with {code:?}")),
        };
        let calls = trace("refresh", "/sso/cache", undisturbed)?.calls;
        if calls.len() > 100 { Ok(calls) } else { Err(format!("{} calls are too few", calls.len())) }
    }

    /// A signal there; the next command works, whatever became of this one.
    fn survives(&self, signal: &str, call: &Call) -> Result<(), String> {
        let code = self.strace(&call.inject(&format!("signal={signal}")))?;
        let next = self.stage.daypass().args(ASKED).finish()?;
        if next.status.success() {
            return Ok(());
        }
        self.sign_in()?;
        Err(format!("SIG{signal} at {call}: ended with {code:?}, then {}", next.stderr))
    }

    /// The instrument itself: what cannot be held off loses the session somewhere.
    fn control(&self, calls: &[Call]) -> Result<(), String> {
        match calls.iter().find(|call| self.survives("KILL", call).is_err()) {
            Some(_) => Ok(()),
            None => Err("no kill lost it".to_owned()),
        }
    }
}
