//! The state of the console's federation endpoint.

use std::{collections::HashMap, time::Duration};

/// Sign-in tokens and their identities.
pub(crate) type SignIns = HashMap<String, ConsoleSignIn>;

/// The identity of a sign-in token, and when it expires in world time.
#[derive(Clone)]
pub(crate) struct ConsoleSignIn {
    pub(crate) arn: String,
    pub(crate) expires_at: Duration,
}
