//! The role that a profile is for, as keys, arguments of a process, or another profile say.

use daypass_config_parse::Section;

/// A role of a portal, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The sso-session that is named.
    pub session: Option<String>,
    /// The start URL of the portal, as it is written.
    pub start_url: Option<String>,
    /// The region of the portal.
    pub region: Option<String>,
    /// The id of the account, as it is written.
    pub account: Option<String>,
    /// The name of the role.
    pub role: Option<String>,
}

impl Identity {
    /// Reads the keys `sso_…` of a profile, or with a prefix those of a tool: `granted_` for `granted_sso_…`.
    pub fn of(profile: &Section<'_>, prefix: &str) -> Self {
        Self::from(|key| {
            let name = if key == "sso_session" { key.to_owned() } else { format!("{prefix}{key}") };
            profile.get(&name).map(str::to_owned)
        })
    }

    /// Reads the keys `sso_session`, `sso_start_url`, `sso_region`, `sso_account_id` and `sso_role_name` by a function; an
    /// empty value counts as none.
    pub fn from(get: impl Fn(&str) -> Option<String>) -> Self {
        let get = |key: &str| {
            get(key).map(|value| without_comment(&value).to_owned()).filter(|value| !value.is_empty())
        };
        Self {
            session: get("sso_session"),
            start_url: get("sso_start_url"),
            region: get("sso_region"),
            account: get("sso_account_id"),
            role: get("sso_role_name"),
        }
    }

    /// Fills in what is not known; a portal is taken whole, from one of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let has_portal = self.session.is_some() || self.start_url.is_some();
        Self {
            session: if has_portal { self.session } else { other.session },
            start_url: self.start_url.or(if has_portal { None } else { other.start_url }),
            region: self.region.or(other.region),
            account: self.account.or(other.account),
            role: self.role.or(other.role),
        }
    }

    /// Whether no more than a region is known.
    pub fn is_region_only(&self) -> bool {
        *self == Self { region: self.region.clone(), ..Self::default() }
    }

    /// Whether neither an account nor a role is known.
    pub fn is_nobody(&self) -> bool {
        self.account.is_none() && self.role.is_none()
    }

    /// Whether it was only good for a sign-in: a portal without a role.
    pub fn is_login_only(&self) -> bool {
        self.role.is_none() && (self.session.is_some() || (self.start_url.is_some() && self.region.is_some()))
    }

    /// Whether nothing is missing: account, role, and the portal.
    pub fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    /// Returns what is missing, in words such as `role name`.
    pub fn missing(&self) -> Vec<&'static str> {
        let has_session = self.session.is_some();
        [
            ("account", self.account.is_some()),
            ("role name", self.role.is_some()),
            ("start URL", has_session || self.start_url.is_some()),
            ("region of the portal", has_session || self.region.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, is_there)| (!is_there).then_some(name))
        .collect()
    }
}

/// Returns a value without a comment after it, which the AWS CLI takes for a part of the value.
pub fn without_comment(value: &str) -> &str {
    let ends = [" #", " ;", "\t#", "\t;"].into_iter().filter_map(|mark| value.find(mark)).min();
    ends.and_then(|end| value.get(..end)).map_or(value, str::trim_end)
}
