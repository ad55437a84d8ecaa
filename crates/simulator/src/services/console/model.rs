//! What the console's federation endpoint has issued.

use std::{collections::HashMap, time::Duration};

/// Sign-in tokens and whom they sign in.
pub(crate) type SignIns = HashMap<String, ConsoleSignIn>;

/// Who may open the console with a sign-in token, and until when in the world's time.
#[derive(Clone)]
pub(crate) struct ConsoleSignIn {
    pub(crate) arn: String,
    pub(crate) expires_at: Duration,
}
