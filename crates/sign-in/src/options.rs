//! Options of a sign-in: flow, callback port, timeout, client name.

use std::time::Duration;

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Flow {
    /// A browser on this machine: authorization code with PKCE (RFC 7636) over a loopback redirect (RFC 8252).
    Browser,
    /// A code that is typed at an address on any device (RFC 8628).
    Device,
}

/// Options of a sign-in; the default chooses everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The flow; `None` takes the browser if [`Person::has_browser`](crate::Person::has_browser), else the device flow.
    ///
    /// An unnamed session (legacy profile) always uses the device flow, as in the AWS CLI.
    pub flow: Option<Flow>,
    /// The port of the redirect URI, for a browser behind a forwarded port; `None` takes a free port.
    pub callback_port: Option<u16>,
    /// How long the person or another process's sign-in may take; `None` waits 10 min, or until the device code
    /// expires.
    pub timeout: Option<Duration>,
    /// The name of this program on the portal's approval page, before the session's name; `None` is `daypass-client`.
    pub client_name: Option<String>,
}
