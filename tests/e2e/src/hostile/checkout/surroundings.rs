//! What a folder can hold for whoever stands in it: programs, settings, homes. None of it is run or obeyed.

use super::super::{
    attack::{Attack, Kind, Lawful, Verdict, through},
    victim::{CONFIG, Victim, VictimHome, mode},
    weak::Weakness,
};
use std::{fs, path::PathBuf};

/// The environment there, the config, and the command that stands in it. `HERE` is the folder.
type Row = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

const LOGIN: &str = "login --sso-session corp --force --timeout 2s";

const ROWS: &[Row] = &[
    ("programs named as browsers", &[("DISPLAY", ":9")], "", LOGIN),
    ("programs named as those of Windows", &[("WSL_DISTRO_NAME", "x")], "", LOGIN),
    (
        "an empty home",
        &[("HOME", "")],
        "",
        "login --sso-session corp --no-browser --use-device-code --timeout 2s",
    ),
    (
        "a relative home",
        &[("HOME", ".")],
        "",
        "login --sso-session corp --no-browser --use-device-code --timeout 2s",
    ),
    ("relative settings", &[("XDG_CONFIG_HOME", ".")], "", LOGIN),
    ("settings named as those of the person", &[("DISPLAY", "")], "", LOGIN),
    ("a relative state folder", &[("XDG_STATE_HOME", "state")], "", LOGIN),
    (
        "credential_process",
        &[("AWS_CONFIG_FILE", "HERE/config")],
        "[profile e]\ncredential_process = HERE/evil\n",
        "credentials -p e",
    ),
    (
        "credential_process of the default",
        &[("AWS_CONFIG_FILE", "HERE/config")],
        "[default]\ncredential_process = HERE/evil\n",
        "exec -- true",
    ),
    (
        "credential_process on the way",
        &[("AWS_CONFIG_FILE", "HERE/config")],
        "[profile e]\ncredential_process = HERE/evil\n[profile f]\nsource_profile = e\nrole_arn = arn:aws:iam::111122223333:role/R\n",
        "whoami -p f",
    ),
    ("a pager", &[("AWS_PAGER", "HERE/evil"), ("PAGER", "HERE/evil")], "", "profiles"),
    ("cli_pager", &[], "[default]\ncli_pager = HERE/evil\nregion = eu-west-1\n", "status"),
    ("aliases", &[], "[toplevel]\nstatus = !HERE/evil\n", "status"),
    ("an editor", &[("EDITOR", "HERE/evil"), ("VISUAL", "HERE/evil")], "", "doctor --fix"),
    ("a plugin", &[], "[plugins]\nevil = evil\ncli_legacy_plugin_path = HERE\n", "credentials -p p"),
    ("a service whose bundle is a pipe", &[], "ca_bundle = HERE/pipe\n", "credentials -p p"),
    ("a bundle in the environment that is a pipe", &[("AWS_CA_BUNDLE", "HERE/pipe")], "", "credentials -p p"),
    (
        "a web identity",
        &[],
        "[profile e]\nweb_identity_token_file = HERE/pipe\nrole_arn = arn:aws:iam::111122223333:role/R\n",
        "credentials -p e",
    ),
];

/// More of them, which look at the folder's variables.
const MORE: &[Row] = &[
    ("a browser by a relative path", &[("BROWSER", "./evil")], "", LOGIN),
    ("a browser by a path that leads here", &[("BROWSER", "../checkout/evil")], "", LOGIN),
    ("a browser by its name", &[("BROWSER", "evil")], "", LOGIN),
    ("browsers with nothing between them", &[("BROWSER", "::./evil::")], "", LOGIN),
    ("a command of this folder", &[], "", "exec -p p -- evil"),
    ("a profile that is a program", &[], "", "use ./evil"),
    ("a time zone that is a pipe", &[("TZ", ":HERE/pipe")], "", "status"),
    ("a time zone that is a program", &[("TZ", ":HERE/evil")], "", "status"),
    ("a time zone by a relative path", &[("TZ", "./pipe")], "", "status"),
    ("time zones of this folder", &[("TZ", "pipe"), ("TZDIR", "HERE")], "", "status"),
    ("keys of TLS", &[("SSLKEYLOGFILE", "HERE/.aws")], "", "credentials -p p"),
    ("a home of Windows", &[("USERPROFILE", "HERE"), ("HOME", "")], "", "status"),
    (
        "a home of Windows in two",
        &[("HOMEDRIVE", "HERE"), ("HOMEPATH", "/"), ("HOME", "")],
        "",
        "login --sso-session corp --no-browser --use-device-code --timeout 2s",
    ),
    ("a folder for temporary files", &[("TMPDIR", "HERE")], "", "credentials -p p"),
    ("a folder of the session", &[("XDG_RUNTIME_DIR", "HERE")], "", "credentials -p p"),
    ("a relative folder of the session", &[("XDG_RUNTIME_DIR", ".")], "", LOGIN),
    ("a relative cache", &[("XDG_CACHE_HOME", ".")], "", "accounts -p p --refresh"),
    ("a config by a relative path", &[("AWS_CONFIG_FILE", "settings.toml")], "", "status"),
    ("a config that is a pipe", &[("AWS_CONFIG_FILE", "HERE/pipe")], "", "credentials -p p"),
    ("a config that is a device", &[("AWS_CONFIG_FILE", "/dev/zero")], "", "credentials -p p"),
    ("a config that is a terminal", &[("AWS_CONFIG_FILE", "/dev/tty")], "", "credentials -p p"),
    ("a config that is standard input", &[("AWS_CONFIG_FILE", "/dev/stdin")], "", "credentials -p p"),
    ("a config that is memory", &[("AWS_CONFIG_FILE", "/proc/self/mem")], "", "credentials -p p"),
    ("keys that are a pipe", &[("AWS_SHARED_CREDENTIALS_FILE", "HERE/pipe")], "", "credentials -p p"),
    ("keys that are a device", &[("AWS_SHARED_CREDENTIALS_FILE", "/dev/zero")], "", "whoami -p p"),
    (
        "credential_process in a foreign file",
        &[("AWS_SHARED_CREDENTIALS_FILE", "HERE/keys")],
        "",
        "credentials -p z",
    ),
    ("a screen of a billion columns", &[("COLUMNS", "1000000000"), ("LINES", "1000000000")], "", "status"),
    ("a log of everything", &[("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")], "", "credentials -p p"),
    ("a shell that is here", &[("SHELL", "HERE/evil")], "", "exec -p p -- true"),
    ("an editor of git", &[("GIT_EDITOR", "HERE/evil"), ("GIT_PAGER", "HERE/evil")], "", "profiles"),
    ("an asker", &[("SSH_ASKPASS", "HERE/evil"), ("SSH_CONNECTION", "a b c d")], "", LOGIN),
];

const NOTHING: Row = ("nothing", &[], "", "status");

pub(super) fn kind() -> Kind {
    let attacks = ROWS.iter().chain(MORE);
    let attacks =
        attacks.map(|row| Attack::new(row.0, Weakness::UsesAnything, move |victim| attack(victim, row)));
    let lawful = vec![Lawful::twin(Weakness::UsesAnything, |victim| attack(victim, &NOTHING))];
    Kind { name: "surroundings", attacks: attacks.collect(), lawful }
}

/// Every program leaves a mark when it is run.
fn checkout() -> Result<(VictimHome, PathBuf), String> {
    const PROGRAMS: [&str; 14] = [
        "evil",
        "xdg-open",
        "open",
        "gio",
        "wslview",
        "cmd.exe",
        "powershell.exe",
        "firefox",
        "sensible-browser",
        "www-browser",
        "x-www-browser",
        "aws",
        "sh",
        "daypass",
    ];
    let scene = VictimHome::signed_in(false)?;
    let here = scene.folder.join("checkout");
    fs::create_dir_all(here.join("daypass")).map_err(|error| error.to_string())?;
    let script = format!("#!/bin/sh\n: > '{}'\n", mark(&scene).display());
    for name in PROGRAMS.iter().filter(|name| **name != "daypass") {
        let path = here.join(name);
        fs::write(&path, &script).map_err(|error| error.to_string())?;
        mode(&path, 0o755)?;
    }
    let settings = format!("browser = \"{}/evil\"\n", here.display());
    let keys = format!("[z]\ncredential_process = {}/evil\n", here.display());
    let files = [
        ("daypass/settings.toml", &*settings),
        ("settings.toml", &*settings),
        ("daypass.toml", &*settings),
        (".daypass.toml", &*settings),
        (".config/daypass/settings.toml", &*settings),
        (".daypass/settings.toml", &*settings),
        (".env", "BROWSER=./evil\n"),
        ("keys", &*keys),
    ];
    for (name, text) in files {
        fs::create_dir_all(here.join(name).parent().unwrap_or(&here)).map_err(|error| error.to_string())?;
        fs::write(here.join(name), text).map_err(|error| error.to_string())?;
    }
    let made = scene.command("mkfifo").arg(here.join("pipe")).status();
    if made.is_ok_and(|made| made.success()) { Ok((scene, here)) } else { Err("no pipe".to_owned()) }
}

fn mark(scene: &VictimHome) -> PathBuf {
    scene.folder.join("mark")
}

fn attack(victim: Victim, (_, variables, config, line): &Row) -> Verdict {
    let (mut scene, here) = checkout()?;
    let fill = |text: &str| text.replace("HERE", &here.display().to_string());
    scene.write(".aws/config", &format!("{CONFIG}{}", fill(config)))?;
    // The person's own file may name any program; that of the folder is read where a variable says so.
    fs::write(here.join("config"), fill(config)).map_err(|error| error.to_string())?;
    for (name, value) in *variables {
        scene = scene.set(*name, fill(value));
    }
    let words: Vec<_> = line.split(' ').collect();
    let mut command = victim.command(&scene, &words);
    command.current_dir(&here);
    let seen = victim.finish(command, &words)?;
    seen.ended()?;
    scene.no_secret_in("standard error", &seen.stderr)?;
    judge(&scene, &here).map_err(|failure| failure.with(&seen))
}

/// No program of the folder ran, and no file of daypass's lies in it.
fn judge(scene: &VictimHome, here: &std::path::Path) -> Verdict {
    if mark(scene).exists() {
        return through("a program of the folder ran");
    }
    let left = [".aws", ".local", "state", "daypass/locks"].into_iter().find(|name| here.join(name).exists());
    left.map_or(Ok(()), |name| through(format!("{name} is in the folder")))
}
