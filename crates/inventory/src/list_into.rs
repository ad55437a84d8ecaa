//! A listing of everything that can be resumed after an interruption and is cached when complete.

use crate::{
    Observer, Progress, Wait,
    error::Error,
    listing::Listing,
    listing_cache::{ListingCache, ResumeLog},
    portal_session::PortalSession,
    request::ListingRequest,
};
use daypass_sso_types::{AccountId, RoleName};

impl PortalSession {
    /// Lists everything, resuming what an interrupted listing of this token had read within the last hour.
    ///
    /// The complete listing is stored in `cache`; if that fails, [`Observer::not_cached`] is called and the listing is
    /// still returned. Dropping the future ends the listing; what it had read is on disk, and the next call resumes it.
    ///
    /// # Errors
    /// Fails as [`PortalSession::list`] does.
    pub async fn list_into(
        &self,
        cache: &ListingCache,
        observer: &mut dyn Observer,
    ) -> Result<Listing, Error> {
        let (log, known) = cache.resume(&self.token, self.clock.now());
        if !known.is_empty() {
            observer.resumes(known.len());
        }
        let request = ListingRequest::everything().with_known(known);
        let accounts = self.list(request, &mut Logging { log, observer }).await?;
        let listing = Listing::new(self.clock.now(), accounts);
        if let Err(error) = cache.store(&listing) {
            observer.not_cached(&error);
        }
        Ok(listing)
    }
}

/// Appends what is read to the resume log, and forwards everything to the observer.
struct Logging<'a> {
    log: Option<ResumeLog>,
    observer: &'a mut dyn Observer,
}

impl Observer for Logging<'_> {
    fn read(&mut self, account: &AccountId, roles: &[RoleName]) {
        // A listing without a log works; an interruption then loses what was read.
        if self.log.as_mut().is_some_and(|log| log.add(account, roles).is_err()) {
            self.log = None;
        }
        self.observer.read(account, roles);
    }

    fn progress(&mut self, progress: &Progress) {
        self.observer.progress(progress);
    }

    fn waits(&mut self, wait: &Wait) {
        self.observer.waits(wait);
    }
}
