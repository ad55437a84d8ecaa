//! Files and folders of the neighbour's in the person's home: what was planted while a folder was open is not believed,
//! and nothing secret is written into it.

use super::{
    super::{
        attack::{Attack, Kind, Lawful, Verdict, through},
        recorder::Recorder,
        victim::Victim,
        weak::Weakness,
    },
    people::{Home, NEIGHBOUR, PERSON},
    planting::{
        LOGIN, THEIRS, above, above_roles, aside, aws, backup, clients, config, in_tmp, key_link, keys,
        leftover, link, listing, lock, open_home, registration, role, roles, settings, settings_variable,
        shared, state, state_variable, token, tokens, users,
    },
};
use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

/// What is planted, and the command.
type Row = (&'static str, fn(&Home, &Recorder) -> Result<(), String>, &'static str);

const ROWS: &[Row] = &[
    ("a token", token, "credentials -p p"),
    ("a token", token, "whoami -p p"),
    ("a token", token, "status --verify"),
    ("role credentials", role, "credentials -p p"),
    ("role credentials", role, "credential-process --profile p"),
    ("role credentials", role, "exec -p p -- env"),
    ("a config", config, "credentials -p p"),
    ("a folder of the config", aws, "credentials -p p"),
    ("settings", settings, "login --sso-session corp --force --timeout 2s"),
    ("a folder of tokens", tokens, LOGIN),
    ("a folder of tokens that all may write", shared, LOGIN),
    ("a folder of role credentials", roles, "credentials -p p"),
    ("a state folder", state, "configure populate --sso-session corp --yes"),
    ("a state folder", state, "accounts -p p --refresh"),
    ("a link in the place of the token", link, LOGIN),
    ("a credentials file", keys, "credentials -p p --write-credentials z"),
    ("a link in the place of the credentials file", key_link, "credentials -p p --write-credentials z"),
    ("a lock", lock, LOGIN),
    ("a listing", listing, "accounts -p p --offline"),
    ("a listing", listing, "credentials --account theirs --role AWSReadOnlyAccess --sso-session corp"),
    ("a backup", backup, "configure populate --undo --yes"),
    ("what is known of clients", clients, "credentials -p p"),
    ("what is known of clients", clients, LOGIN),
    ("who signed in last", users, LOGIN),
    ("a registration", registration, LOGIN),
    ("a folder above the tokens", above, LOGIN),
    ("a folder above the role credentials", above_roles, "credentials -p p"),
    ("a home that all may write", open_home, LOGIN),
    ("a config in a folder of the session", in_tmp, "credentials -p p"),
    ("a temporary file of a writer", leftover, LOGIN),
    ("a token that was set aside", aside, "status"),
    ("a state folder by a variable", state_variable, LOGIN),
    ("a state folder by a variable", state_variable, "accounts -p p --refresh"),
    ("settings by a variable, config", settings_variable, "credentials -p p"),
];

const NOTHING: Row = ("nothing", |_, _| Ok(()), LOGIN);

pub(super) fn kind() -> Kind {
    let lawful = vec![Lawful::twin(Weakness::BelievesFiles, |victim| attack(victim, &NOTHING))];
    let attacks = ROWS.iter().map(|row| {
        Attack::new(format!("{}: {}", row.0, row.2), Weakness::BelievesFiles, move |victim| {
            attack(victim, row)
        })
    });
    Kind { name: "planted", attacks: attacks.collect(), lawful }
}

fn attack(victim: Victim, (name, plant, line): &Row) -> Verdict {
    let recorder = Recorder::start()?;
    let mut home = Home::signed_in()?;
    plant(&home, &recorder)?;
    let words: Vec<_> = line.split(' ').collect();
    let mut command = home.victim(victim, &words);
    if name.contains("variable") {
        command.env("XDG_STATE_HOME", home.0.home().join("shared"));
        command.env("XDG_CONFIG_HOME", home.0.home().join("shared"));
    }
    if name.contains("config") || name.contains("clients") {
        // The environment would win.
        command.env_remove("AWS_ENDPOINT_URL");
    }
    let before = his_files(&home);
    let seen = victim.finish(command, &words)?;
    seen.ended()?;
    learn(&mut home);
    judge(&home, &recorder, &seen.stdout, &before).map_err(|failure| failure.with(&seen))
}

/// What was stored now, by whomever it is read.
fn learn(home: &mut Home) {
    for path in files(&home.0.folder) {
        let text = fs::read_to_string(path).unwrap_or_default();
        let long = text.split(['"', ' ', '\n']).filter(|part| part.len() > 60 && !part.contains('/'));
        home.0.secrets.extend(long.map(str::to_owned));
    }
}

/// The neighbour's files, and what is in them.
fn his_files(home: &Home) -> Vec<(PathBuf, String)> {
    let all = files(&home.0.folder).into_iter();
    let his = all.filter(|path| fs::metadata(path).is_ok_and(|data| data.uid() == NEIGHBOUR));
    his.map(|path| (path.clone(), fs::read_to_string(&path).unwrap_or_default())).collect()
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found
}

/// Nothing of the neighbour's is used, his program did not run, his server heard nothing, and he can read no secret;
/// nor is one in a folder of his, where he can exchange it.
fn judge(home: &Home, recorder: &Recorder, stdout: &str, before: &[(PathBuf, String)]) -> Verdict {
    home.0.no_secret_in("what the neighbour's server got", &recorder.heard())?;
    if stdout.contains(THEIRS) {
        return through("what the neighbour planted is handed out");
    }
    if home.0.folder.join("mark").exists() {
        return through("the neighbour's program ran");
    }
    if fs::read_to_string(home.0.home().join(".aws/config")).is_ok_and(|text| text.contains(THEIRS)) {
        return through("what the neighbour planted is in the config");
    }
    if fs::read_to_string(home.0.token()).is_ok_and(|text| text.contains(THEIRS)) {
        return through("the sign-in is to the neighbour's client");
    }
    let folder = home.0.folder.display().to_string();
    let seen = home.neighbour(&format!("find '{folder}' -type f -exec cat {{}} + 2>/dev/null; :"))?;
    home.0.no_secret_in("a file that the neighbour can read", &seen.stdout)?;
    let his = home.neighbour(&format!(
        "find '{folder}' -type d -user {NEIGHBOUR} -exec find {{}} -type f -user {PERSON} \\; 2>/dev/null"
    ))?;
    for path in his.stdout.lines() {
        let text = fs::read_to_string(path).unwrap_or_default();
        home.0.no_secret_in("a file in the neighbour's folder", &text)?;
    }
    // He may hold his own file open, wherever it lies.
    for (path, text) in his_files(home).iter().filter(|file| !before.contains(file)) {
        home.0.no_secret_in(&format!("the neighbour's file {}", path.display()), text)?;
    }
    Ok(())
}
