//! The faces: what carries requests to a world and replies back.

mod body;
mod in_process;
#[cfg(feature = "wiremock")]
mod responder;
mod server;
mod shared;

pub use in_process::InProcess;
#[cfg(feature = "wiremock")]
pub use responder::Responder;
pub use server::{Observer, Options, Server};
pub use shared::SharedWorld;
