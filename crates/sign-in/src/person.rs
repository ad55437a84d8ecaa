//! The person who signs in, as the library sees them.

use crate::{Error, Event, Invitation};
use daypass_sso_types::WebAddress;
use daypass_token_cache::Token;
use daypass_transport::BoxFuture;
use std::{fmt, future::pending, time::SystemTime};

/// Shows a person what to do. All methods but [`Person::show`] have a default that does nothing.
///
/// They are called from within [`SignIn::run`](crate::SignIn::run), one at a time: what takes long belongs on another
/// thread.
///
/// ```
/// use daypass_sign_in::{Invitation, Person};
///
/// struct Terminal;
///
/// impl Person for Terminal {
///     fn show(&self, invitation: &Invitation<'_>) {
///         eprintln!("{invitation}");
///     }
/// }
/// ```
pub trait Person: Send + Sync {
    /// Whether there is anybody to ask. Where not, a sign-in that is not approved already ends at once, with
    /// [`ErrorKind::NobodyToAsk`](crate::ErrorKind::NobodyToAsk).
    fn is_there(&self) -> bool {
        true
    }

    /// Whether a browser can be opened here; decides between the flows.
    fn has_browser(&self) -> bool {
        false
    }

    /// Opens an address in a browser, without waiting for it to close. Whether one was started.
    fn open(&self, _address: &WebAddress) -> bool {
        false
    }

    /// Shows what the person has to do.
    fn show(&self, invitation: &Invitation<'_>);

    /// Is polled beside the wait for the person, at the latest until then: to show the time left, say. Where it ends,
    /// it gives the address that the browser ended up at, brought by hand because the browser is on another machine;
    /// then it is called again if that was not it. Dropped when the wait is over.
    fn wait(&self, _until: SystemTime) -> BoxFuture<'_, String> {
        Box::pin(pending())
    }

    /// The sign-in of the person who was asked has ended so. What it gives stands on the browser's last page.
    fn done(&self, _result: Result<&Token, &Error>) -> Option<String> {
        None
    }

    /// A step of the sign-in, for logs and for programs.
    fn event(&self, _event: &Event<'_>) {}
}

impl fmt::Debug for dyn Person + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person")
    }
}
