//! The places of a server's connections, and who goes when they are full.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::task::{AbortHandle, JoinSet};

/// The connections there are, oldest first. Dropping this closes them all.
#[derive(Debug)]
pub(crate) struct Places {
    most: usize,
    taken: Vec<Place>,
    tasks: JoinSet<()>,
}

#[derive(Debug)]
struct Place {
    speaks: Speaks,
    task: AbortHandle,
}

/// Whether a connection has a complete head, and the answer is not made yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Speaks(Arc<AtomicBool>);

impl Speaks {
    pub(crate) fn set(&self, speaks: bool) {
        self.0.store(speaks, Ordering::Relaxed);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Places {
    pub(crate) fn new(most: usize) -> Self {
        Self { most: most.max(1), taken: Vec::new(), tasks: JoinSet::new() }
    }

    /// Gives a place to a connection. When all are taken, the oldest that has not said what it wants loses its own;
    /// where all have, this waits for the first to end.
    pub(crate) async fn give(
        &mut self,
        speaks: Speaks,
        connection: impl Future<Output = ()> + Send + 'static,
    ) {
        self.tidy();
        if self.taken.len() >= self.most {
            // Whoever was let in last may have spoken already; its task and the network come first.
            tokio::task::yield_now().await;
            self.tidy();
        }
        while self.taken.len() >= self.most {
            match self.taken.iter().position(|place| !place.speaks.get()) {
                Some(silent) => self.taken.remove(silent).task.abort(),
                None => self.one_ends().await,
            }
        }
        self.taken.push(Place { speaks, task: self.tasks.spawn(connection) });
    }

    /// Waits until nobody has a place.
    pub(crate) async fn empty(&mut self) {
        while !self.taken.is_empty() {
            self.one_ends().await;
        }
    }

    async fn one_ends(&mut self) {
        let _how = self.tasks.join_next().await;
        self.tidy();
    }

    fn tidy(&mut self) {
        while self.tasks.try_join_next().is_some() {}
        self.taken.retain(|place| !place.task.is_finished());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody who speaks at the first chance, and is done after some turns of the runtime.
    async fn quick(speaks: Speaks, done: Arc<AtomicBool>) {
        speaks.set(true);
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        done.store(true, Ordering::Relaxed);
    }

    #[test]
    fn who_was_let_in_last_may_speak_before_anybody_is_turned_out() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let done = Arc::new(AtomicBool::new(false));
        runtime.block_on(async {
            let mut places = Places::new(1);
            let speaks = Speaks::default();
            places.give(speaks.clone(), quick(speaks, Arc::clone(&done))).await;
            places.give(Speaks::default(), std::future::ready(())).await;
            assert!(done.load(Ordering::Relaxed), "it was heard to its end");
            places.empty().await;
            assert!(places.taken.is_empty());
        });
    }
}
