//! What everybody can see of a running command: its arguments. No secret stands in them (T13-01, T13-02).

use super::{
    super::{
        attack::{Attack, Kind, Verdict},
        victim::finish,
    },
    people::{Home, NEIGHBOUR, PERSON},
};
use std::{path::Path, process::Stdio};

/// Commands; each is a script of the person's shell, `$D` is daypass.
const SCRIPTS: &[(&str, &str)] = &[
    ("login", "\"$D\" login --sso-session corp --force --timeout 2s"),
    ("login with a code", "\"$D\" login --sso-session corp --force --use-device-code --timeout 2s"),
    ("credentials", "\"$D\" credentials -p p >/dev/null"),
    ("credential-process", "\"$D\" credential-process --profile p >/dev/null"),
    ("exec", "\"$D\" exec -p p -- sleep 0.3"),
    ("exec with an endpoint", "\"$D\" exec -p p --serve -- sleep 0.3"),
    ("T13-02 console", "\"$D\" console -p p & sleep 1; kill $!"),
    (
        "T13-01 docker",
        "PATH=~/bin:$PATH; eval \"$(\"$D\" serve p --format docker --background --until-exit $$) x\"; sleep 0.3",
    ),
    ("serve", "eval \"$(\"$D\" serve p --background --until-exit $$)\"; sleep 0.3"),
    ("whoami", "\"$D\" whoami -p p >/dev/null"),
    ("logout", "\"$D\" logout --all"),
];

pub(super) fn kind() -> Kind {
    let attacks = SCRIPTS.iter().map(|(name, script)| Attack::new(*name, move || attack(script))).collect();
    Kind { name: "arguments", control, attacks, lawful: Vec::new() }
}

fn attack(script: &str) -> Verdict {
    let home = Home::signed_in()?;
    // Programs that take their time.
    for name in ["browser", "bin/docker"] {
        home.plant(name, "#!/bin/sh\nsleep 0.5\n", PERSON, 0o755)?;
    }
    let seen = watched(&home, script)?;
    judge(&home, &seen)
}

/// What the neighbour saw of all processes while the script ran.
fn watched(home: &Home, script: &str) -> Result<String, String> {
    let look = "for i in $(seq 300); do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; echo; [ -e \"$0\" ] && exit; done";
    let done = home.0.folder.join("done");
    let watch = home.command(NEIGHBOUR, Path::new("bash"), &["-c", look, &done.display().to_string()]);
    let daypass = home.daypass(&[]);
    let daypass = daypass.get_args().last().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    let mut person = home.command(PERSON, Path::new("bash"), &["-c", script]);
    person.env("D", daypass).env("BROWSER", home.0.home().join("browser"));
    person.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = person.spawn().map_err(|error| error.to_string())?;
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| finish(watch, &["watch"]));
        drop(child.wait());
        drop(std::fs::write(&done, ""));
        let seen = watch.join().map_err(|_| "the watch failed".to_owned())??;
        if seen.stdout.is_empty() { Err("nothing was seen".to_owned()) } else { Ok(seen.stdout) }
    })
}

/// Names in front of secrets.
const WORDS: [&str; 6] = [
    "SigninToken=",
    "state=",
    "code_challenge=",
    "AUTHORIZATION_TOKEN=",
    "SECRET_ACCESS_KEY=",
    "SESSION_TOKEN=",
];

/// No token, key, state or code in the arguments of anything.
fn judge(home: &Home, seen: &str) -> Verdict {
    home.0.no_secret_in("an argument", seen)?;
    match WORDS.iter().find(|word| seen.contains(**word)) {
        Some(word) => {
            let line = seen.split(word).next().unwrap_or_default();
            let before: String = line.chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect();
            Err(format!("{word} in {before:?}"))
        }
        None => Ok(()),
    }
}

/// A program that is given its token as an argument.
fn control() -> Verdict {
    let home = Home::signed_in()?;
    let token = home.0.secrets.first().cloned().unwrap_or_default();
    let seen = watched(&home, &format!("sh -c 'sleep 1; :' {token}"))?;
    judge(&home, &seen)
}
