//! What is asked for: the listing's rows, and the options.

use crate::template::Template;
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use std::collections::HashSet;

/// The key that marks a profile as ours; its value is the session. No tool reads it, and no sso-session has it,
/// which matters to botocore: it compares every key that a profile and its session share.
pub const MARKER: &str = "daypass_session";

/// An account that a person may enter, and the roles there.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a row of a listing, which callers make of what they have")]
pub struct AccountRoles<'a> {
    /// The account's id.
    pub id: &'a AccountId,
    /// The account's name.
    pub name: Option<&'a str>,
    /// The e-mail address of the account's root user.
    pub email: Option<&'a str>,
    /// The roles; `None` where they could not be listed: then nothing of this account changes.
    pub roles: Option<&'a [RoleName]>,
}

/// What is wanted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The session's name.
    pub session: String,
    /// A profile for each of these; without any, profiles without a region.
    pub regions: Vec<String>,
    /// How profiles are called.
    pub template: Template,
    /// Globs; without any, everything.
    pub include: Vec<String>,
    /// Globs that take out again.
    pub exclude: Vec<String>,
    /// Keys for every profile.
    pub set: Vec<(String, String)>,
    /// How profiles find their session.
    pub form: Form,
    /// Whether each profile gets one beside it, for tools that read `credential_process` but no sso-session.
    pub process_profiles: bool,
    /// Whether profiles of ours get the names that the template gives today. Without it a name stays with its account and
    /// role for as long as it stands in the file.
    pub rename: bool,
}

impl Options {
    /// Asks for a profile of this session for every role, without a region, under the names that the template gives.
    pub fn new(session: impl Into<String>, template: Template) -> Self {
        Self {
            session: session.into(),
            regions: Vec::new(),
            template,
            include: Vec::new(),
            exclude: Vec::new(),
            set: Vec::new(),
            form: Form::Native,
            process_profiles: false,
            rename: false,
        }
    }
}

impl Options {
    /// Returns the options with a profile for each of these regions, each once, in the order given. Where there are several
    /// the names tell the region.
    #[must_use]
    pub fn with_regions(mut self, regions: &[String]) -> Self {
        let mut seen = HashSet::new();
        self.regions = regions.iter().filter(|region| seen.insert(region.as_str())).cloned().collect();
        if self.regions.len() > 1 {
            self.template = self.template.with_region();
        }
        self
    }

    /// Returns the options with these keys for every profile; of one that is there already the value is the new one.
    #[must_use]
    pub fn with_keys(mut self, keys: Vec<(String, String)>) -> Self {
        let names: HashSet<_> = keys.iter().map(|(key, _)| key.clone()).collect();
        self.set.retain(|(key, _)| !names.contains(key));
        self.set.extend(keys);
        self
    }
}

/// How a profile finds its session.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_enums, reason = "the AWS configuration has these two forms")]
pub enum Form {
    /// `sso_session`.
    Native,
    /// The keys of old tools instead, never beside.
    Legacy(StartUrl, Region),
}
