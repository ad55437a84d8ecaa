//! Why a settings file cannot be used, in words.

use crate::{UserSettings, value::SettingProblem};
use std::{error::Error, fmt};

/// Why a settings file cannot be used: it cannot be read, or has mistakes.
#[derive(Debug)]
pub struct UnusableSettings {
    /// `None` if the file was read.
    unreadable: Option<Box<dyn Error + Send + Sync>>,
    /// The mistakes, by line; one of them unless the file cannot be read.
    mistakes: Vec<SettingProblem>,
}

impl UnusableSettings {
    /// Returns the sentence about the file that is called so, with the first mistake.
    pub fn message(&self, file: &str) -> String {
        match self.mistakes.first() {
            Some(first) => format!("{file}:{}: {}", first.line, first.text),
            None => format!("the settings in {file} cannot be read"),
        }
    }

    /// Returns the mistakes after the first, in one line; `None` if there are no more.
    pub fn further(&self) -> Option<String> {
        let further = self.mistakes.iter().skip(1);
        let further: Vec<_> = further.map(|one| format!("line {}: {}", one.line, one.text)).collect();
        (!further.is_empty()).then(|| further.join("; "))
    }

    /// Returns every problem with its line, from 1; a file that cannot be read has one.
    pub fn problems(&self) -> Vec<(usize, String)> {
        let unreadable =
            self.unreadable.iter().map(|error| (1, format!("the settings cannot be read: {error}")));
        unreadable.chain(self.mistakes.iter().map(|one| (one.line, one.text.clone()))).collect()
    }
}

impl fmt::Display for UnusableSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message("the file"))
    }
}

impl Error for UnusableSettings {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.unreadable.as_deref()?)
    }
}

impl UserSettings {
    /// Parses what was read of a file; `None` if there is no file.
    ///
    /// ```
    /// use daypass_settings::UserSettings;
    ///
    /// let read = |bytes: &[u8]| UserSettings::from_file(Ok::<_, std::io::Error>(Some(bytes.to_vec())));
    /// assert!(read(b"browser = 'firefox'\n").is_ok());
    /// let mistaken = read(b"tempalte = 'x'\n").expect_err("no such setting");
    /// assert!(mistaken.message("~/s.toml").starts_with("~/s.toml:1: "));
    /// let unreadable = read(b"\xff").expect_err("no UTF-8");
    /// assert_eq!(unreadable.message("~/s.toml"), "the settings in ~/s.toml cannot be read");
    /// ```
    ///
    /// # Errors
    /// The error of the reader, text that is not UTF-8, or every mistake.
    pub fn from_file<E: Error + Send + Sync + 'static>(
        read: Result<Option<Vec<u8>>, E>,
    ) -> Result<Option<Self>, UnusableSettings> {
        let unreadable = |error: Box<dyn Error + Send + Sync>| UnusableSettings {
            unreadable: Some(error),
            mistakes: Vec::new(),
        };
        let Some(bytes) = read.map_err(|error| unreadable(error.into()))? else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|error| unreadable(error.into()))?;
        let settings = Self::parse(&text);
        settings.map(Some).map_err(|mistakes| UnusableSettings { unreadable: None, mistakes })
    }
}
