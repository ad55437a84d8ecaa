//! Tests of listings on disk: complete ones with their date, and resumed ones.

use crate::support::{Portal, RecordingObserver};
use daypass_inventory::{ListedAccount, Listing, ListingCache, ListingRequest};
use daypass_portal_client::Account;
use daypass_simulator::{Operation, World};
use daypass_sso_types::{AccessToken, AccountId, Clock as _, Region, RoleName, StartUrl};
use daypass_token_cache::CacheKey;
use std::{future::Future as _, path::Path, time::Duration};

fn cache(folder: &Path, url: &str) -> ListingCache {
    let start_url = StartUrl::new(url).expect("a URL");
    ListingCache::new(
        folder,
        CacheKey::for_session("corp"),
        &start_url,
        &Region::new("eu-west-1").expect("a region"),
    )
}

const URL: &str = "https://d-1234567890.awsapps.com/start";

#[test]
fn a_complete_listing_is_stored_and_loaded_unchanged() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = cache(folder.path(), URL);
    assert_eq!(cache.load(), None);
    let portal =
        Portal::new(World::generated(5, 2, 3).expect("a world")).fault("ListAccountRoles forbidden x1");
    let mut accounts = portal.everything().expect("a listing");
    accounts.push(ListedAccount::new(
        Account { id: AccountId::new("000000000012").expect("an id"), name: None, email: None },
        Vec::new(),
    ));
    // The file keeps whole seconds.
    let at = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let listing = Listing::new(at, accounts);
    cache.store(&listing).expect("stored");
    assert_eq!(cache.load().as_ref(), Some(&listing));
    assert_eq!(listing.accounts.iter().filter(|listed| listed.unlisted.is_some()).count(), 1);
    // A session of the same name at another portal leads to another organisation.
    assert_eq!(self::cache(folder.path(), "https://d-0987654321.awsapps.com/start").load(), None);
}

#[test]
fn an_interrupted_listing_is_resumed_within_an_hour() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = cache(folder.path(), URL);
    let (token, other) = (AccessToken::new("one"), AccessToken::new("other"));
    let portal = Portal::new(World::generated(20, 2, 3).expect("a world"));
    let now = portal.time.now();
    let accounts = portal.everything().expect("a listing");
    let (Some(mut log), known) = cache.resume(&token, now) else { panic!("the log can be written") };
    assert!(known.is_empty());
    for listed in accounts.iter().take(12) {
        log.add(&listed.account.id, &listed.roles).expect("logged");
    }
    drop(log);
    for (token, later, expected) in [(&token, 10, 12), (&other, 10, 0)] {
        let copy = tempfile::tempdir().expect("a folder");
        for file in std::fs::read_dir(folder.path()).expect("a folder").flatten() {
            std::fs::copy(file.path(), copy.path().join(file.file_name())).expect("copied");
        }
        let (_, known) = self::cache(copy.path(), URL).resume(token, now + Duration::from_secs(later));
        assert_eq!(known.len(), expected);
    }
    let (_, known) = cache.resume(&token, now + Duration::from_secs(10));
    portal.world.lock().clear_log();
    let mut observer = RecordingObserver::default();
    let request = ListingRequest::everything().with_known(known);
    let again = portal.time.run(portal.session.list(request, &mut observer)).expect("the rest");
    assert_eq!(again, accounts);
    assert_eq!(portal.world.lock().count(Operation::ListAccountRoles), 8);
    assert_eq!(observer.read.len(), 8);
    // After an hour the listing starts from the beginning.
    assert_eq!(cache.resume(&token, now + Duration::from_secs(3600)).1.len(), 12);
    assert!(cache.resume(&token, now + Duration::from_secs(3601)).1.is_empty());
}

#[test]
fn a_dropped_listing_is_resumed() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = cache(folder.path(), URL);
    let portal = Portal::new(World::generated(100, 2, 3).expect("a world"));
    let calls = || portal.world.lock().count(Operation::ListAccountRoles);
    let mut observer = RecordingObserver::default();
    {
        let mut listing = std::pin::pin!(portal.session.list_into(&cache, &mut observer));
        portal.time.run(std::future::poll_fn(|context| {
            match (calls() > 60, listing.as_mut().poll(context)) {
                (_, std::task::Poll::Ready(_)) => panic!("it was to be dropped before its end"),
                (is_enough, std::task::Poll::Pending) if is_enough => std::task::Poll::Ready(()),
                _ => std::task::Poll::Pending,
            }
        }));
    }
    let read = observer.read.len();
    assert!((20..100).contains(&read), "{read}");
    portal.world.lock().clear_log();
    let mut observer = RecordingObserver::default();
    let listing = portal.time.run(portal.session.list_into(&cache, &mut observer)).expect("the rest");
    assert_eq!((listing.accounts.len(), observer.resumed), (100, read));
    assert_eq!(usize::try_from(calls()).expect("small"), 100 - read);
    // A complete listing is cached, and the next one resumes nothing.
    assert_eq!(cache.load().expect("kept").accounts, listing.accounts);
    let mut observer = RecordingObserver::default();
    let _again = portal.time.run(portal.session.list_into(&cache, &mut observer)).expect("a listing");
    assert_eq!((observer.resumed, observer.read.len()), (0, 100));
}

#[test]
fn a_line_cut_by_a_crash_is_skipped() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = cache(folder.path(), URL);
    let token = AccessToken::new("one");
    let now = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let (Some(mut log), _) = cache.resume(&token, now) else { panic!("the log can be written") };
    let (id, role) = (AccountId::new("111122223333").expect("an id"), RoleName::new("Dev").expect("a role"));
    log.add(&id, std::slice::from_ref(&role)).expect("logged");
    drop(log);
    let partial = std::fs::read_dir(folder.path())
        .expect("a folder")
        .flatten()
        .map(|file| file.path())
        .find(|path| path.extension().is_some_and(|end| end == "partial"))
        .expect("the log");
    let mut file = std::fs::File::options().append(true).open(partial).expect("the log");
    std::io::Write::write_all(&mut file, b"{\"id\":\"444455556666\",\"ro").expect("written");
    let (_, known) = cache.resume(&token, now);
    assert_eq!(known.into_iter().collect::<Vec<_>>(), [(id, vec![role])]);
}
