//! tokio as the executor that carries exchanges on, behind the feature `tokio`.

use crate::{BoxFuture, Spawn};
use tokio::runtime::Handle;

/// Spawns on the runtime that the caller runs on. Outside of one the work rests until the next caller takes it up.
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
