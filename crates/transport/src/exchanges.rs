//! Runs exchanges with a service to their end, even if the caller that waits for one is dropped.
//!
//! A refresh token, an authorization code or an MFA code may be valid for one use only. Once it may have reached the
//! service, only the answer is of use, and a caller's future that is dropped would lose it. Therefore such an exchange
//! is a future of its own that is kept here until it ends; the next caller polls it and gets its result.

use crate::BoxFuture;
use futures_util::{
    FutureExt as _,
    future::{Shared, join_all},
};
use std::{
    any::Any,
    fmt,
    future::Future,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Polls a future to its end in the background: the `spawn` of an executor.
///
/// ```
/// use daypass_transport::{BoxFuture, Exchanges};
/// use std::sync::Arc;
///
/// let spawn = |work: BoxFuture<'static, ()>| drop(tokio::spawn(work));
/// let exchanges = Exchanges::default().with_spawner(Arc::new(spawn));
/// assert!(exchanges.is_idle());
/// ```
pub trait Spawn: Send + Sync {
    /// Starts the work. Work that is never polled is not lost: the next caller polls it.
    fn spawn(&self, work: BoxFuture<'static, ()>);
}

impl<F: Fn(BoxFuture<'static, ()>) + Send + Sync> Spawn for F {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self(work);
    }
}

/// Receives the number of exchanges in progress whenever it changes; at 0 the process may end.
pub trait Watch: Send + Sync {
    /// Receives the number; called before an exchange sends anything, and after it has ended.
    fn in_progress(&self, count: usize);
}

impl<F: Fn(usize) + Send + Sync> Watch for F {
    fn in_progress(&self, count: usize) {
        self(count);
    }
}

/// The exchanges in progress, shared by the clones of this value.
///
/// An exchange makes progress while it is polled: by a caller that awaits it, by [`Exchanges::settle`], or by the
/// executor of [`Exchanges::with_spawner`]. If the last caller's future is dropped and there is no executor, the
/// exchange waits here, with the locks that it holds, until the next caller for its file (or `settle`) polls it. It is
/// lost only with the last clone of this value; a program awaits `settle` before it ends.
#[derive(Clone, Default)]
pub struct Exchanges {
    in_progress: Arc<Mutex<Vec<InProgress>>>,
    spawner: Option<Arc<dyn Spawn>>,
    count: Arc<Count>,
}

/// An exchange, and the file that its answer is written to, by which other callers find it.
#[derive(Clone)]
struct InProgress {
    file: Option<PathBuf>,
    work: Work,
}

type Work = Shared<BoxFuture<'static, Arc<dyn Any + Send + Sync>>>;

#[derive(Default)]
struct Count {
    under_way: Mutex<usize>,
    watch: Option<Arc<dyn Watch>>,
}

/// Counts one exchange until it is dropped.
struct Counted(Arc<Count>);

impl fmt::Debug for Exchanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchanges").field("idle", &self.is_idle()).finish_non_exhaustive()
    }
}

impl Exchanges {
    /// Gives each exchange to this executor as well, so that it goes on when its callers are dropped.
    #[must_use]
    pub fn with_spawner(self, spawner: Arc<dyn Spawn>) -> Self {
        Self { spawner: Some(spawner), ..self }
    }

    /// Reports to this watch when exchanges begin and end.
    #[must_use]
    pub fn with_watch(self, watch: Arc<dyn Watch>) -> Self {
        Self { count: Arc::new(Count { watch: Some(watch), ..Count::default() }), ..self }
    }

    /// Whether exchanges run in an executor.
    pub fn has_spawner(&self) -> bool {
        self.spawner.is_some()
    }

    /// Whether no exchange is in progress.
    pub fn is_idle(&self) -> bool {
        *lock(&self.count.under_way) == 0
    }

    /// Polls every exchange to its end. Dropping the future loses none of them.
    pub async fn settle(&self) {
        let kept = lock(&self.in_progress).clone();
        join_all(kept.into_iter().map(|one| one.work)).await;
        self.remove_ended();
    }

    /// Runs an exchange that presents a code or a token for one use. Once the future has been polled, dropping it does
    /// not end the exchange, which goes on as [`Exchanges`] says.
    ///
    /// # Panics
    /// If `work` panics.
    pub async fn run_to_end<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let work = work.map(|value| Arc::new(Mutex::new(Some(value))));
        let work = self.begin(lock(&self.in_progress), None, work);
        let result = self.result::<Arc<Mutex<Option<T>>>>(work).await;
        let value = result.and_then(|result| lock(&result).take());
        value.expect("the work has ended, and this is the only place that takes its result")
    }

    /// Runs an exchange whose answer is written to this file. If one is in progress for the file, its result is
    /// returned and `work` is dropped. Dropping the future does not end the exchange.
    ///
    /// # Panics
    /// If the work panics, or if the exchange in progress has a result of another type.
    pub async fn run_once_for_file<T: Clone + Send + Sync + 'static>(
        &self,
        file: &Path,
        work: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let work = {
            let all = lock(&self.in_progress);
            match all.iter().find(|one| one.is_running_for(file)) {
                Some(first) => first.work.clone(),
                None => self.begin(all, Some(file.to_owned()), work),
            }
        };
        self.result(work).await.expect("one file has exchanges of one kind")
    }

    /// Joins the exchange in progress for this file and returns its result; `None` if there is none. Dropping the
    /// future does not end the exchange.
    pub async fn join<T: Clone + Send + Sync + 'static>(&self, file: &Path) -> Option<T> {
        let kept = lock(&self.in_progress).iter().find(|one| one.is_running_for(file)).cloned()?;
        self.result(kept.work).await
    }

    /// Adds an exchange, and gives it to the executor, if there is one.
    fn begin<T: Send + Sync + 'static>(
        &self,
        mut all: MutexGuard<'_, Vec<InProgress>>,
        file: Option<PathBuf>,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Work {
        let counted = Counted::new(&self.count);
        let work = async move {
            let _counted = counted;
            Arc::new(work.await) as Arc<dyn Any + Send + Sync>
        };
        let work = work.boxed().shared();
        all.push(InProgress { file, work: work.clone() });
        drop(all);
        if let Some(spawner) = &self.spawner {
            let (exchanges, work) = (self.clone(), work.clone());
            spawner.spawn(Box::pin(async move { drop(exchanges.ended(work).await) }));
        }
        work
    }

    async fn result<T: Clone + 'static>(&self, work: Work) -> Option<T> {
        self.ended(work).await.downcast_ref::<T>().cloned()
    }

    async fn ended(&self, work: Work) -> Arc<dyn Any + Send + Sync> {
        let answer = work.await;
        self.remove_ended();
        answer
    }

    fn remove_ended(&self) {
        lock(&self.in_progress).retain(|one| one.work.peek().is_none());
    }
}

impl InProgress {
    /// Whether the exchange is for this file and has not ended. The callers after its end read the file.
    fn is_running_for(&self, file: &Path) -> bool {
        self.file.as_deref() == Some(file) && self.work.peek().is_none()
    }
}

impl Counted {
    fn new(count: &Arc<Count>) -> Self {
        count.change(|under_way| under_way + 1);
        Self(Arc::clone(count))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.change(|under_way| under_way.saturating_sub(1));
    }
}

impl Count {
    /// Changes the number and reports it. The watch is called under the lock, so that it gets the changes in order.
    fn change(&self, change: impl FnOnce(usize) -> usize) {
        let mut under_way = lock(&self.under_way);
        *under_way = change(*under_way);
        if let Some(watch) = &self.watch {
            watch.in_progress(*under_way);
        }
    }
}

/// Locks a mutex, even a poisoned one: no panic can leave its value half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
