//! Files that are not what they should be: links, pipes, devices, folders, endless ones, in the place of each file that
//! is read or written (T14). Nothing is written through them, and nothing hangs.

use super::super::{
    attack::{Attack, Kind, Lawful, Verdict, through},
    victim::{Victim, VictimHome, mode},
    weak::Weakness,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What lies there instead.
#[derive(Debug, Clone, Copy)]
enum Thing {
    Pipe,
    Folder,
    /// A link to the person's file `precious`.
    Link,
    /// A second name of that file.
    HardLink,
    /// A link that leads to itself.
    Circle,
    /// A link to a device that never ends.
    Device,
    /// Ten gigabytes of holes.
    Endless,
}

const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const LOGIN: &str = "login --sso-session corp --force --use-device-code --no-browser --timeout 5s";

/// A file below the home, what lies there, and a command that reads or writes it. `*` stands for each file of a folder.
const ROWS: &[(&str, Thing, &str)] = &[
    ("T14-01 .local/state/daypass/locks/*", Thing::Link, LOGIN),
    (".local/state/daypass/locks/*", Thing::HardLink, LOGIN),
    (".local/state/daypass/locks/*", Thing::Pipe, LOGIN),
    (".local/state/daypass/locks/*", Thing::Link, "credentials -p p"),
    ("T14-02 TOKEN", Thing::Pipe, "status"),
    ("TOKEN", Thing::Pipe, "credentials -p p"),
    ("TOKEN", Thing::Pipe, LOGIN),
    ("TOKEN", Thing::Device, "status"),
    ("TOKEN", Thing::Endless, "status"),
    ("TOKEN", Thing::Circle, "status"),
    ("TOKEN", Thing::Folder, LOGIN),
    ("TOKEN.corrupt", Thing::Link, "status"),
    (".aws/cli/cache/*", Thing::Pipe, "credentials -p p"),
    (".aws/cli/cache/*", Thing::Pipe, "credential-process --profile p"),
    (".aws/cli/cache/*", Thing::Endless, "credential-process --profile p"),
    (".aws/cli/cache/*", Thing::Device, "credentials -p p"),
    ("T14-08 .aws/sso/cache/.x.daypass-tmp", Thing::Pipe, LOGIN),
    (".aws/sso/cache/.x.daypass-tmp", Thing::Link, LOGIN),
    (".aws/cli/cache/.x.daypass-tmp", Thing::Pipe, "credentials -p p"),
    (".aws/config", Thing::Pipe, "profiles"),
    (".aws/config", Thing::Device, "profiles"),
    (".aws/config", Thing::Endless, "credentials -p p"),
    (".aws/config", Thing::Device, "credential-process --profile p"),
    (".aws/config", Thing::Device, "complete-names profile"),
    (".aws/config", Thing::Pipe, "complete-names profile"),
    (".aws/config", Thing::Circle, "status"),
    (".aws/credentials", Thing::Pipe, "credentials -p p"),
    (".aws/credentials", Thing::Endless, "whoami -p p"),
    (".config/daypass/settings.toml", Thing::Pipe, "settings"),
    (".config/daypass/settings.toml", Thing::Device, "credentials -p p"),
    (".local/state/daypass", Thing::Pipe, LOGIN),
    (".local/state/daypass/backups", Thing::Link, "configure populate --sso-session corp --yes"),
];

pub(super) fn kind() -> Kind {
    let rows = ROWS.iter().map(|row| {
        let name = format!("{} is a {:?}: {}", row.0, row.1, row.2);
        Attack::new(name, Weakness::OpensAnything, move |victim| attack(victim, row))
    });
    let modes =
        MODES.iter().map(|row| Attack::new(row.0, Weakness::LeavesModes, move |victim| wide(victim, row)));
    let lawful = vec![Lawful::twin(Weakness::OpensAnything, |victim| {
        let scene = used()?;
        let seen = victim.line(&scene, "status")?;
        judge(seen.hung, &scene.home().join("precious"))
    })];
    Kind { name: "files", attacks: rows.chain(modes).collect(), lawful }
}

/// A home in which everything has been used once.
fn used() -> Result<VictimHome, String> {
    let scene = VictimHome::signed_in(false)?;
    for line in [LOGIN, "credentials -p p"] {
        let seen = scene.line(line)?;
        if seen.code != Some(0) {
            return Err(seen.text());
        }
    }
    scene.write("precious", "precious\n")?;
    Ok(scene)
}

fn attack(victim: Victim, (name, thing, line): &(&str, Thing, &str)) -> Verdict {
    let scene = used()?;
    let name = name.split(' ').next_back().unwrap_or_default().replace("TOKEN", TOKEN);
    if name.starts_with(TOKEN) && name != TOKEN {
        scene.write(TOKEN, "{ damaged")?;
    }
    if name.starts_with(".aws/cli") && name.ends_with("tmp") {
        fs::remove_dir_all(scene.home().join(".aws/cli")).map_err(|error| error.to_string())?;
    }
    for path in places(&scene, &name) {
        plant(&scene, &path, *thing)?;
    }
    let seen = victim.line(&scene, line)?;
    judge(seen.hung, &scene.home().join("precious")).map_err(|failure| failure.with(&seen))?;
    seen.ended()
}

fn places(scene: &VictimHome, name: &str) -> Vec<PathBuf> {
    let path = scene.home().join(name);
    match name.strip_suffix("/*") {
        None => vec![path],
        Some(folder) => {
            let entries = fs::read_dir(scene.home().join(folder)).into_iter().flatten().flatten();
            entries.map(|entry| entry.path()).collect()
        }
    }
}

fn plant(scene: &VictimHome, path: &Path, thing: Thing) -> Result<(), String> {
    let explain = |error: std::io::Error| format!("{}: {error}", path.display());
    drop(fs::remove_file(path));
    drop(fs::remove_dir_all(path));
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(explain)?;
    let precious = scene.home().join("precious");
    match thing {
        Thing::Folder => fs::create_dir(path).map_err(explain),
        Thing::HardLink => fs::hard_link(precious, path).map_err(explain),
        Thing::Endless => {
            fs::File::create(path).and_then(|file| file.set_len(10 << 30)).map_err(explain)?;
            mode(path, 0o600)
        }
        Thing::Pipe => {
            let made = scene.command("mkfifo").arg("-m").arg("600").arg(path).status().map_err(explain)?;
            if made.success() { Ok(()) } else { Err("no pipe".to_owned()) }
        }
        Thing::Link => link(&precious, path),
        Thing::Circle => link(path, path),
        Thing::Device => link(Path::new("/dev/zero"), path),
    }
}

fn link(target: &Path, path: &Path) -> Result<(), String> {
    #[cfg(unix)]
    return std::os::unix::fs::symlink(target, path).map_err(|error| format!("{}: {error}", path.display()));
    #[cfg(not(unix))]
    Err(format!("no link {} to {}", path.display(), target.display()))
}

/// It ended by itself, and the person's file is as it was.
fn judge(hung: bool, precious: &Path) -> Verdict {
    if hung {
        return through("it hangs");
    }
    match fs::read_to_string(precious) {
        Ok(text) if text == "precious\n" => Ok(()),
        other => through(format!("the person's file is {other:?}")),
    }
}

/// A file or folder that others may read or write, a command, and a file that is the owner's alone afterwards.
const MODES: &[(&str, &str, u32, &str)] = &[
    ("T14-04 a token that all may write", TOKEN, 0o666, "whoami -p p"),
    ("T14-04 a folder that all may write", ".aws/sso/cache", 0o777, "whoami -p p"),
    (
        "T14-05 a credentials file that all may read",
        ".aws/credentials",
        0o644,
        "credentials -p p --write-credentials z",
    ),
    ("role credentials that all may read", ".aws/cli/cache/*", 0o644, "credential-process --profile p"),
    ("a token that the group may read", TOKEN, 0o640, "credentials -p p"),
];

fn wide(victim: Victim, (_, name, wide, line): &(&str, &str, u32, &str)) -> Verdict {
    let scene = used()?;
    scene.write(".aws/credentials", "# mine\n")?;
    // Role credentials would be an answer by themselves.
    if !name.starts_with(".aws/cli") {
        drop(fs::remove_dir_all(scene.home().join(".aws/cli")));
    }
    let path = places(&scene, name).into_iter().find(|path| path.exists());
    let path = path.ok_or_else(|| format!("{name} is not there"))?;
    mode(&path, *wide)?;
    let seen = victim.line(&scene, line)?;
    let is_closed = is_closed(&path);
    let is_told = seen.stderr.contains("could be read by others");
    if seen.code == Some(0) && is_closed && is_told { Ok(()) } else { through(seen.text()) }
}

fn is_closed(path: &Path) -> bool {
    #[cfg(unix)]
    return fs::metadata(path).is_ok_and(|data| {
        std::os::unix::fs::PermissionsExt::mode(&data.permissions()).trailing_zeros() >= 6
    });
    #[cfg(not(unix))]
    return path.exists();
}
