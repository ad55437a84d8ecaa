//! The code of an MFA device, which a person has to be asked for.

use daypass_transport::BoxFuture;
use std::io;

/// Asks a person for the code of an MFA device.
///
/// It is asked while no lock is held, and may take its time: the code then has to be good for the call that follows.
/// The future is dropped with the call that needed it. A closure that gives a boxed future is one.
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
    /// The code that the device with this serial number or ARN shows now.
    fn code(&self, serial: &str) -> BoxFuture<'static, io::Result<String>>;
}

impl<F: Fn(&str) -> BoxFuture<'static, io::Result<String>> + Send + Sync> MfaPrompt for F {
    fn code(&self, serial: &str) -> BoxFuture<'static, io::Result<String>> {
        self(serial)
    }
}
