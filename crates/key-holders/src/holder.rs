//! What holds the keys of a vault, as a value that a settings file can have.

use crate::{
    Error, ErrorKind, Questions, RunHelper, Site, command,
    helper::{self, Action},
    item::is_name,
    key_file,
};
use daypass_seal::KeyRing;
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf, str::FromStr};

/// What holds the keys of a vault. As JSON it is `{"file":"/path"}`, `{"helper":"secret-service"}` or
/// `{"command":{"get":["op","read","op://Private/daypass/key"]}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", try_from = "Unchecked")]
#[non_exhaustive]
pub enum Holder {
    /// A file with the keys in plain.
    File(PathBuf),
    /// The helper program `daypass-key-NAME` of this name.
    Helper(String),
    /// Commands of another tool.
    Command(Command),
}

/// Commands of a tool that keeps secrets: each the program and its arguments, run without a shell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what can be done with a secret; built by callers")]
pub struct Command {
    /// Prints the keys: `op read …`, `pass show …`, `age -d …`.
    pub get: Vec<String>,
    /// Reads the keys from standard input and keeps them; empty if a person does that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub store: Vec<String>,
    /// Removes the keys; empty if a person does that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erase: Vec<String>,
}

/// The text names no holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidHolder(());

impl Holder {
    /// Gets the keys.
    ///
    /// Blocks for up to [`SILENT_TIME_LIMIT`](crate::SILENT_TIME_LIMIT) or, with questions,
    /// [`ASKING_TIME_LIMIT`](crate::ASKING_TIME_LIMIT): hold no lock.
    ///
    /// # Errors
    /// Any [`ErrorKind`] but `ReadOnly`.
    pub fn get(
        &self,
        site: &Site<'_>,
        runner: &dyn RunHelper,
        questions: Questions,
    ) -> Result<KeyRing, Error> {
        match self {
            Self::File(path) => key_file::get(path),
            Self::Command(command) => command::get(&command.get, runner, questions),
            Self::Helper(name) => helper::ask(name, Action::Get, site, runner, questions)?
                .ok_or_else(|| Error::new(ErrorKind::BadAnswer, self.to_string(), "answers without keys")),
        }
    }

    /// Stores the keys in place of those that the holder may have, and reads them back: what returns without an error is kept.
    ///
    /// Blocks for up to twice as long as [`Holder::get`].
    ///
    /// # Errors
    /// Any [`ErrorKind`]; `BadAnswer` if something else is read back.
    pub fn store(
        &self,
        site: &Site<'_>,
        keys: &KeyRing,
        runner: &dyn RunHelper,
        questions: Questions,
    ) -> Result<(), Error> {
        let text = keys.to_text();
        match self {
            Self::File(path) => key_file::store(path, keys)?,
            Self::Command(command) if command.store.is_empty() => {
                return Err(Error::new(
                    ErrorKind::ReadOnly,
                    self.to_string(),
                    "has no command that stores keys",
                ));
            }
            Self::Command(command) => command::tell(&command.store, text.as_bytes(), runner, questions)?,
            Self::Helper(name) => {
                helper::ask(name, Action::Store(&text), site, runner, questions)?;
            }
        }
        // A comparison of two texts that are both ours: nobody learns from how long it takes.
        match self.get(site, runner, questions) {
            Ok(kept) if kept.to_text() == text => Ok(()),
            Ok(_) => Err(Error::new(ErrorKind::BadAnswer, self.to_string(), "did not keep the keys")),
            Err(error) if error.kind() == ErrorKind::NoKeys => {
                Err(Error::new(ErrorKind::BadAnswer, self.to_string(), "did not keep the keys")
                    .with_source(error))
            }
            Err(error) => Err(error),
        }
    }

    /// Erases the keys. A holder that has none has done it.
    ///
    /// # Errors
    /// Any [`ErrorKind`] but `NoKeys`.
    pub fn erase(&self, site: &Site<'_>, runner: &dyn RunHelper, questions: Questions) -> Result<(), Error> {
        let erased = match self {
            Self::File(path) => key_file::erase(path),
            Self::Command(command) if command.erase.is_empty() => {
                Err(Error::new(ErrorKind::ReadOnly, self.to_string(), "has no command that erases keys"))
            }
            Self::Command(command) => command::tell(&command.erase, b"", runner, questions),
            Self::Helper(name) => helper::ask(name, Action::Erase, site, runner, questions).map(drop),
        };
        erased.or_else(|error| if error.kind() == ErrorKind::NoKeys { Ok(()) } else { Err(error) })
    }
}

/// A key file as `file:PATH`, with an absolute path; a helper by its name. A command has no text; see the JSON.
impl FromStr for Holder {
    type Err = InvalidHolder;

    fn from_str(text: &str) -> Result<Self, InvalidHolder> {
        match text.strip_prefix("file:") {
            Some(path) => Unchecked::File(path.into()).try_into(),
            None => Unchecked::Helper(text.to_owned()).try_into(),
        }
    }
}

/// What a person calls it: the file, the helper program, or the program of the command.
impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "the key file {}", path.display()),
            Self::Helper(name) => write!(f, "daypass-key-{name}"),
            Self::Command(command) => f.write_str(command::name(&command.get)),
        }
    }
}

/// A holder as somebody wrote it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Unchecked {
    File(PathBuf),
    Helper(String),
    Command(Command),
}

impl TryFrom<Unchecked> for Holder {
    type Error = InvalidHolder;

    fn try_from(unchecked: Unchecked) -> Result<Self, InvalidHolder> {
        let is_program = |words: &[String]| words.first().is_some_and(|word| !word.is_empty());
        match unchecked {
            Unchecked::File(path) if path.is_absolute() => Ok(Self::File(path)),
            Unchecked::Helper(name) if is_name(&name, 32) => Ok(Self::Helper(name)),
            Unchecked::Command(command)
                if is_program(&command.get)
                    && [&command.store, &command.erase].iter().all(|it| it.is_empty() || is_program(it)) =>
            {
                Ok(Self::Command(command))
            }
            _ => Err(InvalidHolder(())),
        }
    }
}

impl fmt::Display for InvalidHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a holder of keys is file:PATH with an absolute path, or NAME of a program daypass-key-NAME",
        )
    }
}

impl std::error::Error for InvalidHolder {}
