//! Exchanges with AWS that are carried to their end although whoever waited for one has gone.
//!
//! A refresh token may be good for one use only. From the moment it may have reached the service, the answer is all
//! there is of the session; a future that is dropped in between would take it along. So the exchange is a future of
//! its own, kept here until its answer is on disk: whoever asks next drives it on and gets its result.

use crate::Error;
use daypass_token_cache::Token;
use daypass_transport::BoxFuture;
use futures_util::{
    FutureExt as _,
    future::{Shared, join_all},
};
use std::{
    collections::HashMap,
    fmt,
    future::Future,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Drives a future to its end by itself: an executor's `spawn`.
///
/// ```
/// use daypass_credentials::Exchanges;
/// use daypass_transport::BoxFuture;
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
    /// Called before an exchange may send anything, and after its answer is on disk.
    fn under_way(&self, count: usize);
}

impl<F: Fn(usize) + Send + Sync> Watch for F {
    fn under_way(&self, count: usize) {
        self(count);
    }
}

/// The exchanges under way, shared by the clones of this value.
///
/// An exchange goes on as long as somebody polls it: an awaiter, [`Exchanges::settle`], or the executor behind
/// [`Exchanges::with_spawner`]. When the last awaiter is dropped and there is no executor, it rests here, with its
/// file lock held, until the next caller for the same session (or `settle`) takes it up. It is dropped for good only
/// with the last clone of this value; a program that ends awaits `settle` first.
#[derive(Clone, Default)]
pub struct Exchanges {
    kept: Arc<Kept>,
    spawner: Option<Arc<dyn Spawn>>,
    count: Arc<Count>,
}

type Renewal = Shared<BoxFuture<'static, Result<Token, Error>>>;
type Other = Shared<BoxFuture<'static, ()>>;

#[derive(Default)]
struct Kept {
    /// By the file that the answer goes to.
    renewals: Mutex<HashMap<PathBuf, Renewal>>,
    others: Mutex<Vec<Other>>,
}

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

    /// Drives every exchange to its end. Dropping it loses nothing: they rest until somebody goes on.
    pub async fn settle(&self) {
        let renewals: Vec<_> =
            lock(&self.kept.renewals).iter().map(|(file, work)| (file.clone(), work.clone())).collect();
        let others = lock(&self.kept.others).clone();
        let renewals = renewals.into_iter().map(|(file, work)| self.driven(file, work).map(drop));
        join_all(renewals).await;
        join_all(others).await;
        self.sweep();
    }

    /// Carries any work to its end once this future has been polled, even when it is then dropped: for what presents
    /// a code or a token that is good for one use. A work that was dropped goes on as [`Exchanges`] says.
    ///
    /// # Panics
    /// Where the work does.
    pub async fn carry<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let counted = Counted::new(&self.count);
        let result = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&result);
        let work = async move {
            let _counted = counted;
            let value = work.await;
            *lock(&slot) = Some(value);
        };
        let work = work.boxed().shared();
        self.sweep();
        lock(&self.kept.others).push(work.clone());
        if let Some(spawner) = &self.spawner {
            spawner.spawn(work.clone().boxed());
        }
        work.await;
        self.sweep();
        let value = lock(&result).take();
        value.expect("the work has ended, and this is the only place that takes its result")
    }

    /// The result of the renewal of this file that is under way, driven to its end; `None` if there is none.
    pub(crate) async fn join(&self, file: &Path) -> Option<Result<Token, Error>> {
        let work = lock(&self.kept.renewals).get(file).cloned()?;
        Some(self.driven(file.to_owned(), work).await)
    }

    /// Keeps a renewal of this file and drives it. Where one is under way already, that one's result is given.
    pub(crate) async fn renewal(
        &self,
        file: PathBuf,
        work: impl Future<Output = Result<Token, Error>> + Send + 'static,
    ) -> Result<Token, Error> {
        let work = {
            let mut renewals = lock(&self.kept.renewals);
            if let Some(first) = renewals.get(&file) {
                first.clone()
            } else {
                let counted = Counted::new(&self.count);
                let work = async move {
                    let _counted = counted;
                    work.await
                };
                let work = work.boxed().shared();
                renewals.insert(file.clone(), work.clone());
                if let Some(spawner) = &self.spawner {
                    let (all, file, work) = (self.clone(), file.clone(), work.clone());
                    spawner.spawn(Box::pin(async move { drop(all.driven(file, work).await) }));
                }
                work
            }
        };
        self.driven(file, work).await
    }

    /// Whoever sees the end of a renewal takes it out: what comes next reads the file.
    async fn driven(&self, file: PathBuf, work: Renewal) -> Result<Token, Error> {
        let result = work.clone().await;
        let mut renewals = lock(&self.kept.renewals);
        if renewals.get(&file).is_some_and(|kept| kept.ptr_eq(&work)) {
            renewals.remove(&file);
        }
        result
    }

    fn sweep(&self) {
        lock(&self.kept.others).retain(|work| work.peek().is_none());
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
