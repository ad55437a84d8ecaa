//! The adapters, which carry requests to a world and replies back.

mod body;
mod in_process;
#[cfg(feature = "wiremock")]
mod responder;
mod server;
mod shared;

pub use in_process::InProcess;
#[cfg(feature = "wiremock")]
pub use responder::Responder;
pub use server::{RequestObserver, Server, ServerOptions};
pub use shared::SharedWorld;
