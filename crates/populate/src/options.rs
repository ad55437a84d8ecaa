//! The input of a plan: the rows of a listing, and the options.

use crate::{labels::AccountLabels, template::Template};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use std::collections::{HashMap, HashSet};

/// The key that marks a profile as created by this crate; its value is the session's name.
///
/// No tool reads it, and no sso-session has it: botocore rejects a profile whose keys differ from its session's.
pub const MARKER: &str = "daypass_session";

/// An account of a listing, with the roles that a person may use.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a row of a listing, which callers build")]
pub struct AccountRoles<'a> {
    /// The account's id.
    pub id: &'a AccountId,
    /// The account's name.
    pub name: Option<&'a str>,
    /// The e-mail address of the account's root user.
    pub email: Option<&'a str>,
    /// The roles; `None` if they could not be listed, which leaves the account's profiles unchanged.
    pub roles: Option<&'a [RoleName]>,
}

/// Says which profiles to create, and how.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PopulateOptions {
    /// The session's name.
    pub session: String,
    /// The regions: each role gets one profile per region; if empty, one profile without a region.
    pub regions: Vec<String>,
    /// The template of profile names.
    pub template: Template,
    /// What is said of accounts, by id.
    pub labels: HashMap<String, AccountLabels>,
    /// Globs that include accounts and roles; if empty, all are included.
    pub include: Vec<String>,
    /// Globs that exclude included accounts and roles.
    pub exclude: Vec<String>,
    /// Keys and values for every profile.
    pub set: Vec<(String, String)>,
    /// How profiles refer to the session.
    pub form: ProfileForm,
    /// Whether each profile gets a second profile with `credential_process`, for tools that know no sso-session.
    pub process_profiles: bool,
    /// Whether existing marked profiles get the name that the template gives now. If false, a profile keeps its name as
    /// long as it is in the file.
    pub rename: bool,
}

impl PopulateOptions {
    /// Creates options for one profile per role, without a region, in the native form.
    pub fn new(session: impl Into<String>, template: Template) -> Self {
        Self {
            session: session.into(),
            regions: Vec::new(),
            template,
            labels: HashMap::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            set: Vec::new(),
            form: ProfileForm::Native,
            process_profiles: false,
            rename: false,
        }
    }
}

impl PopulateOptions {
    /// Sets the regions, without duplicates. With more than one, the template gets `{region}` if it lacks it.
    #[must_use]
    pub fn with_regions(mut self, regions: &[String]) -> Self {
        let mut seen = HashSet::new();
        self.regions = regions.iter().filter(|region| seen.insert(region.as_str())).cloned().collect();
        if self.regions.len() > 1 {
            self.template = self.template.with_region();
        }
        self
    }

    /// Adds keys for every profile; a key that is already set gets the new value.
    #[must_use]
    pub fn with_keys(mut self, keys: Vec<(String, String)>) -> Self {
        let names: HashSet<_> = keys.iter().map(|(key, _)| key.clone()).collect();
        self.set.retain(|(key, _)| !names.contains(key));
        self.set.extend(keys);
        self
    }
}

/// How a profile refers to its session.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_enums, reason = "the AWS config file has these two forms")]
pub enum ProfileForm {
    /// By name, with `sso_session`.
    Native,
    /// With the legacy keys `sso_start_url` and `sso_region`, for tools that know no sso-session.
    Legacy(StartUrl, Region),
}
