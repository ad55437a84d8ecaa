//! The open connections of a server, and which one is closed at the limit.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::task::{AbortHandle, JoinSet};

/// The open connections, oldest first. Dropping this closes all of them.
#[derive(Debug)]
pub(crate) struct Connections {
    limit: usize,
    open: Vec<Connection>,
    tasks: JoinSet<()>,
}

#[derive(Debug)]
struct Connection {
    has_request: HasRequest,
    task: AbortHandle,
}

/// A shared flag: whether a connection has sent a complete head that is not answered yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct HasRequest(Arc<AtomicBool>);

impl HasRequest {
    pub(crate) fn set(&self, has_request: bool) {
        self.0.store(has_request, Ordering::Relaxed);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Connections {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), open: Vec::new(), tasks: JoinSet::new() }
    }

    /// Starts a connection. At the limit, closes the oldest connection without a complete head; if there is none, waits
    /// until a connection ends.
    pub(crate) async fn start(
        &mut self,
        has_request: HasRequest,
        connection: impl Future<Output = ()> + Send + 'static,
    ) {
        self.remove_ended();
        if self.open.len() >= self.limit {
            // The newest connection may have sent its head already; its task and the network driver run first.
            tokio::task::yield_now().await;
            self.remove_ended();
        }
        while self.open.len() >= self.limit {
            match self.open.iter().position(|connection| !connection.has_request.get()) {
                Some(silent) => self.open.remove(silent).task.abort(),
                None => self.wait_for_one().await,
            }
        }
        self.open.push(Connection { has_request, task: self.tasks.spawn(connection) });
    }

    /// Waits until all connections have ended.
    pub(crate) async fn wait_until_closed(&mut self) {
        while !self.open.is_empty() {
            self.wait_for_one().await;
        }
    }

    async fn wait_for_one(&mut self) {
        let _how = self.tasks.join_next().await;
        self.remove_ended();
    }

    fn remove_ended(&mut self) {
        while self.tasks.try_join_next().is_some() {}
        self.open.retain(|connection| !connection.task.is_finished());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A connection that has its head when first polled and ends after some turns of the runtime.
    async fn quick(has_request: HasRequest, done: Arc<AtomicBool>) {
        has_request.set(true);
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        done.store(true, Ordering::Relaxed);
    }

    #[test]
    fn the_newest_connection_may_send_its_head_before_one_is_closed() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let done = Arc::new(AtomicBool::new(false));
        runtime.block_on(async {
            let mut connections = Connections::new(1);
            let has_request = HasRequest::default();
            connections.start(has_request.clone(), quick(has_request, Arc::clone(&done))).await;
            connections.start(HasRequest::default(), std::future::ready(())).await;
            assert!(done.load(Ordering::Relaxed), "it was not closed");
            connections.wait_until_closed().await;
            assert!(connections.open.is_empty());
        });
    }
}
