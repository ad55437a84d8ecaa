//! What the person has decided about pins: a small file in the state folder.

use crate::{
    error::{Error, Why},
    pin_file::PinFile,
};
use daypass_files::{Lock, WritePolicy, read_own, write_unlinked};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// The longest file of decisions that is read, in bytes: 4 MiB, some 10,000 decisions.
const MOST_BYTES: u64 = 4 << 20;

/// What the person has decided about a pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a person agrees or refuses")]
pub enum Answer {
    /// Follow it, as long as it has this content.
    Trust,
    /// Never follow a pin in this place, whatever its content.
    Never,
}

/// A decision about the pin in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision {
    place: String,
    /// The path at which the pin was when the person decided, for display.
    pub path: String,
    /// The SHA-256 of the content, in hex.
    pub sha256: String,
    /// The answer.
    pub answer: Answer,
}

/// All decisions of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    list: Vec<Decision>,
}

impl Decisions {
    /// Loads the decisions from a state folder; there are none if the file does not exist.
    ///
    /// # Errors
    /// The file cannot be read, is damaged, or others can write it. Then nobody knows what the person has refused.
    pub fn load(state: &Path) -> Result<Self, Error> {
        let path = path_in(state);
        let bytes = read_own(&path, MOST_BYTES).map_err(|error| Error::new(&path, Why::Decisions(error)))?;
        let Some(bytes) = bytes else { return Ok(Self::default()) };
        Self::parse(&bytes).ok_or_else(|| Error::new(&path, Why::Damaged))
    }

    /// Returns the answer for this pin: a refusal of its place, or an agreement to its content there.
    pub fn on(&self, file: &PinFile) -> Option<Answer> {
        let of_place = self.list.iter().find(|decision| decision.place == file.place())?;
        let is_agreed = of_place.answer == Answer::Never || of_place.sha256 == file.digest();
        is_agreed.then_some(of_place.answer)
    }

    /// Returns whether a decision about this place exists, if only for another content.
    pub fn knows(&self, file: &PinFile) -> bool {
        self.list.iter().any(|decision| decision.place == file.place())
    }

    /// Returns all decisions.
    pub fn list(&self) -> &[Decision] {
        &self.list
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let decision = |value: &Value| {
            let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
            let answer = match value.get("answer")?.as_str()? {
                "trust" => Answer::Trust,
                "never" => Answer::Never,
                _ => return None,
            };
            Some(Decision { place: text("place")?, path: text("path")?, sha256: text("sha256")?, answer })
        };
        let list = value.get("decisions")?.as_array()?.iter().map(decision).collect::<Option<_>>()?;
        Some(Self { list })
    }

    fn to_json(&self) -> String {
        let decision = |decision: &Decision| {
            let answer = match decision.answer {
                Answer::Trust => "trust",
                Answer::Never => "never",
            };
            json!({ "place": decision.place, "path": decision.path, "sha256": decision.sha256, "answer": answer })
        };
        let list: Vec<_> = self.list.iter().map(decision).collect();
        json!({ "version": 1, "decisions": list }).to_string()
    }
}

/// Notes an answer about a pin in the state folder, in place of the one before; `None` takes it back. The file is replaced
/// whole, under a lock in `locks`, which is waited for up to `at_most` by calling `sleep`.
///
/// # Errors
/// The file cannot be read or written, or another process holds the lock.
pub fn decide(
    state: &Path,
    locks: &Path,
    file: &PinFile,
    answer: Option<Answer>,
    at_most: Duration,
    sleep: &mut dyn FnMut(Duration),
) -> Result<(), Error> {
    let path = path_in(state);
    let failed = |error| Error::new(&path, Why::Decisions(error));
    let _lock = Lock::acquire(locks, &"pins", "noting a decision about a folder pin", at_most, sleep)
        .map_err(failed)?;
    let mut decisions = Decisions::load(state)?;
    decisions.list.retain(|decision| decision.place != file.place());
    if let Some(answer) = answer {
        decisions.list.push(Decision {
            place: file.place().to_owned(),
            path: file.path().display().to_string(),
            sha256: file.digest().to_owned(),
            answer,
        });
    }
    let written = write_unlinked(&path, decisions.to_json().as_bytes(), WritePolicy::Private);
    written.map(drop).map_err(failed)
}

fn path_in(state: &Path) -> PathBuf {
    state.join("pins.json")
}
