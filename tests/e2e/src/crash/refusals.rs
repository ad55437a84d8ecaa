//! The whole program on disks that refuse: full, beyond a limit, read-only, and files that are mounts of their own.
//!
//! After every run the file is as it was or as it should be, a message that says which is true, no temporary file and
//! no copy is left, and a file that can be written in place only is written.

use super::mount::Mount;
use crate::stage::Stage;
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};
use xtask::{places, process::Finished, tally::Tally};

/// The SHA-1 of `corp`, by which its token's file is called.
const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

/// A command and the file that it writes.
struct Case {
    name: &'static str,
    words: &'static str,
    file: &'static str,
    /// What the file holds before; `None` of the token that somebody signed in has.
    before: Option<&'static str>,
    /// A user's file, which is written in place where it cannot be replaced.
    is_users: bool,
}

const CASES: &[Case] = &[
    Case {
        name: "config",
        words: "configure sso-session --sso-session more --sso-start-url https://d-9067000018.awsapps.com/start \
                --sso-region eu-west-1 --no-input",
        file: "disk/config",
        before: Some(CONFIG),
        is_users: true,
    },
    Case {
        name: "credentials",
        words: "credentials --profile dev --write-credentials keys",
        file: "disk/credentials",
        before: Some("[mine]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n"),
        is_users: true,
    },
    Case {
        name: "populate",
        words: "configure populate --sso-session corp --yes --quiet",
        file: "disk/config",
        before: Some(CONFIG),
        is_users: true,
    },
    Case {
        name: "doctor",
        words: "doctor --fix=C105",
        file: "disk/config",
        before: Some(CONFIG),
        is_users: true,
    },
    Case {
        name: "cache",
        words: "login --sso-session corp --force",
        file: TOKEN,
        before: None,
        is_users: false,
    },
];

/// It ends in a line that doctor comments out.
const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
                      sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\n\
                      [profile dev]\nsso_session = corp\nsso_account_id = 111122223333\n\
                      sso_role_name = AWSReadOnlyAccess\nregion = eu-west-1\n\n[profile other]\nregion = eu-west-1\n\
                      what is this\n";

/// What is said of a file that is as it was.
const UNCHANGED: &[&str] =
    &["it is as it was", "were put back", "may not be written", "nothing was changed", "was not changed"];

/// Where a file refuses to be written, or to be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    FullDisk,
    SizeLimit,
    ReadOnly,
    OwnMount,
    OwnMountInReadOnly,
    OwnMountOfFullDisk,
}

const PLACES: &[Place] = &[
    Place::FullDisk,
    Place::SizeLimit,
    Place::ReadOnly,
    Place::OwnMount,
    Place::OwnMountInReadOnly,
    Place::OwnMountOfFullDisk,
];

pub(super) fn run(tally: &mut Tally) {
    for case in CASES {
        match Scene::open(case) {
            Err(reason) => tally.check(&format!("{}: an undisturbed run", case.name), Err(reason)),
            Ok(scene) => {
                for place in PLACES {
                    tally.check(&format!("{} on {place:?}", case.name), scene.tried(*place));
                }
            }
        }
    }
}

/// A home in which somebody is signed in, and what the file was and is to be.
struct Scene<'a> {
    case: &'a Case,
    stage: Stage,
    before: Vec<u8>,
    /// `None` of a token, which is another each time.
    after: Option<Vec<u8>>,
}

impl<'a> Scene<'a> {
    fn open(case: &'a Case) -> Result<Self, String> {
        let stage = Stage::open("crash-refusals")?;
        let mut scene = Self { case, stage, before: Vec::new(), after: None };
        fs::create_dir_all(scene.home().join("disk")).map_err(text)?;
        fs::write(scene.aws("config"), CONFIG).map_err(text)?;
        fs::write(scene.aws("credentials"), "").map_err(text)?;
        scene.daypass("login --sso-session corp", None)?;
        scene.daypass("credentials --profile dev", None)?;
        scene.before = match case.before {
            Some(before) => before.as_bytes().to_vec(),
            None => fs::read(scene.file()).map_err(text)?,
        };
        fs::write(scene.file(), &scene.before).map_err(text)?;
        let end = scene.daypass(case.words, None)?;
        let after = fs::read(scene.file()).map_err(text)?;
        if after == scene.before {
            return Err(format!("it changes nothing: {}{}", end.stdout, end.stderr));
        }
        scene.after = case.before.map(|_| after);
        fs::write(scene.file(), &scene.before).map_err(text)?;
        Ok(scene)
    }

    fn tried(&self, place: Place) -> Result<(), String> {
        let prepared = self.prepare(place)?;
        let limit = (place == Place::SizeLimit).then_some(self.before.len() / 512);
        let end = self.daypass(self.case.words, limit);
        let seen = fs::read(self.file()).map_err(text);
        let left = names(&self.folder()).into_iter().filter(|name| name.ends_with(".daypass-tmp")).count();
        drop(prepared);
        fs::write(self.file(), &self.before).map_err(text)?;
        let copies = names(&self.home().join(".local/state/daypass/rescue"));
        let (end, seen) = (end?, seen?);
        let said = format!("exit {:?}\n{}{}", end.status.code(), end.stdout, end.stderr);
        let (is_old, is_new) = (seen == self.before, self.is_new(&seen));
        let fail = |why: &str| Err(format!("{why}, of {} bytes: {said}", seen.len()));
        if !is_old && !is_new {
            return fail("the file is neither old nor new");
        }
        if end.status.success() != is_new {
            return fail("success is said and not so, or the other way round");
        }
        let says_so = UNCHANGED.iter().any(|words| end.stderr.contains(words));
        if says_so != (self.case.is_users && is_old) {
            return fail("what is said of the file is not so, or nothing is said of it");
        }
        if end.stderr.contains("panicked") || end.stderr.contains("may be damaged") {
            return fail("it gave up");
        }
        let is_room = matches!(place, Place::OwnMount | Place::OwnMountInReadOnly);
        if self.case.is_users && is_room && !is_new {
            return fail("it is not written, though there is room");
        }
        if left > 0 || !copies.is_empty() {
            return fail("something is left over");
        }
        Ok(())
    }

    fn is_new(&self, seen: &[u8]) -> bool {
        if let Some(after) = &self.after {
            return seen == after;
        }
        let token: Option<serde_json::Value> = serde_json::from_slice(seen).ok();
        seen != self.before && token.is_some_and(|token| token.get("accessToken").is_some())
    }

    /// What has to live as long as the check.
    fn prepare(&self, place: Place) -> Result<Vec<Mount>, String> {
        let (folder, file) = (self.folder(), self.file());
        let beside = self.home().join("outside");
        fs::create_dir_all(&beside).map_err(text)?;
        let mut mounts = Vec::new();
        match place {
            Place::SizeLimit => {}
            Place::FullDisk => {
                mounts.push(Mount::disk(64, &folder)?);
                fs::write(&file, &self.before).map_err(text)?;
                fill(&folder)?;
            }
            Place::ReadOnly => {
                let mount = Mount::bind(&folder, &folder)?;
                mount.read_only()?;
                mounts.push(mount);
            }
            Place::OwnMount | Place::OwnMountInReadOnly | Place::OwnMountOfFullDisk => {
                if place == Place::OwnMountOfFullDisk {
                    mounts.push(Mount::disk(64, &beside)?);
                }
                let outside = beside.join("file");
                fs::write(&outside, &self.before).map_err(text)?;
                if place == Place::OwnMountOfFullDisk {
                    fill(&beside)?;
                }
                if place == Place::OwnMountInReadOnly {
                    mounts.push(Mount::disk(64, &folder)?);
                    fs::write(&file, "").map_err(text)?;
                }
                let bind = Mount::bind(&outside, &file)?;
                if let (Place::OwnMountInReadOnly, Some(disk)) = (place, mounts.first()) {
                    disk.read_only()?;
                }
                mounts.push(bind);
            }
        }
        // The last one first.
        mounts.reverse();
        Ok(mounts)
    }

    /// daypass on this home; `limit` is the longest file it may make, in blocks of 512 bytes.
    fn daypass(&self, words: &str, limit: Option<usize>) -> Result<Finished, String> {
        let run = match limit {
            None => self.stage.daypass(),
            Some(blocks) => self
                .stage
                .run("sh")
                .args(["-c", &format!("ulimit -f {blocks}; exec \"$0\" \"$@\"")])
                .arg(places::program("daypass")),
        };
        let run = run.env("AWS_CONFIG_FILE", self.aws("config"));
        let run = run.env("AWS_SHARED_CREDENTIALS_FILE", self.aws("credentials"));
        run.args(words.split_whitespace()).finish()
    }

    fn home(&self) -> &Path {
        &self.stage.home
    }

    /// One of the two files of AWS: on a disk of its own where it is what is written.
    fn aws(&self, name: &str) -> PathBuf {
        let is_written = self.case.file == format!("disk/{name}");
        self.home().join(if is_written { "disk" } else { ".aws" }).join(name)
    }

    fn file(&self) -> PathBuf {
        self.home().join(self.case.file)
    }

    fn folder(&self) -> PathBuf {
        self.file().parent().map(Path::to_owned).unwrap_or_default()
    }
}

/// Leaves no byte free.
fn fill(disk: &Path) -> Result<(), String> {
    let mut ballast = fs::File::create(disk.join("ballast")).map_err(text)?;
    while ballast.write_all(&[0; 512]).is_ok() {}
    Ok(())
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn text(error: std::io::Error) -> String {
    error.to_string()
}
