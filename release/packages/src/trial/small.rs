//! Small places: a root with the program and a home, and nothing else. No C library, shell, CA store, terminal type or
//! locale; a user without a name, a home that cannot be written, no home at all.

use super::{checks::is_static, place::is_root};
use daypass_simulator::{AutoApprove, Server, ServerOptions, World};
use daypass_testkit::world::PROFILE_CONFIG;
use std::{fs, io, path::Path};
use xtask::{places, process::Run, tally::Tally};

/// A day: a sign-in with a code, which the simulator allows by itself, and what follows from it.
const DAY: &[(&str, i32, &str)] = &[
    ("version", 0, "daypass "),
    ("login --sso-session my-sso --use-device-code", 0, ""),
    ("status", 0, "my-sso"),
    ("whoami --profile p", 0, "arn:aws:sts::111122223333:assumed-role/"),
    ("credentials --profile p --format env", 0, "AWS_SESSION_TOKEN="),
    ("logout", 0, ""),
];

/// A place: its name, user and home, and the commands with exit codes and a part of what they say.
type Small = (&'static str, &'static str, Option<&'static str>, &'static [(&'static str, i32, &'static str)]);

const SMALL: &[Small] = &[
    ("nothing but the program", "0:0", Some("/home"), DAY),
    ("a user without a name", "4711:4711", Some("/open"), DAY),
    (
        "a home that cannot be written",
        "4711:4711",
        Some("/home"),
        &[
            ("version", 0, "daypass "),
            ("login --sso-session my-sso --use-device-code", 1, "/home/.aws/sso/cache"),
        ],
    ),
    ("no home", "4711:4711", None, &[("version", 0, "daypass "), ("login --sso-session my-sso", 4, "HOME")]),
];

/// Lives in each place with this program.
pub(super) fn run(program: &Path, tally: &mut Tally) {
    if !is_root() || !is_static(program) {
        let reason = if is_root() { "the program needs a C library" } else { "chroot is for root" };
        tally.skip("a root of its own", reason);
        return;
    }
    for (name, user, home, commands) in SMALL {
        tally.check(&format!("in a root of its own: {name}"), lived(program, user, *home, commands));
    }
}

fn lived(
    program: &Path,
    user: &str,
    home: Option<&str>,
    commands: &[(&str, i32, &str)],
) -> Result<(), String> {
    let explain = |error: io::Error| error.to_string();
    let root = places::fresh("package/try/small").map_err(explain)?;
    let chroot = places::on_path("chroot").ok_or("there is no chroot here")?;
    furnish(&root, program).map_err(explain)?;
    let mut world = World::demo();
    world.set_auto_approve(AutoApprove::Allow);
    let server = Server::start(world, ServerOptions::default()).map_err(explain)?;
    for (command, code, says) in commands {
        // Nothing of this environment, no TERM and no LANG either.
        let run = Run::hermetic("env").arg("-i").args(home.map(|home| format!("HOME={home}")));
        let run = run.args(server.variables().into_iter().map(|(name, value)| format!("{name}={value}")));
        let run = run.arg(&chroot).arg(format!("--userspec={user}")).arg(&root).arg("/daypass");
        let end = run.args(command.split(' ')).limit(60).finish()?;
        let said = format!("{}{}", end.stdout, end.stderr);
        if end.status.code() != Some(*code) || !said.contains(says) {
            return Err(format!("daypass {command}: {}, not {code} with {says:?}\n{said}", end.status));
        }
    }
    Ok(())
}

/// The program, a home of root's and one that everybody can write, each with a config file.
fn furnish(root: &Path, program: &Path) -> io::Result<()> {
    fs::copy(program, root.join("daypass"))?;
    places::make_executable(&root.join("daypass"))?;
    for home in ["home", "open"] {
        let folder = root.join(home).join(".aws");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("config"), PROFILE_CONFIG)?;
        #[cfg(unix)]
        if home == "open" {
            for path in [root.join(home), folder.clone(), folder.join("config")] {
                std::os::unix::fs::chown(path, Some(4711), Some(4711))?;
            }
        }
    }
    Ok(())
}
