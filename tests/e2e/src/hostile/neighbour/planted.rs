//! Files and folders of the neighbour's in the person's home: what was planted while a folder was open is not believed,
//! and nothing secret is written into it.

use super::{
    super::{
        attack::{Attack, Kind, Verdict},
        recorder::Recorder,
        victim::finish,
    },
    people::{Home, NEIGHBOUR, PERSON},
    planting::{
        LOGIN, THEIRS, above, aside, aws, backup, clients, config, in_tmp, key_link, keys, leftover, link,
        listing, lock, open_home, registration, role, roles, settings, settings_variable, shared, state,
        state_variable, token, tokens, users,
    },
};
use std::{fs, path::Path};

/// What is planted, and the command.
type Row = (&'static str, fn(&Home, &Recorder) -> Verdict, &'static str);

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
    ("a folder above the tokens", above, "credentials -p p"),
    ("a home that all may write", open_home, LOGIN),
    ("a config in a folder of the session", in_tmp, "credentials -p p"),
    ("a temporary file of a writer", leftover, LOGIN),
    ("a token that was set aside", aside, "status"),
    ("a state folder by a variable", state_variable, LOGIN),
    ("a state folder by a variable", state_variable, "accounts -p p --refresh"),
    ("settings by a variable, config", settings_variable, "credentials -p p"),
];

pub(super) fn kind() -> Kind {
    let attack = |row: &'static Row| Attack::new(format!("{}: {}", row.0, row.2), move || attack(row));
    Kind { name: "planted", control, attacks: ROWS.iter().map(attack).collect(), lawful: Vec::new() }
}

fn attack((name, plant, line): &Row) -> Verdict {
    let recorder = Recorder::start()?;
    let mut home = Home::signed_in()?;
    plant(&home, &recorder)?;
    let words: Vec<_> = line.split(' ').collect();
    let mut command = home.daypass(&words);
    if name.contains("variable") {
        command.env("XDG_STATE_HOME", home.0.home().join("shared"));
        command.env("XDG_CONFIG_HOME", home.0.home().join("shared"));
    }
    if name.contains("config") || name.contains("clients") {
        // The environment would win.
        command.env_remove("AWS_ENDPOINT_URL");
    }
    let seen = finish(command, &words)?;
    if seen.hung || seen.stderr.contains("panicked") {
        return Err(seen.text());
    }
    learn(&mut home);
    judge(&home, &recorder, &seen.stdout).map_err(|reason| format!("{reason}\n{}", seen.text()))
}

/// What was stored now, by whomever it is read.
fn learn(home: &mut Home) {
    let mut folders = vec![home.0.folder.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => {
                    let text = fs::read_to_string(entry.path()).unwrap_or_default();
                    let long =
                        text.split(['"', ' ', '\n']).filter(|part| part.len() > 60 && !part.contains('/'));
                    home.0.secrets.extend(long.map(str::to_owned));
                }
                _ => {}
            }
        }
    }
}

/// Nothing of the neighbour's is used, his program did not run, his server heard nothing, and he can read no secret;
/// nor is one in a folder of his, where he can exchange it.
fn judge(home: &Home, recorder: &Recorder, stdout: &str) -> Verdict {
    home.0.no_secret_in("what the neighbour's server got", &recorder.heard())?;
    if stdout.contains(THEIRS) {
        return Err("what the neighbour planted is handed out".to_owned());
    }
    if home.0.folder.join("mark").exists() {
        return Err("the neighbour's program ran".to_owned());
    }
    if fs::read_to_string(home.0.home().join(".aws/config")).is_ok_and(|text| text.contains(THEIRS)) {
        return Err("what the neighbour planted is in the config".to_owned());
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
    Ok(())
}

/// A program that reads what lies there.
fn control() -> Verdict {
    let home = Home::signed_in()?;
    let recorder = Recorder::start()?;
    role(&home, &recorder)?;
    let folder = home.0.home().join(".aws/cli/cache");
    let read = |entry: fs::DirEntry| fs::read_to_string(entry.path()).ok();
    let text: String =
        fs::read_dir(Path::new(&folder)).into_iter().flatten().flatten().filter_map(read).collect();
    judge(&home, &recorder, &text)
}
