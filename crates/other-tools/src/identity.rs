//! The role that a profile is for, as keys, arguments of a process, or another profile say.

use daypass_config_parse::Section;

/// A role of a portal, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The sso-session that is named.
    pub(crate) session: Option<String>,
    pub(crate) start_url: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) role: Option<String>,
}

impl Identity {
    /// Reads the keys `sso_…`, or with another prefix those of a tool.
    pub(crate) fn of(profile: &Section<'_>, prefix: &str) -> Self {
        Self::from(|key| {
            let name = if key == "sso_session" { key.to_owned() } else { format!("{prefix}{key}") };
            profile.get(&name).map(str::to_owned)
        })
    }

    /// Reads keys by a function; an empty value counts as none.
    pub(crate) fn from(get: impl Fn(&str) -> Option<String>) -> Self {
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

    /// Fills in what is not known.
    pub(crate) fn or(self, other: Self) -> Self {
        let has_portal = self.session.is_some() || self.start_url.is_some();
        Self {
            session: if has_portal { self.session } else { other.session },
            start_url: self.start_url.or(if has_portal { None } else { other.start_url }),
            region: self.region.or(other.region),
            account: self.account.or(other.account),
            role: self.role.or(other.role),
        }
    }

    /// Whether neither an account nor a role is known.
    pub(crate) fn is_nobody(&self) -> bool {
        self.account.is_none() && self.role.is_none()
    }

    /// Whether it was only good for a sign-in: a portal without a role.
    pub(crate) fn is_login_only(&self) -> bool {
        self.role.is_none() && (self.session.is_some() || (self.start_url.is_some() && self.region.is_some()))
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    /// Lists what is missing, in words.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
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
pub(crate) fn without_comment(value: &str) -> &str {
    let ends = [" #", " ;", "\t#", "\t;"].into_iter().filter_map(|mark| value.find(mark)).min();
    ends.and_then(|end| value.get(..end)).map_or(value, str::trim_end)
}
