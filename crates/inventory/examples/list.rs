//! Lists a simulated organisation of 300 accounts that allows 100 calls a second, with progress, into a cache.
#![expect(clippy::print_stdout, reason = "an example")]
#![expect(clippy::disallowed_methods, reason = "a program's main has a clock")]

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

/// The timer of whatever runtime there is.
struct Timer;

impl Sleep for Timer {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

struct Printed;

impl Observer for Printed {
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
    let listing = session.list_into(&cache, &mut Printed).await?;
    assert_eq!(cache.load().map(|kept| kept.accounts), Some(listing.accounts));
    println!("kept in {}", folder.display());
    Ok(())
}
