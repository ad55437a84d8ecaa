//! The `Person` trait: how a program shows a sign-in to the person who signs in.

use crate::{Error, Event, Invitation};
use daypass_sso_types::WebAddress;
use daypass_token_cache::Token;
use daypass_transport::BoxFuture;
use std::{fmt, future::pending, time::SystemTime};

/// Shows a sign-in to a person. Only [`Person::show`] has to be implemented; the defaults show nothing.
///
/// [`SignIn::run`](crate::SignIn::run) calls the methods one at a time and waits for them: move slow work to another
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
    /// Says whether a person can be asked. If not, a sign-in that the portal has not already approved fails at once
    /// with [`ErrorKind::NotInteractive`](crate::ErrorKind::NotInteractive).
    fn is_there(&self) -> bool {
        true
    }

    /// Says whether a browser can be opened here, which chooses the flow.
    fn has_browser(&self) -> bool {
        false
    }

    /// Opens an address in a browser without waiting for it, and returns whether one was started.
    fn open(&self, _address: &WebAddress) -> bool {
        false
    }

    /// Shows what the person has to do.
    fn show(&self, invitation: &Invitation<'_>);

    /// Runs beside the wait for approval, at most until the given time, for example to show the time left.
    ///
    /// It may return the address at which a browser on another machine ended, as the person pasted it. If that is not
    /// the redirect of this sign-in, the method is called again. The future is dropped when the wait ends.
    fn wait(&self, _until: SystemTime) -> BoxFuture<'_, String> {
        Box::pin(pending())
    }

    /// Is told the result of the sign-in; the text it returns is shown on the browser's last page.
    fn done(&self, _result: Result<&Token, &Error>) -> Option<String> {
        None
    }

    /// Is told a step of the sign-in.
    fn event(&self, _event: &Event<'_>) {}
}

impl fmt::Debug for dyn Person + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person")
    }
}
