//! Clean places, and how a package gets in and out of each.

use std::{
    fs, io,
    path::{Path, PathBuf},
};
use xtask::{environment, places, process::Run};

/// A place: what it takes, and where things are in it afterwards.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) package: &'static str,
    pub(super) name: &'static str,
    /// The end of the names of its files.
    ends: &'static str,
    tool: &'static str,
    /// Whether it is the root of a system rather than a folder in one.
    pub(super) is_system: bool,
    pub(super) program: &'static str,
    pub(super) share: &'static str,
    /// The completions of bash.
    pub(super) completion: &'static str,
    steps: Steps,
}

/// The commands that prepare the place, install and remove; `{root}`, `{home}`, `{checkout}` and `{packages}` stand
/// for paths, `{url}` for a release on loopback.
#[derive(Debug)]
struct Steps {
    prepare: &'static [&'static str],
    install: &'static [&'static str],
    remove: &'static [&'static str],
}

/// Where a package is tried.
#[derive(Debug)]
pub(super) struct Room {
    /// What is listed before and after.
    pub(super) root: PathBuf,
    home: PathBuf,
    packages: Vec<PathBuf>,
    /// Where a server has what was made.
    url: String,
}

const COMPLETION: &str = "share/bash-completion/completions/daypass";
const IN_SYSTEM: &str = "usr/share/bash-completion/completions/daypass";

/// A place in the root of a system.
const SYSTEM: Place = Place {
    package: "",
    name: "",
    ends: "",
    tool: "",
    is_system: true,
    program: "usr/bin/daypass",
    share: "usr/share",
    completion: IN_SYSTEM,
    steps: Steps { prepare: &[], install: &[], remove: &[] },
};
/// A place in a folder of a user's.
const FOLDER: Place =
    Place { is_system: false, program: "bin/daypass", share: "share", completion: COMPLETION, ..SYSTEM };

pub(super) const PLACES: &[Place] = &[
    Place {
        package: "tar.gz",
        name: "an empty folder",
        ends: "-musl.tar.gz",
        tool: "tar",
        steps: Steps {
            prepare: &[],
            install: &["tar -xzf {packages} --strip-components=1 -C {root}"],
            remove: &["rm -r {root}/bin {root}/share"],
        },
        ..FOLDER
    },
    Place {
        package: "script",
        name: "an empty home (install.sh)",
        ends: "-musl.tar.gz",
        tool: "curl",
        steps: Steps {
            prepare: &[],
            install: &["sh {checkout}/install.sh --from {url} --to {root}"],
            remove: &["sh {checkout}/install.sh --to {root} --uninstall"],
        },
        ..FOLDER
    },
    Place {
        package: "deb",
        name: "an empty root (dpkg)",
        ends: ".deb",
        tool: "dpkg",
        steps: Steps {
            prepare: &[
                "mkdir -p {root}/var/lib/dpkg/info {root}/var/lib/dpkg/updates",
                "touch {root}/var/lib/dpkg/status",
            ],
            install: &[
                "dpkg --root={root} --log={home}/log --force-not-root --force-script-chrootless -i {packages}",
            ],
            remove: &[
                "dpkg --root={root} --log={home}/log --force-not-root --force-script-chrootless -P daypass",
            ],
        },
        ..SYSTEM
    },
    Place {
        package: "rpm",
        name: "an empty root (rpm)",
        ends: ".rpm",
        tool: "rpm",
        steps: Steps {
            prepare: &["rpm --root {root} --dbpath /var/lib/rpm --initdb"],
            install: &[
                "rpm --root {root} --dbpath /var/lib/rpm --nosignature -i {packages}",
                "rpm --root {root} --dbpath /var/lib/rpm -V daypass",
            ],
            remove: &["rpm --root {root} --dbpath /var/lib/rpm -e daypass"],
        },
        ..SYSTEM
    },
    Place {
        package: "apk",
        name: "an empty root (apk)",
        ends: ".apk",
        tool: "apk",
        steps: Steps {
            prepare: &["apk --root {root} --initdb --no-network add"],
            install: &["apk --root {root} --no-network --allow-untrusted add {packages}"],
            remove: &["apk --root {root} --no-network del daypass"],
        },
        ..SYSTEM
    },
    Place {
        package: "apk",
        name: "an empty root (only tar)",
        ends: ".apk",
        tool: "tar",
        steps: Steps {
            prepare: &[],
            install: &["tar -xzf {packages} --warning=no-unknown-keyword -C {root}"],
            remove: &["rm -r {root}/usr {root}/.PKGINFO"],
        },
        ..SYSTEM
    },
    Place {
        package: "arch",
        name: "an empty root (pacman)",
        ends: ".pkg.tar.zst",
        tool: "pacman",
        steps: Steps {
            prepare: &[
                "mkdir -p {root}/var/lib/pacman {root}/var/cache {home}/hooks",
                "touch {home}/pacman.conf",
            ],
            install: &[
                "pacman --config {home}/pacman.conf --root {root} --dbpath {root}/var/lib/pacman --cachedir \
                        {root}/var/cache --hookdir {home}/hooks --logfile {home}/log --noconfirm -U {packages}",
            ],
            remove: &[
                "pacman --config {home}/pacman.conf --root {root} --dbpath {root}/var/lib/pacman --cachedir \
                       {root}/var/cache --hookdir {home}/hooks --logfile {home}/log --noconfirm -R daypass",
            ],
        },
        ..SYSTEM
    },
    Place {
        package: "wheel",
        name: "a new environment (venv)",
        ends: ".whl",
        tool: "python3",
        steps: Steps {
            prepare: &["python3 -m venv {root}"],
            install: &[
                "{root}/bin/python -m pip install --quiet --disable-pip-version-check --no-index {packages}",
            ],
            remove: &["{root}/bin/python -m pip uninstall --quiet --disable-pip-version-check --yes daypass"],
        },
        ..FOLDER
    },
    Place {
        package: "npm",
        name: "an empty prefix (npm)",
        ends: ".tgz",
        tool: "npm",
        completion: "lib/node_modules/@daypass/linux-x64/share/bash-completion/completions/daypass",
        steps: Steps {
            prepare: &["mkdir -p {root}/lib"],
            install: &[
                "npm install --global --offline --no-audit --no-fund --cache {home}/cache --prefix {root} {packages}",
            ],
            remove: &[
                "npm uninstall --global --offline --no-audit --no-fund --cache {home}/cache --prefix {root} daypass \
                       @daypass/linux-x64",
            ],
        },
        ..FOLDER
    },
];

impl Place {
    /// Whether it takes a package of that file name.
    pub(super) fn takes(&self, package: &str) -> bool {
        package.ends_with(self.ends)
    }

    /// The tool that puts the package in.
    pub(super) fn tool(&self) -> &'static str {
        self.tool
    }

    /// Why nothing can be tried here.
    pub(super) fn missing(&self) -> Option<String> {
        if self.is_system && self.tool != "tar" && !is_root() {
            return Some(format!("{} installs into a system as root alone", self.tool));
        }
        // What Debian calls the package of the tool.
        let package = if self.tool == "pacman" { "pacman-package-manager" } else { self.tool };
        let tried = environment::packaged(package, self.tool, &["--version"]);
        tried.err().map(|_| format!("there is no {} here", self.tool))
    }

    pub(super) fn prepare(&self, room: &Room) -> Result<(), String> {
        room.run(self.steps.prepare)
    }

    pub(super) fn install(&self, room: &Room) -> Result<(), String> {
        room.run(self.steps.install)
    }

    pub(super) fn remove(&self, room: &Room) -> Result<(), String> {
        room.run(self.steps.remove)
    }
}

/// Whether this runs as root, for whom chroot and the packagers of systems are.
pub(super) fn is_root() -> bool {
    Run::hermetic("id").arg("-u").text().is_ok_and(|id| id.trim() == "0")
}

impl Room {
    /// A room in an empty folder.
    pub(super) fn new(folder: &Path, packages: Vec<PathBuf>, url: &str) -> io::Result<Self> {
        let (root, home) = (folder.join("root"), folder.join("home"));
        fs::create_dir_all(&root)?;
        fs::create_dir_all(&home)?;
        Ok(Self { root, home, packages, url: url.to_owned() })
    }

    fn run(&self, commands: &[&str]) -> Result<(), String> {
        for command in commands {
            let mut words = command.split_ascii_whitespace();
            let program = self.path(words.next().unwrap_or_default());
            let mut run = Run::hermetic(program).env("HOME", &self.home).limit(120);
            for word in words {
                run = if word == "{packages}" { run.args(&self.packages) } else { run.arg(self.path(word)) };
            }
            run.text()?;
        }
        Ok(())
    }

    fn path(&self, word: &str) -> String {
        let text = |path: &Path| path.display().to_string();
        let word = word.replace("{root}", &text(&self.root)).replace("{home}", &text(&self.home));
        word.replace("{checkout}", &text(&places::root())).replace("{url}", &self.url)
    }
}
