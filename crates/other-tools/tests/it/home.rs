//! A home directory with files of other tools.

use daypass_other_tools::Surroundings;
use std::{fs, path::Path};
use tempfile::TempDir;

/// A home directory that goes with its value.
pub(crate) struct Home(TempDir);

impl Home {
    /// Makes an empty one.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The surroundings of this home, without variables.
    pub(crate) fn around(&self) -> Surroundings {
        Surroundings::new(self.path())
    }

    /// The surroundings of this home with one variable.
    pub(crate) fn with(&self, variable: &str, value: impl Into<String>) -> Surroundings {
        let mut around = self.around();
        around.variables.insert(variable.to_owned(), value.into());
        around
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes the files of another tool")]
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}
