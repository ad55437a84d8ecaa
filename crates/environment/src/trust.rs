//! Which of the config files are the person's own.

use crate::Paths;
use daypass_credentials::Trust;
use std::{
    fs,
    path::{Path, PathBuf},
};

impl Paths {
    /// Whose word about endpoints counts, with these hosts allowed.
    ///
    /// A config file is the person's own where the AWS tools look for it without being told, and anywhere below `~/.aws`
    /// and `~/.config/aws`; and nobody else may write it. One that AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE names
    /// elsewhere, in a checkout for example, is not.
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
        // The usual file may be a link: the person has made it.
        let is_at_home = path == aws.join(usual)
            || [aws, self.home.join(".config").join("aws")]
                .iter()
                .any(|own| real(path).starts_with(real(own)));
        is_at_home && !daypass_files::others_can_write(path)
    }
}
