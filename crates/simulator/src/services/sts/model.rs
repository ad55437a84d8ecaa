//! Temporary credentials, which the portal issues, too: their identity and expiry.

use crate::site::{ids::Ids, organisation::Principal};
use std::{collections::HashMap, time::Duration};

/// Temporary credentials without their access key id.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) secret: String,
    pub(crate) token: String,
    pub(crate) principal: Principal,
    /// The expiry in world time.
    pub(crate) expires_at: Duration,
}

/// All issued credentials, by access key id.
#[derive(Default, Clone)]
pub(crate) struct Keys(HashMap<String, Key>);

impl Keys {
    /// Issues temporary credentials and returns them with their access key id.
    pub(crate) fn issue(
        &mut self,
        ids: &mut Ids,
        principal: Principal,
        expires_at: Duration,
    ) -> (String, Key) {
        let id = ids.unique_id("ASIA");
        let key = Key {
            secret: ids.opaque("secret access key", 30),
            token: ids.opaque("session token", 240),
            principal,
            expires_at,
        };
        self.0.insert(id.clone(), key.clone());
        (id, key)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Key> {
        self.0.get(id)
    }

    /// Expires all credentials.
    pub(crate) fn expire(&mut self) {
        self.0.values_mut().for_each(|key| key.expires_at = Duration::ZERO);
    }
}
