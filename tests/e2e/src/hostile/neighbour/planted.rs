//! Files and folders of the neighbour's in the person's home: what was planted while a folder was open is not believed,
//! and nothing secret is written into it.

use super::{
    super::{
        attack::{Attack, Kind, Verdict},
        recorder::Recorder,
        victim::{CONFIG, finish, mode},
    },
    people::{Home, NEIGHBOUR, PERSON},
};
use std::{fs, os::unix::fs::symlink, path::Path};

const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const LOGIN: &str = "login --sso-session corp --force --use-device-code --no-browser --timeout 5s";
/// What the neighbour's files say; none of it may be used.
const THEIRS: &str = "ASIATHEIRS";

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
    if name.contains("config") {
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

/// His own token, good at the portal: whoever uses it is he.
fn token(home: &Home, _: &Recorder) -> Verdict {
    let text = fs::read_to_string(home.0.token()).map_err(|error| error.to_string())?;
    home.plant(TOKEN, &text, NEIGHBOUR, 0o644)?;
    // What he can read already is no secret of the person's; that it is used shows in the portal's log.
    home.0.fault(&format!(
        r#"* answer={{"status": 200, "json": {{"roleCredentials": {{"accessKeyId": "{THEIRS}", "secretAccessKey": "{THEIRS}", "sessionToken": "{THEIRS}", "expiration": 4102444800000}}, "accountList": []}}}} always"#
    ))?;
    fs::write(home.0.token(), text.replace("accessToken\":\"", "accessToken\":\"x"))
        .map_err(|error| error.to_string())
}

fn role(home: &Home, _: &Recorder) -> Verdict {
    let seen = home.line("credentials -p p")?;
    let folder = home.0.home().join(".aws/cli/cache");
    let entry = fs::read_dir(&folder).into_iter().flatten().flatten().next();
    let name = entry.ok_or_else(|| seen.text())?.file_name().to_string_lossy().into_owned();
    let text = format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "{THEIRS}", "SecretAccessKey": "{THEIRS}", "SessionToken": "{THEIRS}", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "111122223333"}}}}"#
    );
    home.plant(&format!(".aws/cli/cache/{name}"), &text, NEIGHBOUR, 0o644).map(drop)
}

fn config(home: &Home, recorder: &Recorder) -> Verdict {
    let text = format!("{CONFIG}services = s\n[services s]\nsso =\n  endpoint_url = {}\n", recorder.url());
    home.plant(".aws/config", &text, NEIGHBOUR, 0o644).map(drop)
}

fn aws(home: &Home, recorder: &Recorder) -> Verdict {
    let text = format!("{CONFIG}services = s\n[services s]\nsso =\n  endpoint_url = {}\n", recorder.url());
    home.plant(".aws/config", &text, PERSON, 0o644)?;
    std::os::unix::fs::chown(home.0.home().join(".aws"), Some(NEIGHBOUR), Some(NEIGHBOUR))
        .map_err(|error| error.to_string())
}

fn settings(home: &Home, _: &Recorder) -> Verdict {
    let mark = home.0.folder.join("mark");
    mode(&home.0.folder, 0o777)?;
    let program = home.plant("evil", &format!("#!/bin/sh\n: > '{}'\n", mark.display()), NEIGHBOUR, 0o755)?;
    let text = format!("browser = \"{}\"\n", program.display());
    home.plant(".config/daypass/settings.toml", &text, NEIGHBOUR, 0o644).map(drop)
}

fn folder(home: &Home, name: &str, wide: u32) -> Verdict {
    let path = home.0.home().join(name);
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).map_err(|error| error.to_string())?;
    home.own(&path, NEIGHBOUR)?;
    mode(&path, wide)
}

fn tokens(home: &Home, _: &Recorder) -> Verdict {
    folder(home, ".aws/sso/cache", 0o777)
}

/// As `/tmp` is: he cannot take away what is not his, but he was here first.
fn shared(home: &Home, _: &Recorder) -> Verdict {
    folder(home, ".aws/sso/cache", 0o1777)
}

fn roles(home: &Home, _: &Recorder) -> Verdict {
    folder(home, ".aws/cli/cache", 0o777)?;
    home.own(&home.0.home().join(".aws/sso"), PERSON)
}

fn state(home: &Home, _: &Recorder) -> Verdict {
    folder(home, ".local/state/daypass", 0o777)
}

fn link(home: &Home, _: &Recorder) -> Verdict {
    let theirs = home.0.folder.join("theirs");
    fs::create_dir_all(&theirs).map_err(|error| error.to_string())?;
    fs::write(theirs.join("stolen"), "").map_err(|error| error.to_string())?;
    home.own(&theirs, NEIGHBOUR)?;
    mode(&theirs, 0o777)?;
    mode(&theirs.join("stolen"), 0o666)?;
    fs::remove_file(home.0.token()).map_err(|error| error.to_string())?;
    symlink(theirs.join("stolen"), home.0.token()).map_err(|error| error.to_string())
}

fn keys(home: &Home, _: &Recorder) -> Verdict {
    home.plant(".aws/credentials", "[other]\n", NEIGHBOUR, 0o666).map(drop)
}

fn key_link(home: &Home, _: &Recorder) -> Verdict {
    let theirs = home.0.folder.join("theirs");
    fs::create_dir_all(&theirs).map_err(|error| error.to_string())?;
    fs::write(theirs.join("stolen"), "").map_err(|error| error.to_string())?;
    home.own(&theirs, NEIGHBOUR)?;
    mode(&theirs.join("stolen"), 0o666)?;
    symlink(theirs.join("stolen"), home.0.home().join(".aws/credentials")).map_err(|error| error.to_string())
}

fn lock(home: &Home, _: &Recorder) -> Verdict {
    home.line(LOGIN)?;
    let locks = home.0.home().join(".local/state/daypass/locks");
    for entry in fs::read_dir(locks).into_iter().flatten().flatten() {
        home.own(&entry.path(), NEIGHBOUR)?;
        mode(&entry.path(), 0o666)?;
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
