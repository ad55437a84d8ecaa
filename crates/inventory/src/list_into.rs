//! A listing of everything that survives its interruption: noted while it is read, kept when it is whole.

use crate::{
    Observer, Progress, Wait,
    error::Error,
    listing::Listing,
    listing_cache::{ListingCache, Notes},
    portal_session::PortalSession,
    request::ListingRequest,
};
use daypass_sso_types::{AccountId, RoleName};

impl PortalSession {
    /// Lists everything, taking up what an interrupted listing of this sign-in had read within the last hour, and keeps
    /// the whole in the cache. Where the cache cannot be written, the observer is told, and the listing is given.
    ///
    /// Dropped, it has noted what it had read; the next one goes on there.
    pub async fn list_into(
        &self,
        cache: &ListingCache,
        observer: &mut dyn Observer,
    ) -> Result<Listing, Error> {
        let (notes, known) = cache.resume(&self.token, self.clock.now());
        if !known.is_empty() {
            observer.resumes(known.len());
        }
        let request = ListingRequest::everything().with_known(known);
        let accounts = self.list(request, &mut Noting { notes, observer }).await?;
        let listing = Listing::new(self.clock.now(), accounts);
        if let Err(error) = cache.keep(&listing) {
            observer.not_kept(&error);
        }
        Ok(listing)
    }
}

/// Notes what is read, and tells the observer all.
struct Noting<'a> {
    notes: Option<Notes>,
    observer: &'a mut dyn Observer,
}

impl Observer for Noting<'_> {
    fn read(&mut self, account: &AccountId, roles: &[RoleName]) {
        // Without notes an interruption costs more; nothing else.
        if self.notes.as_mut().is_some_and(|notes| notes.add(account, roles).is_err()) {
            self.notes = None;
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
