//! Secret strings: redacted in `Debug`, without `Display`, zeroed when dropped, read through `expose` alone.

use std::fmt;
use zeroize::Zeroize as _;

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Takes the secret over.
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// The secret itself. Each call is a place to review: it may go to AWS or into an owner-only
            /// file, never into a log, an error or an argument list.
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
    /// The bearer token of a sign-in (`accessToken`), good for the portal's API until it expires.
    AccessToken,
    /// The refresh token of a sign-in (RFC 6749, section 1.5).
    RefreshToken,
    /// The secret of a client registration (`clientSecret`).
    ClientSecret,
    /// The device code of a device grant (RFC 8628, section 3.2); the user code is not secret.
    DeviceCode,
    /// The authorization code that the browser brings back (RFC 6749, section 4.1.2).
    AuthorizationCode,
    /// The PKCE code verifier (RFC 7636, section 4.1).
    CodeVerifier,
    /// The secret access key of role credentials.
    SecretAccessKey,
    /// The session token of role credentials.
    SessionToken,
}
