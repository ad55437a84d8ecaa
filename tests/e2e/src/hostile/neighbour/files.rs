//! What a day leaves in the home is the person's alone, whatever the umask.

use super::{
    super::{
        attack::{Attack, Kind, Verdict},
        victim::{Victim, finish},
        weak::Weakness,
    },
    people::{Home, PERSON, program},
};
use std::{fs, path::Path};

/// What is done under each umask.
const DAYS: &[(&str, &str)] = &[
    ("a sign-in", "\"$D\" login --sso-session corp --force --use-device-code --no-browser"),
    ("a use", "\"$D\" credentials -p p"),
    ("a listing", "\"$D\" accounts -p p --refresh"),
    ("populate", "\"$D\" configure populate --sso-session corp --yes"),
    ("keys in a file", "\"$D\" credentials -p p --write-credentials z"),
    (
        "a damaged token",
        "printf '{\"accessToken\": \"%s' \"$TOKEN\" > ~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json; chmod 644 ~/.aws/sso/cache/*; \"$D\" status",
    ),
    (
        "an own session",
        "\"$D\" configure sso-session --no-input --sso-session other --sso-region eu-west-1 --sso-start-url https://d-9067000018.awsapps.com/start",
    ),
];

pub(super) fn kind() -> Kind {
    let mut attacks = Vec::new();
    for umask in ["000", "022", "002"] {
        for (name, script) in DAYS {
            attacks.push(Attack::new(
                format!("{name}, umask {umask}"),
                Weakness::WritesForAll,
                move |victim| judge(&day(victim, umask, script)?),
            ));
        }
    }
    Kind { name: "what is left", attacks, lawful: Vec::new() }
}

/// The home afterwards, with all secrets of its caches known.
fn day(victim: Victim, umask: &str, script: &str) -> Result<Home, String> {
    let mut home = Home::signed_in()?;
    let script = format!("umask {umask}; {script}");
    let mut shell = home.command(PERSON, Path::new("bash"), &["-c", &script]);
    victim.choose(&mut shell);
    shell.env("D", program(victim)).env("TOKEN", home.0.secrets.first().cloned().unwrap_or_default());
    let seen = finish(shell, &["bash", "-c", &script])?;
    if !matches!(seen.code, Some(0 | 3)) {
        return Err(seen.text());
    }
    let caches = [".aws/sso/cache", ".aws/cli/cache"].map(|cache| home.0.home().join(cache));
    for entry in caches.iter().flat_map(fs::read_dir).flatten().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        let long = text.split('"').filter(|part| part.len() > 30 && !part.contains(['/', ' ']));
        home.0.secrets.extend(long.map(str::to_owned));
    }
    // What a listing and a copy of a config tell of the organisation.
    home.0.secrets.push("aws-production@example.com".to_owned());
    Ok(home)
}

/// Everything that the neighbour can read, in the home, in the temporary folder of the scene.
fn judge(home: &Home) -> Verdict {
    let folder = home.0.folder.display().to_string();
    let seen = home.neighbour(&format!("find '{folder}' -type f -exec cat {{}} + 2>/dev/null; :"))?;
    home.0.no_secret_in("a file that others can read", &seen.stdout)
}
