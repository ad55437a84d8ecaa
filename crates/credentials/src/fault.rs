//! What is wrong with the configuration of a profile, as a value: for an error's remedy, and for whoever examines a file.

use daypass_config_parse::SectionName;

/// A section of the config files.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Section {
    /// `[profile NAME]`, `[default]`, or `[NAME]` of the credentials file.
    Profile(String),
    /// `[sso-session NAME]`.
    SsoSession(String),
}

impl Section {
    /// Its name, for the parser and its edits.
    pub fn name(&self) -> SectionName {
        match self {
            Self::Profile(name) => SectionName::profile(name),
            Self::SsoSession(name) => SectionName::sso_session(name),
        }
    }
}

/// What keeps a profile from giving credentials, or a session from being signed in to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No such profile.
    NoProfile {
        /// Its name.
        name: String,
        /// The profile that names it; none where somebody asked for it.
        named_by: Option<String>,
    },
    /// No such sso-session.
    NoSession {
        /// Its name.
        name: String,
        /// The profile that names it; none where somebody asked for it.
        named_by: Option<String>,
    },
    /// No `services` block of this name, and no other endpoint for the service.
    NoServices(String),
    /// Keys that the section needs and does not have.
    Missing {
        /// Where they belong.
        section: Section,
        /// The keys, in the order of documentation.
        keys: Vec<&'static str>,
    },
    /// A value that cannot be one of its key.
    Value {
        /// Where it stands.
        section: Section,
        /// The key.
        key: &'static str,
    },
    /// A profile says something else than its session in this key.
    Contradiction {
        /// The profile.
        profile: String,
        /// The key.
        key: String,
    },
    /// The profile has no source of credentials at all.
    NoSource(String),
    /// The profile's credentials come from something that is not read here: `credential_process` of another program,
    /// `web_identity_token_file`, `login_session`, a `credential_source` of an instance or a container.
    NotServed {
        /// The profile.
        profile: String,
        /// The key.
        key: &'static str,
    },
    /// Both `source_profile` and `credential_source`.
    TwoSources(String),
    /// Profiles that lead back to this one.
    Circle(String),
    /// More profiles lead to one another than are followed.
    TooLong(String),
    /// `credential_source = Environment`, and no keys there.
    NoEnvironmentKeys(String),
    /// An endpoint that no token goes to before the person allows its host: it stands in a file that is not the
    /// person's own, or it is plain http beyond loopback. See [`Trust`](crate::Trust).
    ForeignEndpoint {
        /// The host, with its port where one is given.
        host: String,
    },
}

impl Fault {
    /// Whether it is about the keys of IAM Identity Center.
    pub(crate) fn is_of_sso(&self) -> bool {
        match self {
            Self::Missing { keys, .. } => keys.iter().any(|key| key.starts_with("sso_")),
            Self::Value { key, .. } => key.starts_with("sso_"),
            _ => false,
        }
    }

    /// The section that has to change, where one has.
    pub fn section(&self) -> Option<Section> {
        match self {
            Self::Missing { section, .. } | Self::Value { section, .. } => Some(section.clone()),
            Self::Contradiction { profile, .. }
            | Self::NoSource(profile)
            | Self::NotServed { profile, .. }
            | Self::TwoSources(profile)
            | Self::Circle(profile)
            | Self::TooLong(profile)
            | Self::NoEnvironmentKeys(profile) => Some(Section::Profile(profile.clone())),
            Self::NoProfile { named_by, .. } | Self::NoSession { named_by, .. } => {
                named_by.clone().map(Section::Profile)
            }
            Self::NoServices(_) | Self::ForeignEndpoint { .. } => None,
        }
    }
}
