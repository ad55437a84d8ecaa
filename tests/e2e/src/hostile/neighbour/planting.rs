//! What a neighbour leaves in the person's home, each as a function that leaves it there.

use super::{
    super::{
        recorder::Recorder,
        victim::{CONFIG, mode},
    },
    people::{Home, NEIGHBOUR, PERSON},
};
use std::{fs, os::unix::fs::symlink, path::Path};

pub(super) const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
pub(super) const LOGIN: &str = "login --sso-session corp --force --use-device-code --no-browser --timeout 5s";
/// What the neighbour's files say; none of it may be used.
pub(super) const THEIRS: &str = "ASIATHEIRS";

/// His own token, good at the portal: whoever uses it is he.
pub(super) fn token(home: &Home, _: &Recorder) -> Result<(), String> {
    let text = fs::read_to_string(home.0.token()).map_err(|error| error.to_string())?;
    home.plant(TOKEN, &text, NEIGHBOUR, 0o644)?;
    // What he can read already is no secret of the person's; that it is used shows in the portal's log.
    home.0.fault(&format!(
        r#"* answer={{"status": 200, "json": {{"roleCredentials": {{"accessKeyId": "{THEIRS}", "secretAccessKey": "{THEIRS}", "sessionToken": "{THEIRS}", "expiration": 4102444800000}}, "accountList": []}}}} always"#
    ))?;
    fs::write(home.0.token(), text.replace("accessToken\":\"", "accessToken\":\"x"))
        .map_err(|error| error.to_string())
}

pub(super) fn role(home: &Home, _: &Recorder) -> Result<(), String> {
    let seen = home.line("credentials -p p")?;
    let folder = home.0.home().join(".aws/cli/cache");
    let entry = fs::read_dir(&folder).into_iter().flatten().flatten().next();
    let name = entry.ok_or_else(|| seen.text())?.file_name().to_string_lossy().into_owned();
    let text = format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "{THEIRS}", "SecretAccessKey": "{THEIRS}", "SessionToken": "{THEIRS}", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "111122223333"}}}}"#
    );
    home.plant(&format!(".aws/cli/cache/{name}"), &text, NEIGHBOUR, 0o644).map(drop)
}

pub(super) fn config(home: &Home, recorder: &Recorder) -> Result<(), String> {
    let text = format!("{CONFIG}services = s\n[services s]\nsso =\n  endpoint_url = {}\n", recorder.url());
    home.plant(".aws/config", &text, NEIGHBOUR, 0o644).map(drop)
}

pub(super) fn aws(home: &Home, recorder: &Recorder) -> Result<(), String> {
    let text = format!("{CONFIG}services = s\n[services s]\nsso =\n  endpoint_url = {}\n", recorder.url());
    home.plant(".aws/config", &text, PERSON, 0o644)?;
    std::os::unix::fs::chown(home.0.home().join(".aws"), Some(NEIGHBOUR), Some(NEIGHBOUR))
        .map_err(|error| error.to_string())
}

pub(super) fn settings(home: &Home, _: &Recorder) -> Result<(), String> {
    let mark = home.0.folder.join("mark");
    mode(&home.0.folder, 0o777)?;
    let program = home.plant("evil", &format!("#!/bin/sh\n: > '{}'\n", mark.display()), NEIGHBOUR, 0o755)?;
    let text = format!("browser = \"{}\"\n", program.display());
    home.plant(".config/daypass/settings.toml", &text, NEIGHBOUR, 0o644).map(drop)
}

fn folder(home: &Home, name: &str, wide: u32) -> Result<(), String> {
    let path = home.0.home().join(name);
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).map_err(|error| error.to_string())?;
    home.own(&path, NEIGHBOUR)?;
    mode(&path, wide)
}

pub(super) fn tokens(home: &Home, _: &Recorder) -> Result<(), String> {
    folder(home, ".aws/sso/cache", 0o777)
}

/// As `/tmp` is: he cannot take away what is not his, but he was here first.
pub(super) fn shared(home: &Home, _: &Recorder) -> Result<(), String> {
    folder(home, ".aws/sso/cache", 0o1777)
}

pub(super) fn roles(home: &Home, _: &Recorder) -> Result<(), String> {
    folder(home, ".aws/cli/cache", 0o777)?;
    home.own(&home.0.home().join(".aws/sso"), PERSON)
}

pub(super) fn state(home: &Home, _: &Recorder) -> Result<(), String> {
    folder(home, ".local/state/daypass", 0o777)
}

pub(super) fn link(home: &Home, _: &Recorder) -> Result<(), String> {
    let theirs = home.0.folder.join("theirs");
    fs::create_dir_all(&theirs).map_err(|error| error.to_string())?;
    fs::write(theirs.join("stolen"), "").map_err(|error| error.to_string())?;
    home.own(&theirs, NEIGHBOUR)?;
    mode(&theirs, 0o777)?;
    mode(&theirs.join("stolen"), 0o666)?;
    fs::remove_file(home.0.token()).map_err(|error| error.to_string())?;
    symlink(theirs.join("stolen"), home.0.token()).map_err(|error| error.to_string())
}

pub(super) fn keys(home: &Home, _: &Recorder) -> Result<(), String> {
    home.plant(".aws/credentials", "[other]\n", NEIGHBOUR, 0o666).map(drop)
}

pub(super) fn key_link(home: &Home, _: &Recorder) -> Result<(), String> {
    let theirs = home.0.folder.join("theirs");
    fs::create_dir_all(&theirs).map_err(|error| error.to_string())?;
    fs::write(theirs.join("stolen"), "").map_err(|error| error.to_string())?;
    home.own(&theirs, NEIGHBOUR)?;
    mode(&theirs.join("stolen"), 0o666)?;
    symlink(theirs.join("stolen"), home.0.home().join(".aws/credentials")).map_err(|error| error.to_string())
}

pub(super) fn lock(home: &Home, _: &Recorder) -> Result<(), String> {
    home.line(LOGIN)?;
    let locks = home.0.home().join(".local/state/daypass/locks");
    for entry in fs::read_dir(locks).into_iter().flatten().flatten() {
        home.own(&entry.path(), NEIGHBOUR)?;
        mode(&entry.path(), 0o666)?;
    }
    Ok(())
}

/// The state as it is after a day, with one folder of it the neighbour's.
fn used(home: &Home, name: &str) -> Result<std::path::PathBuf, String> {
    for line in [LOGIN, "roles -p p --refresh", "credentials -p p"] {
        let seen = home.line(line)?;
        if seen.code != Some(0) {
            return Err(seen.text());
        }
    }
    drop(fs::remove_dir_all(home.0.home().join(".aws/cli")));
    let folder = home.0.home().join(".local/state/daypass").join(name);
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    mode(&folder, 0o777)?;
    Ok(folder)
}

/// Replaces each file of a folder by the neighbour's, with this text.
fn replace_all(home: &Home, folder: &Path, text: impl Fn(&str) -> String) -> Result<(), String> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let was = fs::read_to_string(entry.path()).unwrap_or_default();
        fs::remove_file(entry.path()).map_err(|error| error.to_string())?;
        fs::write(entry.path(), text(&was)).map_err(|error| error.to_string())?;
        home.own(&entry.path(), NEIGHBOUR)?;
        mode(&entry.path(), 0o644)?;
    }
    Ok(())
}

pub(super) fn listing(home: &Home, _: &Recorder) -> Result<(), String> {
    let folder = used(home, "listings")?;
    let name = format!("\"name\":\"{THEIRS}");
    replace_all(home, &folder, |was| was.replace("\"name\":\"", &name))
}

/// As if the run had changed a role that is his.
pub(super) fn backup(home: &Home, _: &Recorder) -> Result<(), String> {
    home.line("configure populate --sso-session corp --yes")?;
    let folder = used(home, "backups")?;
    let his = format!("\"was\":\"{THEIRS}\"");
    let changed =
        |was: &str| was.replace("\"was\":null", &his).replace("\"change\":\"new\"", "\"change\":\"changed\"");
    replace_all(home, &folder, changed)
}

pub(super) fn clients(home: &Home, recorder: &Recorder) -> Result<(), String> {
    let folder = used(home, "clients")?;
    let text = format!("{{\"endpoints\":[\"{}\"]}}", recorder.url());
    replace_all(home, &folder, |_| text.clone())?;
    // The person's own file names it, but only afterwards.
    let config = format!("{CONFIG}endpoint_url = {}\n", recorder.url());
    home.plant(".aws/config", &config, PERSON, 0o600).map(drop)
}

pub(super) fn users(home: &Home, _: &Recorder) -> Result<(), String> {
    let folder = used(home, "users")?;
    replace_all(home, &folder, |was| was.replace("testuser", THEIRS))
}

/// His own registration, so that the sign-in would be to his client.
pub(super) fn registration(home: &Home, _: &Recorder) -> Result<(), String> {
    used(home, "locks").map(|folder| mode(&folder, 0o700))??;
    for entry in fs::read_dir(home.0.home().join(".aws/sso/cache")).into_iter().flatten().flatten() {
        if entry.path() != home.0.token() {
            let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
            let his = text.replace("\"clientId\": \"", &format!("\"clientId\": \"{THEIRS}"));
            fs::write(entry.path(), his).map_err(|error| error.to_string())?;
            home.own(&entry.path(), NEIGHBOUR)?;
            mode(&entry.path(), 0o644)?;
        }
    }
    Ok(())
}

/// He has put a folder of his own in the place of that with the tokens.
pub(super) fn above(home: &Home, recorder: &Recorder) -> Result<(), String> {
    let above = home.0.home().join(".aws/sso");
    std::os::unix::fs::chown(&above, Some(NEIGHBOUR), Some(NEIGHBOUR)).map_err(|error| error.to_string())?;
    fs::rename(above.join("cache"), above.join("was")).map_err(|error| error.to_string())?;
    tokens(home, recorder)
}

/// The same for the folder with the role credentials.
pub(super) fn above_roles(home: &Home, _: &Recorder) -> Result<(), String> {
    folder(home, ".aws/cli", 0o755)?;
    folder(home, ".aws/cli/cache", 0o777)
}

pub(super) fn open_home(home: &Home, _: &Recorder) -> Result<(), String> {
    mode(&home.0.home(), 0o777)
}

/// As somebody's `AWS_CONFIG_FILE=/tmp/config` would be found.
pub(super) fn in_tmp(home: &Home, recorder: &Recorder) -> Result<(), String> {
    let text = format!("{CONFIG}endpoint_url = {}\n", recorder.url());
    home.plant(".aws/work/config", &text, NEIGHBOUR, 0o644)?;
    home.plant(".aws/config", &text, NEIGHBOUR, 0o644).map(drop)
}

pub(super) fn leftover(home: &Home, _: &Recorder) -> Result<(), String> {
    home.plant(".aws/sso/cache/.x.daypass-tmp", "", NEIGHBOUR, 0o666).map(drop)
}

pub(super) fn aside(home: &Home, _: &Recorder) -> Result<(), String> {
    let secret = home.0.secrets.first().cloned().unwrap_or_default();
    let damaged = format!("{{\"accessToken\": \"{secret}");
    fs::write(home.0.token(), damaged).map_err(|error| error.to_string())?;
    home.plant(&format!("{TOKEN}.corrupt"), "", NEIGHBOUR, 0o666).map(drop)
}

/// `/tmp/shared`, where the neighbour was first.
pub(super) fn state_variable(home: &Home, _: &Recorder) -> Result<(), String> {
    folder(home, "shared", 0o1777)?;
    folder(home, "shared/daypass", 0o777)
}

pub(super) fn settings_variable(home: &Home, recorder: &Recorder) -> Result<(), String> {
    let host = recorder.url().replace("http://", "");
    let text = format!("allowed_endpoints = [\"{host}\"]\n");
    home.plant("shared/daypass/settings.toml", &text, NEIGHBOUR, 0o644)?;
    let config = format!("{CONFIG}endpoint_url = {}\n", recorder.url());
    home.plant(".aws/config", &config, NEIGHBOUR, 0o644).map(drop)
}
