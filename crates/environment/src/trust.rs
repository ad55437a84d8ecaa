//! Decides which config files are the person's own.

use crate::Paths;
use daypass_credentials::Trust;
use std::{
    fs,
    path::{Path, PathBuf},
};

impl Paths {
    /// Returns which config files may name endpoints, with these allowed hosts.
    ///
    /// A config file is the person's own if it is at its default path, or anywhere below `~/.aws` or `~/.config/aws`,
    /// and only the person can write it. A file elsewhere that AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE names,
    /// for example in a checkout, is not the person's own.
    pub fn trust(&self, allowed: Vec<String>) -> Trust {
        let foreign = |path: &Option<PathBuf>, usual: &str| {
            path.clone().filter(|path| path.exists() && !self.is_own(path, usual))
        };
        Trust {
            foreign_config: foreign(&self.config, "config"),
            foreign_credentials: foreign(&self.credentials, "credentials"),
            allowed,
            ..Trust::default()
        }
    }

    fn is_own(&self, path: &Path, usual: &str) -> bool {
        let aws = self.home.join(".aws");
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        // The file at the default path may be a link, because only the person could make it.
        let is_at_home = path == aws.join(usual)
            || [aws, self.home.join(".config").join("aws")]
                .iter()
                .any(|own| real(path).starts_with(real(own)));
        is_at_home && !daypass_files::others_can_write(path)
    }
}
