//! What a folder can hold for whoever stands in it: programs, settings, homes. None of it is run or obeyed.

use super::super::{
    attack::{Attack, Kind, Verdict},
    victim::{CONFIG, VictimHome, finish, mode},
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
    ("credential_process", &[], "[profile e]\ncredential_process = HERE/evil\n", "credentials -p e"),
    ("credential_process of the default", &[], "[default]\ncredential_process = HERE/evil\n", "exec -- true"),
    (
        "credential_process on the way",
        &[],
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

pub(super) fn kind() -> Kind {
    let attacks = ROWS.iter().map(|row| Attack::new(row.0, move || attack(row))).collect();
    Kind { name: "surroundings", control, attacks, lawful: Vec::new() }
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
    let files =
        [("daypass/settings.toml", &*settings), ("settings.toml", &*settings), (".env", "BROWSER=./evil\n")];
    for (name, text) in files {
        fs::write(here.join(name), text).map_err(|error| error.to_string())?;
    }
    let made = scene.command("mkfifo").arg(here.join("pipe")).status();
    if made.is_ok_and(|made| made.success()) { Ok((scene, here)) } else { Err("no pipe".to_owned()) }
}

fn mark(scene: &VictimHome) -> PathBuf {
    scene.folder.join("mark")
}

fn attack((_, variables, config, line): &Row) -> Verdict {
    let (mut scene, here) = checkout()?;
    let fill = |text: &str| text.replace("HERE", &here.display().to_string());
    scene.write(".aws/config", &format!("{CONFIG}{}", fill(config)))?;
    for (name, value) in *variables {
        scene = scene.set(*name, fill(value));
    }
    let words: Vec<_> = line.split(' ').collect();
    let mut command = scene.daypass(&words);
    command.current_dir(&here);
    let seen = finish(command, &words)?;
    if seen.hung {
        return Err(seen.text());
    }
    judge(&scene, &here).map_err(|reason| format!("{reason}\n{}", seen.text()))
}

/// No program of the folder ran, and no file of daypass's lies in it.
fn judge(scene: &VictimHome, here: &std::path::Path) -> Verdict {
    if mark(scene).exists() {
        return Err("a program of the folder ran".to_owned());
    }
    let left = [".aws", ".local", "state", "daypass/locks"].into_iter().find(|name| here.join(name).exists());
    left.map_or(Ok(()), |name| Err(format!("{name} is in the folder")))
}

/// A shell that looks in the working folder first.
fn control() -> Verdict {
    let (scene, here) = checkout()?;
    let mut shell = scene.command("/bin/sh");
    shell.args(["-c", "xdg-open https://example.com"]).env("PATH", ".:/usr/bin:/bin").current_dir(&here);
    finish(shell, &["sh"])?;
    judge(&scene, &here)
}
