//! What is wrong with the configuration of a profile, as a value, for remedies and for the findings of `doctor`.

use daypass_config_parse::SectionName;

/// Why a profile gives no credentials, or a session cannot be signed in to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The profile does not exist.
    NoProfile {
        /// The name of the missing profile.
        name: String,
        /// The profile that names it; `None` if the caller asked for it.
        named_by: Option<String>,
    },
    /// The sso-session does not exist.
    NoSession {
        /// The name of the missing sso-session.
        name: String,
        /// The profile that names it; `None` if the caller asked for it.
        named_by: Option<String>,
    },
    /// The `services` block of this name does not exist, and the service has no other endpoint.
    NoServices(String),
    /// The section lacks required keys.
    Missing {
        /// The section.
        section: SectionName,
        /// The missing keys, in the order of AWS's documentation.
        keys: Vec<&'static str>,
    },
    /// The value of a key is not valid.
    Value {
        /// The section.
        section: SectionName,
        /// The key.
        key: &'static str,
    },
    /// The profile and its sso-session have different values of one key.
    Contradiction {
        /// The profile.
        profile: String,
        /// The key.
        key: String,
    },
    /// This profile has no source of credentials.
    NoSource(String),
    /// The profile has a source that would start a program or send a file, and a config file that is not the person's own
    /// names it. See [`Trust`](daypass_transport::Trust).
    ForeignSource {
        /// The profile.
        profile: String,
        /// The key of the source.
        key: &'static str,
    },
    /// The program of this profile's `credential_process` gives no credentials.
    Process(String),
    /// This profile has both `source_profile` and `credential_source`.
    TwoSources(String),
    /// The chain of `source_profile` leads back to this profile.
    Circle(String),
    /// The chain that begins with this profile has more than a hundred profiles.
    TooLong(String),
    /// This profile has `credential_source`, and the environment has no keys, or no endpoint of a container.
    NoEnvironmentKeys(String),
    /// The profile with this name takes its credentials from the instance, which AWS_EC2_METADATA_DISABLED forbids to ask.
    InstanceNotAsked(String),
    /// No token is sent to the endpoint before the person allows its host, because a file of another user names it, or
    /// because it is plain http beyond loopback. See [`Trust`](daypass_transport::Trust).
    ForeignEndpoint {
        /// The host, with its port if one is given.
        host: String,
    },
}

impl Fault {
    /// Whether the fault is about keys of IAM Identity Center.
    pub fn is_of_sso(&self) -> bool {
        match self {
            Self::Missing { keys, .. } => keys.iter().any(|key| key.starts_with("sso_")),
            Self::Value { key, .. } => key.starts_with("sso_"),
            _ => false,
        }
    }

    /// Returns the section that has to change; `None` for a fault outside a section.
    pub fn section(&self) -> Option<SectionName> {
        match self {
            Self::Missing { section, .. } | Self::Value { section, .. } => Some(section.clone()),
            Self::Contradiction { profile, .. }
            | Self::NoSource(profile)
            | Self::ForeignSource { profile, .. }
            | Self::Process(profile)
            | Self::TwoSources(profile)
            | Self::Circle(profile)
            | Self::TooLong(profile)
            | Self::NoEnvironmentKeys(profile)
            | Self::InstanceNotAsked(profile) => Some(SectionName::profile(profile)),
            Self::NoProfile { named_by, .. } | Self::NoSession { named_by, .. } => {
                named_by.clone().map(SectionName::profile)
            }
            Self::NoServices(_) | Self::ForeignEndpoint { .. } => None,
        }
    }
}
