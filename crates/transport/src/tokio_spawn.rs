//! tokio as the executor of exchanges (feature `tokio`).

use crate::{BoxFuture, Spawn};
use tokio::runtime::Handle;

/// Spawns work on the tokio runtime of the caller. Outside a runtime the work waits until the next caller polls it.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "it has no state")]
pub struct TokioSpawn;

impl Spawn for TokioSpawn {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        if let Ok(runtime) = Handle::try_current() {
            drop(runtime.spawn(work));
        }
    }
}
