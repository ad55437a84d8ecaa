//! The two flows of `aws login`: the browser on this device, or on another one (`--remote`).

use daypass_transport::Endpoint;

/// The client id of the flow on the same device. It says `arn:aws:` in every partition.
pub const SAME_DEVICE_CLIENT: &str = "arn:aws:signin:::devtools/same-device";

/// The client id of the flow on another device. It says `arn:aws:` in every partition.
pub const CROSS_DEVICE_CLIENT: &str = "arn:aws:signin:::devtools/cross-device";

/// The path on loopback to which the browser returns.
pub const REDIRECT_PATH: &str = "/oauth/callback";

/// Where the browser is. There is no registration: AWS has one public client for each flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the two clients that AWS has for people")]
pub enum Flow {
    /// The browser runs on this device and returns to a listener on `127.0.0.1`.
    SameDevice {
        /// The port of the listener.
        port: u16,
    },
    /// The browser runs anywhere. A page of AWS shows a code, which the person carries over.
    CrossDevice,
}

impl Flow {
    /// Returns the client id, which the refresh requests of the session have as well.
    pub fn client_id(self) -> &'static str {
        match self {
            Self::SameDevice { .. } => SAME_DEVICE_CLIENT,
            Self::CrossDevice => CROSS_DEVICE_CLIENT,
        }
    }

    /// Returns the redirect URI, which both the authorize URL and the token request have.
    ///
    /// ```
    /// use daypass_console_login::Flow;
    /// use daypass_transport::Endpoint;
    /// let endpoint = Endpoint::custom("https://us-east-2.signin.aws.amazon.com")?;
    /// let uri = |flow: Flow| flow.redirect_uri(&endpoint);
    /// assert_eq!(uri(Flow::SameDevice { port: 4242 }), "http://127.0.0.1:4242/oauth/callback");
    /// assert_eq!(uri(Flow::CrossDevice), "https://us-east-2.signin.aws.amazon.com/v1/sessions/confirmation");
    /// # Ok::<(), daypass_transport::InvalidEndpoint>(())
    /// ```
    pub fn redirect_uri(self, endpoint: &Endpoint) -> String {
        match self {
            Self::SameDevice { port } => format!("http://127.0.0.1:{port}{REDIRECT_PATH}"),
            Self::CrossDevice => format!("{}/v1/sessions/confirmation", endpoint.origin()),
        }
    }
}
