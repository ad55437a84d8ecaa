//! The state of OIDC: registrations, codes, sessions, tokens.

use std::{collections::HashMap, time::Duration};

/// Everything that OIDC has issued. All times are world times.
#[derive(Default, Clone)]
pub(crate) struct Oidc {
    pub(crate) registrations: HashMap<String, Registration>,
    /// By device code.
    pub(crate) devices: HashMap<String, Device>,
    /// By authorization code.
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) access_tokens: HashMap<String, Access>,
    pub(crate) refresh_tokens: HashMap<String, Refresh>,
}

#[derive(Clone)]
pub(crate) struct Registration {
    pub(crate) secret: String,
    pub(crate) name: String,
    pub(crate) scopes: Vec<String>,
    /// The requested grant types; empty means the device grant.
    pub(crate) grant_types: Vec<String>,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) expires_at: Duration,
}

/// The decision of a person about a sign-in.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    Pending,
    Allowed { user: String },
    Denied,
}

#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) user_code: String,
    pub(crate) client_id: String,
    pub(crate) expires_at: Duration,
    pub(crate) interval: u64,
    /// When the last poll was counted.
    pub(crate) polled_at: Duration,
    /// How many polls may come at once.
    pub(crate) polls_left: f64,
    pub(crate) decision: Decision,
}

#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) user: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires_at: Duration,
    /// The session that the code was redeemed for.
    pub(crate) session: Option<usize>,
}

/// One sign-in of one user, identified by its index in `Oidc::sessions`.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) user: String,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) ends_at: Duration,
    pub(crate) is_over: bool,
}

#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) session: usize,
    pub(crate) expires_at: Duration,
}

#[derive(Clone)]
pub(crate) struct Refresh {
    pub(crate) session: usize,
    pub(crate) is_spent: bool,
}

impl Oidc {
    /// Returns the device code of a user code, ignoring case and separators.
    pub(crate) fn device_code(&self, typed: &str) -> Option<&str> {
        let plain = |code: &str| -> String {
            code.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect()
        };
        let wanted = plain(typed);
        let found = self.devices.iter().find(|(_, device)| plain(&device.user_code) == wanted);
        found.map(|(code, _)| code.as_str())
    }
}
