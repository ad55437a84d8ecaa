//! A world that several owners share.

use crate::world::World;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A world that a transport or a server shares with a test.
#[derive(Debug, Clone)]
pub struct SharedWorld(Arc<Mutex<World>>);

impl SharedWorld {
    /// Shares this world.
    pub fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    /// Locks the world; requests wait until the guard is dropped.
    pub fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<World> for SharedWorld {
    fn from(world: World) -> Self {
        Self::new(world)
    }
}

impl From<Arc<Mutex<World>>> for SharedWorld {
    fn from(world: Arc<Mutex<World>>) -> Self {
        Self(world)
    }
}
