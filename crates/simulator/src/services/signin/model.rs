//! The state of console sign-ins: codes, sessions, refresh tokens, proofs seen.

use crate::site::organisation::Principal;
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

/// Everything that the console's sign-in has issued. All times are world times.
#[derive(Default, Clone)]
pub(crate) struct Signin {
    /// By authorization code.
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) refresh_tokens: HashMap<String, Refresh>,
    /// The ids of the proofs that were accepted.
    pub(crate) proofs: HashSet<String>,
}

#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) user: String,
    pub(crate) expires_at: Duration,
    pub(crate) is_spent: bool,
}

/// One console sign-in, identified by its index in [`Signin::sessions`].
#[derive(Clone)]
pub(crate) struct Session {
    /// `arn:aws:signin:REGION:ACCOUNT:session/UUID`.
    pub(crate) arn: String,
    pub(crate) principal: Principal,
    pub(crate) client_id: String,
    /// The thumbprint of the key of its proofs (RFC 7638).
    pub(crate) thumbprint: String,
    pub(crate) region: String,
    pub(crate) issued_at: Duration,
    pub(crate) last_used_at: Duration,
    pub(crate) ends_at: Duration,
    pub(crate) is_over: bool,
}

#[derive(Clone)]
pub(crate) struct Refresh {
    pub(crate) session: usize,
    /// When it was used first.
    pub(crate) used_at: Option<Duration>,
}

impl Session {
    pub(crate) fn is_live(&self, now: Duration) -> bool {
        !self.is_over && self.ends_at > now
    }
}

impl Signin {
    pub(crate) fn live(&self, now: Duration) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(move |session| session.is_live(now))
    }

    pub(crate) fn end_sessions(&mut self) {
        self.sessions.iter_mut().for_each(|session| session.is_over = true);
    }
}
