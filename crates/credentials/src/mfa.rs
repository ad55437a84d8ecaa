//! Asks a person for the code of an MFA device.

use daypass_transport::BoxFuture;
use std::io;

/// Asks a person for the code of an MFA device. Every closure that returns a boxed future is one.
///
/// The provider asks while it holds no lock, so that the person may take time; the code must be valid for the call that
/// follows. Dropping the future of [`Provider::credentials`](crate::Provider::credentials) drops this one.
///
/// ```
/// use daypass_credentials::MfaPrompt;
/// use std::sync::Arc;
///
/// let prompt = |serial: &str| -> daypass_transport::BoxFuture<'static, std::io::Result<String>> {
///     let serial = serial.to_owned();
///     Box::pin(async move { Err(std::io::Error::other(format!("nobody has {serial} at hand"))) })
/// };
/// let prompt: Arc<dyn MfaPrompt> = Arc::new(prompt);
/// # drop(prompt);
/// ```
pub trait MfaPrompt: Send + Sync {
    /// Returns the code that the device with this serial number or ARN shows now.
    fn code(&self, serial: &str) -> BoxFuture<'static, io::Result<String>>;
}

impl<F: Fn(&str) -> BoxFuture<'static, io::Result<String>> + Send + Sync> MfaPrompt for F {
    fn code(&self, serial: &str) -> BoxFuture<'static, io::Result<String>> {
        self(serial)
    }
}
