//! Lists a simulated organisation of 300 accounts at 100 calls a second into a cache, and prints the progress.
#![expect(clippy::print_stdout, reason = "an example")]
#![expect(clippy::disallowed_methods, reason = "a program's own clock")]

use daypass_inventory::{ListingCache, Observer, PortalSession, Progress};
use daypass_simulator::{InProcess, RateLimit, SignIn, World};
use daypass_sso_types::{AccessToken, Region, StartUrl};
use daypass_token_cache::CacheKey;
use daypass_transport::{BoxFuture, Caller, Endpoint, Sleep};
use std::{
    env,
    error::Error,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// Sleeps with tokio's timer; any other runtime's timer works too.
struct Timer;

impl Sleep for Timer {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// Prints the progress.
struct Printer;

impl Observer for Printer {
    fn progress(&mut self, progress: &Progress) {
        println!("{} of {} accounts, {:.0} a second", progress.done, progress.accounts, progress.per_second);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let limit = RateLimit::new(100.0, 50.0);
    let mut world = World::generated(300, 2, 1)?.with_settings(|aws| aws.rate_limit = Some(limit));
    let (start_url, region) = (StartUrl::new(world.start_url())?, Region::new(world.region())?);
    let signed_in = world.sign_in(&SignIn::new("corp"), SystemTime::now()).ok_or("no user")?;
    let token = AccessToken::new(signed_in.access_token());
    let transport = InProcess::new(world, SystemTime::now);
    let caller = Caller::new(Arc::new(transport), Arc::new(Timer), Arc::new(|_: &mut [u8]| ()));
    let endpoint = Endpoint::custom("http://127.0.0.1")?;
    let session = PortalSession::new(caller, endpoint, token, Arc::new(SystemTime::now));

    let folder = env::temp_dir().join("daypass-inventory-example");
    let cache = ListingCache::new(&folder, CacheKey::for_session("corp"), &start_url, &region);
    let listing = session.list_into(&cache, &mut Printer).await?;
    assert_eq!(cache.load().map(|cached| cached.accounts), Some(listing.accounts));
    println!("stored in {}", folder.display());
    Ok(())
}
