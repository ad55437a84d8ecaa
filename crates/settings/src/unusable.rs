//! Why a settings file cannot be used, in words.

use crate::value::SettingProblem;
use std::{error::Error, fmt};

/// Why a settings file cannot be used: it cannot be read, or has mistakes.
#[derive(Debug)]
pub struct UnusableSettings(pub(crate) Why);

#[derive(Debug)]
pub(crate) enum Why {
    Unreadable(Box<dyn Error + Send + Sync>),
    /// By line, one at least.
    Mistaken(Vec<SettingProblem>),
}

impl UnusableSettings {
    /// Returns the sentence about the file that is called so, with the first mistake.
    pub fn message(&self, file: &str) -> String {
        match self.mistakes().first() {
            Some(first) => format!("{file}:{}: {}", first.line, first.text),
            None => format!("the settings in {file} cannot be read"),
        }
    }

    /// Returns the mistakes after the first, in one line; `None` if there are no more.
    pub fn further(&self) -> Option<String> {
        let further = self.mistakes().iter().skip(1);
        let further: Vec<_> = further.map(|one| format!("line {}: {}", one.line, one.text)).collect();
        (!further.is_empty()).then(|| further.join("; "))
    }

    /// Returns every problem with its line, from 1; a file that cannot be read has one.
    pub fn problems(&self) -> Vec<(usize, String)> {
        match &self.0 {
            Why::Unreadable(error) => vec![(1, format!("the settings cannot be read: {error}"))],
            Why::Mistaken(mistakes) => mistakes.iter().map(|one| (one.line, one.text.clone())).collect(),
        }
    }

    fn mistakes(&self) -> &[SettingProblem] {
        if let Why::Mistaken(mistakes) = &self.0 { mistakes } else { &[] }
    }
}

impl fmt::Display for UnusableSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message("the file"))
    }
}

impl Error for UnusableSettings {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        if let Why::Unreadable(error) = &self.0 { Some(error.as_ref()) } else { None }
    }
}
