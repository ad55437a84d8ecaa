//! Replies that flood, stall, break off or lead elsewhere: each ends, none takes a secret along, and none is a verdict
//! about the session.

use super::super::{
    attack::{Attack, Kind, Verdict, through},
    recorder::Recorder,
    victim::{Victim, VictimHome},
    weak::Weakness,
};
use std::fs;

/// A fault (`ELSEWHERE` is a recording server), and whether the token has to be renewed.
const ROWS: &[(&str, bool)] = &[
    ("GetRoleCredentials redirect=ELSEWHERE always", false),
    ("GetRoleCredentials answer={\"status\":307,\"headers\":{\"location\":\"ELSEWHERE\"}} always", false),
    ("GetRoleCredentials answer={\"status\":308,\"headers\":{\"location\":\"ELSEWHERE\"}} always", false),
    ("CreateToken redirect=ELSEWHERE always", true),
    ("CreateToken answer={\"status\":307,\"headers\":{\"location\":\"ELSEWHERE\"}} always", true),
    ("CreateToken answer={\"status\":308,\"headers\":{\"location\":\"ELSEWHERE\"}} always", true),
    (
        "GetRoleCredentials answer={\"status\":401,\"headers\":{\"www-authenticate\":\"Basic realm=\\\"ELSEWHERE\\\"\"}} always",
        false,
    ),
    (
        "GetRoleCredentials answer={\"status\":200,\"headers\":{\"refresh\":\"0; url=ELSEWHERE\"},\"json\":{}} always",
        false,
    ),
    ("GetRoleCredentials pad=50000000 always", false),
    ("CreateToken pad=50000000 always", true),
    ("GetRoleCredentials truncate always", false),
    ("CreateToken truncate=10 always", true),
    ("GetRoleCredentials drop always", false),
    ("CreateToken drop always", true),
    ("GetRoleCredentials malformed always", false),
    ("CreateToken malformed always", true),
    ("CreateToken html always", true),
    ("CreateToken proxy always", true),
    ("CreateToken empty always", true),
    ("CreateToken object always", true),
    ("CreateToken throttle=3600 always", true),
    ("GetRoleCredentials throttle=3600 always", false),
    ("GetRoleCredentials date_skew=30000000 always", false),
    ("* headers={\"set-cookie\":\"a=b\",\"content-encoding\":\"gzip\"} always", true),
    ("* headers={\"content-type\":\"text/html\"} always", true),
];

pub(super) fn kind() -> Kind {
    let attack = |row: &'static (&str, bool)| {
        Attack::new(row.0, Weakness::BelievesReplies, move |victim| attack(victim, row))
    };
    Kind { name: "bodies", attacks: ROWS.iter().map(attack).collect(), lawful: Vec::new() }
}

fn attack(victim: Victim, (fault, aged): &(&str, bool)) -> Verdict {
    let recorder = Recorder::start()?;
    let scene = VictimHome::signed_in(*aged)?;
    let before = fs::read_to_string(scene.token()).unwrap_or_default();
    scene.fault(&fault.replace("ELSEWHERE", &recorder.url()))?;
    let seen = victim.line(&scene, "credentials -p p --cli-read-timeout 3")?;
    seen.ended()?;
    judge(&scene, &recorder).map_err(|failure| failure.with(&seen))?;
    // A moment later all is well again; whoever renewed meanwhile has another token.
    scene.world().lock().clear_faults();
    let after = fs::read_to_string(scene.token()).unwrap_or_default();
    let again = victim.line(&scene, "credentials -p p")?;
    if again.code == Some(0) || (seen.code == Some(0) && before != after) {
        return Ok(());
    }
    through(format!("the session is lost\n{}\n{}", seen.text(), again.text()))
}

/// Nobody else heard a word.
fn judge(scene: &VictimHome, recorder: &Recorder) -> Verdict {
    let heard = recorder.heard();
    scene.no_secret_in("what the other server got", &heard)?;
    if heard.is_empty() { Ok(()) } else { through(format!("it was followed: {heard:?}")) }
}
