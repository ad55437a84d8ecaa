//! Temporary credentials: whose they are, and until when. The portal issues them, too.

use crate::site::{ids::Ids, organisation::Principal};
use std::{collections::HashMap, time::Duration};

/// Temporary credentials, all but their access key id.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) secret: String,
    pub(crate) token: String,
    pub(crate) principal: Principal,
    /// In the world's time.
    pub(crate) expires_at: Duration,
}

/// Everything issued so far, by access key id.
#[derive(Default, Clone)]
pub(crate) struct Keys(HashMap<String, Key>);

impl Keys {
    /// Issues temporary credentials: the access key id and the rest.
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

    /// All of them end now.
    pub(crate) fn expire(&mut self) {
        self.0.values_mut().for_each(|key| key.expires_at = Duration::ZERO);
    }
}
