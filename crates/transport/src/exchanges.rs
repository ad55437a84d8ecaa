//! Exchanges with a service that are carried to their end, although the caller that waited for one has gone.
//!
//! A refresh token, an authorization code or an MFA code may be good for one use only. From the moment it may have
//! reached the service, the answer is all there is; a future that is dropped in between would take it along. So such an
//! exchange is a future of its own, kept here until it has ended: the next caller drives it on and gets its result.

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

/// Drives a future to its end by itself: an executor's `spawn`.
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
    /// Drives it. Work that is never polled is not lost: the next caller takes it up.
    fn spawn(&self, work: BoxFuture<'static, ()>);
}

impl<F: Fn(BoxFuture<'static, ()>) + Send + Sync> Spawn for F {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self(work);
    }
}

/// Hears how many exchanges are under way, each time that changes: 0 means that the process may end.
pub trait Watch: Send + Sync {
    /// Called before an exchange may send anything, and after it has ended.
    fn under_way(&self, count: usize);
}

impl<F: Fn(usize) + Send + Sync> Watch for F {
    fn under_way(&self, count: usize) {
        self(count);
    }
}

/// The exchanges under way, shared by the clones of this value.
///
/// An exchange goes on as long as somebody polls it: a caller that awaits it, [`Exchanges::settle`], or the executor
/// behind [`Exchanges::with_spawner`]. When the last caller's future is dropped and there is no executor, it rests here,
/// with all that it holds, until the next caller for the same file (or `settle`) takes it up. It is dropped for good
/// only with the last clone of this value; a program that ends awaits `settle` first.
#[derive(Clone, Default)]
pub struct Exchanges {
    kept: Arc<Mutex<Vec<Kept>>>,
    spawner: Option<Arc<dyn Spawn>>,
    count: Arc<Count>,
}

/// An exchange, and the file that its answer goes to, by which others find it.
#[derive(Clone)]
struct Kept {
    file: Option<PathBuf>,
    work: Work,
}

type Work = Shared<BoxFuture<'static, Arc<dyn Any + Send + Sync>>>;

#[derive(Default)]
struct Count {
    under_way: Mutex<usize>,
    watch: Option<Arc<dyn Watch>>,
}

/// Counts one exchange for as long as it lives.
struct Counted(Arc<Count>);

impl fmt::Debug for Exchanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchanges").field("idle", &self.is_idle()).finish_non_exhaustive()
    }
}

impl Exchanges {
    /// Hands each exchange to this executor as well, so that it goes on when nobody waits for it any more.
    #[must_use]
    pub fn with_spawner(self, spawner: Arc<dyn Spawn>) -> Self {
        Self { spawner: Some(spawner), ..self }
    }

    /// Tells this watch when exchanges begin and end.
    #[must_use]
    pub fn with_watch(self, watch: Arc<dyn Watch>) -> Self {
        Self { count: Arc::new(Count { watch: Some(watch), ..Count::default() }), ..self }
    }

    /// Whether there is an executor behind it.
    pub fn has_spawner(&self) -> bool {
        self.spawner.is_some()
    }

    /// Whether no exchange is under way.
    pub fn is_idle(&self) -> bool {
        *lock(&self.count.under_way) == 0
    }

    /// Drives every exchange to its end. Dropping the future loses none: they rest until somebody goes on.
    pub async fn settle(&self) {
        let kept = lock(&self.kept).clone();
        join_all(kept.into_iter().map(|one| one.work)).await;
        self.sweep();
    }

    /// Carries any work to its end once this future has been polled, even when it is then dropped: for what presents
    /// a code or a token that is good for one use. A work that was dropped goes on as [`Exchanges`] says.
    ///
    /// # Panics
    /// Where the work does.
    pub async fn carry<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let work = work.map(|value| Arc::new(Mutex::new(Some(value))));
        let work = self.kept(lock(&self.kept), None, work);
        let result = self.result::<Arc<Mutex<Option<T>>>>(work).await;
        let value = result.and_then(|result| lock(&result).take());
        value.expect("the work has ended, and this is the only place that takes its result")
    }

    /// Carries the one exchange whose answer goes to this file. Where one is under way already, that one's result is
    /// given, and `work` is dropped.
    ///
    /// # Panics
    /// Where the work does, or where the one that is under way has a result of another type.
    pub async fn carry_one<T: Clone + Send + Sync + 'static>(
        &self,
        file: &Path,
        work: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let work = {
            let kept = lock(&self.kept);
            match kept.iter().find(|one| one.is_under_way_for(file)) {
                Some(first) => first.work.clone(),
                None => self.kept(kept, Some(file.to_owned()), work),
            }
        };
        self.result(work).await.expect("one file has exchanges of one kind")
    }

    /// The result of the exchange that is under way for this file, driven to its end; `None` if there is none.
    pub async fn join<T: Clone + Send + Sync + 'static>(&self, file: &Path) -> Option<T> {
        let kept = lock(&self.kept).iter().find(|one| one.is_under_way_for(file)).cloned()?;
        self.result(kept.work).await
    }

    /// Keeps a work, and hands it to the executor.
    fn kept<T: Send + Sync + 'static>(
        &self,
        mut all: MutexGuard<'_, Vec<Kept>>,
        file: Option<PathBuf>,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Work {
        let counted = Counted::new(&self.count);
        let work = async move {
            let _counted = counted;
            Arc::new(work.await) as Arc<dyn Any + Send + Sync>
        };
        let work = work.boxed().shared();
        all.push(Kept { file, work: work.clone() });
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
        self.sweep();
        answer
    }

    fn sweep(&self) {
        lock(&self.kept).retain(|one| one.work.peek().is_none());
    }
}

impl Kept {
    /// One that has ended is not joined any more: what comes next reads the file.
    fn is_under_way_for(&self, file: &Path) -> bool {
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
    /// The watch hears of the changes in their order, so it is called with the lock held.
    fn change(&self, change: impl FnOnce(usize) -> usize) {
        let mut under_way = lock(&self.under_way);
        *under_way = change(*under_way);
        if let Some(watch) = &self.watch {
            watch.under_way(*under_way);
        }
    }
}

/// What is kept is whole even where another thread has panicked.
fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
