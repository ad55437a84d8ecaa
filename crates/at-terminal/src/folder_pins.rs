//! The folder pins of a person at a terminal: found, agreed to, written and removed, with a failure that says what to do.

use crate::pin_question::{ask_about_pin, pin_reason, pin_text};
use daypass_environment::Paths;
use daypass_files::Edit;
use daypass_pins::{Answer, Decisions, Error, FILE_NAME, Pin, PinFile, Standing, decide, nearest};
use daypass_reports::Failure;
use daypass_terminal::{Terminal, Text, clean, is_clean};
use daypass_token_cache::PIN_DECISION_LOCK_WAIT;
use std::{
    error::Error as _,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

/// The pins that a person meets in a working folder.
///
/// A [`Failure`] is the person's to fix: a mistake in a pin, or a pin that is not followed.
///
/// ```
/// use daypass_at_terminal::FolderPins;
/// use daypass_environment::Paths;
/// # let home = tempfile::tempdir()?;
///
/// let paths = Paths::below(home.path());
/// let pins = FolderPins::new(&paths, home.path().to_owned(), std::thread::sleep);
/// pins.write(&[("profile", "dev")]).expect("written");
/// let found = pins.followed(|_| false).expect("no mistake").expect("a pin");
/// assert_eq!((found.file.as_str(), found.pin.profile()), ("~/.daypass.toml", Some("dev")));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct FolderPins<'a> {
    paths: &'a Paths,
    folder: PathBuf,
    sleep: fn(Duration),
}

/// A pin that may be followed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FollowedPin {
    /// The path of the file, with `~`.
    pub file: String,
    /// What it chooses.
    pub pin: Pin,
}

impl<'a> FolderPins<'a> {
    /// Creates the pins of this working folder; `sleep` waits for the lock of the decisions.
    pub fn new(paths: &'a Paths, folder: PathBuf, sleep: fn(Duration)) -> Self {
        Self { paths, folder, sleep }
    }

    /// Returns the pin that applies here, if there is one. `is_guarded` says whether what it chooses is guarded.
    ///
    /// # Errors
    /// It has a mistake, cannot be read, or may not be followed before the person has agreed to it.
    pub fn followed(&self, is_guarded: impl Fn(&Pin) -> bool) -> Result<Option<FollowedPin>, Failure> {
        self.agreed(is_guarded, |_, _| Ok::<_, std::convert::Infallible>(None))
            .unwrap_or_else(|never| match never {})
    }

    /// Returns the pin that applies here as [`FolderPins::followed`] does, and asks the person where an agreement is
    /// missing.
    ///
    /// # Errors
    /// The question was cancelled; within, as `followed`.
    pub fn asked(
        &self,
        terminal: &Terminal,
        is_guarded: impl Fn(&Pin) -> bool,
    ) -> Result<Result<Option<FollowedPin>, Failure>, daypass_terminal::Error> {
        self.agreed(is_guarded, |file, (pin, reason)| ask_about_pin(terminal, file, pin, reason))
    }

    fn agreed<E>(
        &self,
        is_guarded: impl Fn(&Pin) -> bool,
        ask: impl Fn(&str, (&Pin, daypass_pins::Reason)) -> Result<Option<Answer>, E>,
    ) -> Result<Result<Option<FollowedPin>, Failure>, E> {
        let found = || {
            let decisions = self.decisions()?;
            let Some(found) = self.nearest(&decisions)? else { return Ok(None) };
            let pin = found.pin().map_err(|error| self.failed(&error))?;
            Ok(Some((decisions, found, pin)))
        };
        let (decisions, found, pin) = match found() {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Ok(None)),
            Err(failure) => return Ok(Err(failure)),
        };
        let file = self.paths.pretty(found.path());
        if let Standing::NeedsTrust(reason) = found.standing(&decisions, is_guarded(&pin)) {
            let answer = ask(&file, (&pin, reason))?;
            if let Some(Err(failure)) = answer.map(|answer| self.decide(&found, Some(answer))) {
                return Ok(Err(failure));
            }
            if answer != Some(Answer::Trust) {
                let message = format!("{file} is not followed: {}", pin_reason(reason));
                let failure = Failure::new(&message).fact("chooses", pin_text(&pin));
                let failure = match decisions.knows(&found) {
                    true => failure.fact("changed", "its content has changed since you agreed to it"),
                    false => failure,
                };
                return Ok(Err(failure.with_command(["daypass", "trust"].map(str::to_owned).to_vec())));
            }
        }
        Ok(Ok(Some(FollowedPin { file, pin })))
    }

    /// Returns what the shell integration reads: the profile, the region and the path of the file that was judged, a
    /// line each, empty for what is not chosen or not followed; and why it is not followed.
    pub fn hook_lines(&self, is_guarded: impl Fn(&Pin) -> bool) -> (Text, Option<String>) {
        let (pin, why) = match self.followed(is_guarded) {
            Ok(found) => (found.map(|found| found.pin).unwrap_or_default(), None),
            Err(failure) => (Pin::default(), Some(format!("{}; see: daypass pin", failure.message()))),
        };
        let file = self.decisions().and_then(|decisions| self.nearest(&decisions)).ok().flatten();
        let file = file.map(|file| file.path().display().to_string());
        let lines = [pin.profile(), pin.region(), file.as_deref()];
        (Text::lines(lines.map(|line| line.filter(|line| is_clean(line)).unwrap_or_default())), why)
    }

    /// Writes choices into the pin of the working folder, and agrees to it. Returns what it chooses, as a sentence.
    ///
    /// # Errors
    /// A choice that is none, a mistake in the file, or a file that cannot be written.
    pub fn write(&self, choices: &[(&str, &str)]) -> Result<String, Failure> {
        let path = self.folder.join(FILE_NAME);
        let edited = Edit::new(&path).apply(
            |before| {
                let text = String::from_utf8_lossy(before);
                let after = Pin::written(&text, choices).map(String::into_bytes);
                after.map_err(|problem| format!("line {}: {}", problem.line, problem.text))
            },
            |_| Ok(()),
        );
        let shown = self.paths.pretty(&path);
        if let Err(error) = edited {
            return Err(
                Failure::new(&format!("cannot write {shown}")).cause(&io::Error::other(error.to_string()))
            );
        }
        let file = self.meant(Some(&self.folder))?;
        // Whoever types a name agrees to it.
        self.decide(&file, Some(Answer::Trust))?;
        let pin = file.pin().map_err(|error| self.failed(&error))?;
        Ok(format!("{shown} chooses {} in this folder and below.", pin_text(&pin)))
    }

    /// Removes the pin of the working folder, and returns that as a sentence.
    ///
    /// # Errors
    /// There is none, or it cannot be removed.
    pub fn remove(&self) -> Result<String, Failure> {
        let path = self.meant(Some(&self.folder))?.path().to_owned();
        let shown = self.paths.pretty(&path);
        let removed = fs::remove_file(&path).map(|()| format!("Removed {shown}."));
        removed.map_err(|error| Failure::new(&format!("cannot remove {shown}")).cause(&error))
    }

    /// Notes an answer about the pin in a folder, or about the one that applies in the working folder; `None` takes a
    /// decision back. Returns what that means, as a sentence.
    ///
    /// # Errors
    /// There is no pin, the one to agree to has a mistake, or the decision cannot be stored.
    pub fn answer(&self, folder: Option<&Path>, answer: Option<Answer>) -> Result<String, Failure> {
        let file = self.meant(folder)?;
        let shown = self.paths.pretty(file.path());
        let said = match answer {
            Some(Answer::Trust) => {
                let pin = file.pin().map_err(|error| self.failed(&error))?;
                format!("{shown} is followed while it has this content: {}.", pin_text(&pin))
            }
            Some(Answer::Never) => format!("{shown} is never followed, whatever its content."),
            None => format!("No decision about {shown} is kept."),
        };
        self.decide(&file, answer).map(|()| said)
    }

    /// Returns the pin in a folder, or the one that applies in the working folder, refused or not.
    fn meant(&self, folder: Option<&Path>) -> Result<PinFile, Failure> {
        let found = match folder {
            Some(folder) => PinFile::read(&self.folder.join(folder)).map_err(|error| self.failed(&error))?,
            None => self.nearest(&Decisions::default())?,
        };
        found.ok_or_else(|| {
            let place = folder.map(|folder| format!("is in {}", clean(&self.paths.pretty(folder))));
            Failure::new(&format!("no {FILE_NAME} {}", place.as_deref().unwrap_or("applies here")))
        })
    }

    fn decisions(&self) -> Result<Decisions, Failure> {
        Decisions::load(&self.paths.state).map_err(|error| self.failed(&error))
    }

    fn nearest(&self, decisions: &Decisions) -> Result<Option<PinFile>, Failure> {
        nearest(&self.folder, &self.paths.home, decisions).map_err(|error| self.failed(&error))
    }

    fn decide(&self, file: &PinFile, answer: Option<Answer>) -> Result<(), Failure> {
        let (state, locks) = (&self.paths.state, self.paths.locks());
        decide(state, &locks, file, answer, PIN_DECISION_LOCK_WAIT, &mut |time| (self.sleep)(time))
            .map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &Error) -> Failure {
        let failure = Failure::new(&error.message(&self.paths.pretty(error.path())));
        error.source().into_iter().fold(failure, Failure::cause)
    }
}
