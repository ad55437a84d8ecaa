//! A world in more than one hand.

use crate::world::World;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A world that is shared: by a transport, a server, and the test that moves it.
#[derive(Debug, Clone)]
pub struct SharedWorld(Arc<Mutex<World>>);

impl SharedWorld {
    /// Shares this world.
    pub fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    /// The world, for as long as the guard lives. Requests wait meanwhile.
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
