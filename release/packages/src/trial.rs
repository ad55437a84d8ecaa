//! `--try`: each package is installed in a clean place, run there, and removed; a table says what held.

mod cell;
mod checks;
mod place;
mod small;

use crate::{server::Server, version::Version};
use cell::Cell;
use place::{PLACES, Place, Room};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};
use xtask::{places, process::Run, tally::Tally};

/// What is looked at, in this order.
const COLUMNS: [&str; 6] = ["installs", "version", "completion", "man page", "signs in", "removed"];

/// Tries each package of the folder.
pub(crate) fn run(folder: &Path, program: &Path, packages: &[String], version: &Version, tally: &mut Tally) {
    let mut table = Vec::new();
    let server = match served(folder) {
        Ok(server) => server,
        Err(error) => {
            tally.check("a release on loopback", Err(error.to_string()));
            return;
        }
    };
    for place in PLACES {
        let meant: Vec<_> =
            packages.iter().filter(|name| place.takes(name)).map(|name| folder.join(name)).collect();
        let cells = match (place.missing(), meant.as_slice()) {
            (Some(reason), _) => COLUMNS.map(|_| Cell::Skipped(reason.clone())),
            (None, []) => COLUMNS.map(|_| Cell::Skipped("the package was not made".to_owned())),
            (None, _) => row(place, meant, version, &server.url)
                .unwrap_or_else(|reason| COLUMNS.map(|_| Cell::No(reason.clone()))),
        };
        count(place, &cells, tally);
        table.push((place, cells));
    }
    small::run(program, tally);
    lint(folder, packages, tally);
    println!(
        "\n{:8} {:26} {}",
        "package",
        "place",
        COLUMNS.map(|column| format!("{column:11}")).concat().trim_end()
    );
    for (place, cells) in table {
        let words = cells.iter().map(|cell| format!("{:11}", cell.word())).collect::<String>();
        println!("{:8} {:26} {}", place.package, place.name, words.trim_end());
    }
    println!();
}

/// What Debian itself looks at in a package, where its tool is here. A static program that can be placed anywhere is for lintian a
/// library without prerequisites: a warning, as are others.
fn lint(folder: &Path, packages: &[String], tally: &mut Tally) {
    for package in packages.iter().filter(|name| name.ends_with("_amd64.deb")) {
        let what = format!("lintian finds no error in {package}");
        if places::on_path("lintian").is_none() {
            tally.skip(&what, "there is no lintian here");
            continue;
        }
        let run =
            Run::hermetic("lintian").args(["--allow-root", "--fail-on", "error"]).arg(folder.join(package));
        tally.check(&what, run.text().map(drop));
    }
}

/// Serves what was made, as a release does.
fn served(folder: &Path) -> io::Result<Server> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
        }
    }
    Server::start(files, None)
}

fn row(place: &Place, packages: Vec<PathBuf>, version: &Version, url: &str) -> Result<[Cell; 6], String> {
    let explain = |error: io::Error| error.to_string();
    let scratch =
        places::fresh(&format!("package/try/{}-{}", place.package, place.tool())).map_err(explain)?;
    let room = Room::new(&scratch, packages, url).map_err(explain)?;
    place.prepare(&room)?;
    let before = listing(&room.root);
    if let Err(reason) = place.install(&room) {
        let rest = || Cell::Skipped("it is not installed".to_owned());
        return Ok([Cell::No(reason), rest(), rest(), rest(), rest(), rest()]);
    }
    let (program, share) = (room.root.join(place.program), room.root.join(place.share));
    let version = checks::version(&room.root, place, &version.number);
    let completion = checks::completion(&program, &room.root.join(place.completion));
    let manual = checks::manual(&share.join("man"));
    let signs_in = checks::signs_in(&program);
    let removed = place.remove(&room).and_then(|()| {
        let left: Vec<_> = listing(&room.root).difference(&before).cloned().collect();
        if left.is_empty() { Ok(()) } else { Err(format!("left behind: {}", left.join(", "))) }
    });
    Ok([Cell::Yes, Cell::of(version), Cell::of(completion), manual, Cell::of(signs_in), Cell::of(removed)])
}

/// The files below a folder, and folders of our name; others belong to the system. Not what the packager itself notes.
fn listing(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            // npm keeps a list, and the empty folder of a scope.
            let is_npms =
                name.ends_with("node_modules/.package-lock.json") || name.ends_with("node_modules/@daypass");
            if name == "var" || (is_npms && !path.join("linux-x64").exists()) {
                continue;
            }
            if !is_folder || name.contains("daypass") {
                found.insert(name);
            }
            if is_folder {
                folders.push(path);
            }
        }
    }
    found
}

fn count(place: &Place, cells: &[Cell; 6], tally: &mut Tally) {
    let (package, name) = (place.package, place.name);
    if let [Cell::Skipped(reason), ..] = cells {
        tally.skip(&format!("{package} in {name}"), reason);
        return;
    }
    for (column, cell) in COLUMNS.iter().zip(cells) {
        let what = format!("{package} in {name}: {column}");
        match cell {
            Cell::Yes => tally.check(&what, Ok(())),
            Cell::No(reason) => tally.check(&what, Err(reason.clone())),
            Cell::Skipped(reason) => tally.skip(&what, reason),
        }
    }
}
