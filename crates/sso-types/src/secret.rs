//! Secret strings: redacted in `Debug`, without `Display`, zeroed on drop, readable only by `expose`.

use std::fmt;
use zeroize::Zeroize as _;

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Wraps the secret. Copies that the caller made before are not zeroed.
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// Returns the secret itself. Review each call: the secret may go to AWS or into a file of mode 0600, never
            /// into a log, an error or an argument list.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }
    )*};
}

secret! {
    /// The access token of a sign-in (`accessToken`): a bearer token for the portal's API until it expires.
    AccessToken,
    /// The refresh token of a sign-in (RFC 6749, section 1.5).
    RefreshToken,
    /// The secret of a client registration (`clientSecret`).
    ClientSecret,
    /// The device code of a device grant (RFC 8628, section 3.2). The user code is not secret.
    DeviceCode,
    /// The authorization code that the browser brings to the callback (RFC 6749, section 4.1.2).
    AuthorizationCode,
    /// The PKCE code verifier (RFC 7636, section 4.1).
    CodeVerifier,
    /// An id token (OpenID Connect Core, section 2): that of a console sign-in, which names the person, or that of a pod or a
    /// CI job.
    IdToken,
    /// The private key of DPoP proofs (RFC 9449) as PEM text; whoever has it and the refresh token has the session.
    DpopKey,
    /// The secret access key of role credentials.
    SecretAccessKey,
    /// The session token of role credentials.
    SessionToken,
}
