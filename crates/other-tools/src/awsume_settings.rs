//! The settings of awsume, as they stand in its file.

use crate::{Error, Surroundings, yaml::Yaml};
use std::path::PathBuf;

/// The settings of awsume.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsumeSettings {
    /// The file.
    pub path: PathBuf,
    /// What stands in it: a map of settings.
    pub root: Yaml,
}

impl AwsumeSettings {
    /// Reads the file; `None` if it does not exist.
    ///
    /// # Errors
    /// The file cannot be read, or is not YAML.
    pub fn read(around: &Surroundings) -> Result<Option<Self>, Error> {
        let path = around.awsume_settings();
        let Some(text) = Surroundings::read(&path)? else { return Ok(None) };
        let root = Yaml::parse(&path, &text)?;
        Ok(Some(Self { path, root }))
    }
}
