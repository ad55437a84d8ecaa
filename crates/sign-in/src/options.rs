//! How to sign in.

use std::time::Duration;

/// The ways to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Flow {
    /// A browser on this machine: authorization code with PKCE, over a redirect to loopback.
    Browser,
    /// A code that is typed, or an address that is opened, on any device.
    Device,
}

/// How to sign in; the default is what fits the place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Which flow. Where it is not said, the browser's if [`Person::has_browser`](crate::Person::has_browser). A profile
    /// without a session has the device flow alone, as in every AWS tool.
    pub flow: Option<Flow>,
    /// The port that the browser comes back to, for forwarded ports; a free one where it is not said.
    pub callback_port: Option<u16>,
    /// How long the person, or another process's sign-in, may take; ten minutes, or as long as the device code is
    /// good, where it is not said.
    pub timeout: Option<Duration>,
    /// What the browser's page calls this program, before the session's name; `daypass-client` where it is not said.
    pub client_name: Option<String>,
}
