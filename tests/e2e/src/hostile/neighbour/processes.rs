//! What everybody can see of a running command: its arguments. No secret stands in them (T13-01, T13-02).

use super::{
    super::{
        attack::{Attack, Kind, Verdict, through},
        victim::Victim,
        weak::Weakness,
    },
    people::{Home, NEIGHBOUR, PERSON, program},
};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::Stdio,
};

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
    (
        "a relay",
        "\"$D\" serve p --background --socket ~/s/aws.sock --until-exit $$ >/dev/null; \"$D\" relay --socket ~/s/aws.sock -- sleep 0.3",
    ),
    ("whoami", "\"$D\" whoami -p p >/dev/null"),
    ("logout", "\"$D\" logout --all"),
];

pub(super) fn kind() -> Kind {
    let attack = |(name, script): &'static (&str, &str)| {
        Attack::new(*name, Weakness::TellsProcesses, move |victim| attack(victim, script))
    };
    Kind { name: "arguments", attacks: SCRIPTS.iter().map(attack).collect(), lawful: Vec::new() }
}

fn attack(victim: Victim, script: &str) -> Verdict {
    let home = Home::signed_in()?;
    // Programs that take their time.
    for name in ["browser", "bin/docker"] {
        home.plant(name, "#!/bin/sh\nsleep 0.5\n", PERSON, 0o755)?;
    }
    let seen = watched(victim, &home, script)?;
    judge(&home, &seen)
}

/// What the neighbour saw of all processes while the script ran.
fn watched(victim: Victim, home: &Home, script: &str) -> Result<String, String> {
    let look = "until [ -e \"$0\" ]; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; echo; done";
    let done = home.0.folder.join("done");
    let mut watch = home.command(NEIGHBOUR, Path::new("bash"), &["-c", look, &done.display().to_string()]);
    let mut watch = watch.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    let mut seen = BufReader::new(watch.stdout.take().ok_or("no output")?);
    // It looks before anything is started.
    let mut first = String::new();
    seen.read_line(&mut first).map_err(|error| error.to_string())?;
    let mut person = home.command(PERSON, Path::new("bash"), &["-c", script]);
    victim.choose(&mut person);
    person.env("D", program(victim)).env("BROWSER", home.0.home().join("browser"));
    person.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    std::thread::scope(|scope| {
        let rest = scope.spawn(|| {
            let mut rest = Vec::new();
            drop(seen.read_to_end(&mut rest));
            String::from_utf8_lossy(&rest).into_owned()
        });
        let end = person.status();
        drop(fs::write(&done, ""));
        drop(watch.wait());
        let rest = rest.join().map_err(|_| "the watch failed".to_owned())?;
        end.map_err(|error| error.to_string())?;
        if rest.is_empty() { Err("nothing was seen".to_owned()) } else { Ok(first + &rest) }
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
            through(format!("{word} in {before:?}"))
        }
        None => Ok(()),
    }
}
