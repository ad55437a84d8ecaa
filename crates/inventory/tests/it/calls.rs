//! The calls of a listing: how many at once, when a failed one is made again, when an account is given up, and how far
//! the observer is told that it is.

use crate::support::{RecordingObserver, Time, scripted, scripted_after};
use daypass_inventory::{
    Error, ErrorKind, ListedAccount, ListingCache, ListingRequest, Observer, PortalSession, Progress, Wait,
};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use daypass_token_cache::CacheKey;
use daypass_transport::{Request, Response};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

fn reply(status: u16, body: &str) -> Response {
    let mut response = Response::new(body.as_bytes().to_vec());
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response
}

/// A failure after which the service wants so many seconds of peace.
fn busy(seconds: u32) -> Response {
    let mut response = reply(500, "{}");
    response.headers_mut().insert("retry-after", seconds.into());
    response
}

/// The account that roles are asked for, by its number; none where accounts are asked for.
fn number(request: &Request) -> Option<u32> {
    let (_, id) = request.uri().query()?.split_once("account_id=")?;
    id.get(..12)?.parse().ok()
}

fn accounts(count: u32) -> Response {
    let list: Vec<_> = (1..=count).map(|id| format!("{{\"accountId\":\"{id:012}\"}}")).collect();
    reply(200, &format!("{{\"accountList\":[{}]}}", list.join(",")))
}

fn role() -> Response {
    reply(200, "{\"roleList\":[{\"roleName\":\"Admin\"}]}")
}

/// A service of forty accounts, where the roles of some fail: the attempt, counted from 1, says how.
fn forty(fails: impl Fn(u32, usize) -> Option<Response> + Send + Sync + 'static) -> (Time, PortalSession) {
    let attempts = Mutex::new(HashMap::<u32, usize>::new());
    scripted(move |request| {
        let Some(number) = number(request) else { return accounts(40) };
        let mut attempts = attempts.lock().expect("no panic");
        let attempt = attempts.entry(number).or_default();
        *attempt += 1;
        fails(number, *attempt).unwrap_or_else(role)
    })
}

fn left_out(accounts: &[ListedAccount]) -> Vec<&str> {
    accounts
        .iter()
        .filter(|listed| listed.unlisted.is_some())
        .map(|listed| listed.account.id.as_str().trim_start_matches('0'))
        .collect()
}

#[test]
fn accounts_that_fail_are_left_out_where_others_do_not_or_few_are_left() {
    type Fails = fn(u32, usize) -> Option<Response>;
    type Row = (&'static str, Fails, Result<&'static [&'static str], ErrorKind>);
    let rows: [Row; 6] = [
        ("the last two", |at, _| (at > 38).then(|| busy(0)), Ok(&["39", "40"])),
        // At the end nobody else is answered: more than a tenth may not fail.
        ("the last five", |at, _| (at > 35).then(|| busy(0)), Err(ErrorKind::Network)),
        (
            "the last five, four of them later",
            |at, _| (at > 35).then(|| busy(if at == 36 { 1 } else { 15 })),
            Err(ErrorKind::Network),
        ),
        // The first is asked again and again while the last four are waited for; all others are answered after its
        // first failure.
        (
            "the first",
            |at, attempt| match (at, attempt) {
                (1, _) => Some(busy(1)),
                (36.., 1) => Some(busy(15)),
                _ => None,
            },
            Ok(&["1"]),
        ),
        ("five times", |at, attempt| (at == 7 && attempt < 6).then(|| busy(0)), Ok(&[])),
        ("all", |_, _| Some(busy(0)), Err(ErrorKind::Network)),
    ];
    for (name, fails, expected) in rows {
        let (time, session) = forty(fails);
        let listed = time.run(session.list(ListingRequest::everything(), &mut ()));
        let got = listed.as_ref().map(|listed| left_out(listed)).map_err(Error::kind);
        assert_eq!(got, expected.map(<[_]>::to_vec), "{name}");
    }
}

/// Twice as long each time, as the policy says, or as the service asks.
#[test]
fn a_call_that_failed_is_made_again_after_its_wait() {
    for (asked, waits) in [
        // A third of 1, 2, 4, 8 and 16 seconds: the random part of these tests.
        (None, [333, 666, 1_333, 2_666, 5_333]),
        (Some(7), [7_000; 5]),
    ] {
        let times = Arc::new(Mutex::new(Vec::new()));
        let (noted, clock) = (Arc::clone(&times), Arc::new(Mutex::new(None::<Time>)));
        let now = Arc::clone(&clock);
        let (time, session) = forty(move |at, _| {
            (at == 1).then(|| {
                let time = now.lock().expect("no panic").clone().expect("set before the start");
                noted.lock().expect("no panic").push(time.passed());
                asked.map_or_else(|| reply(500, "{}"), busy)
            })
        });
        *clock.lock().expect("no panic") = Some(time.clone());
        let listed = time.run(session.list(ListingRequest::everything(), &mut ())).expect("a listing");
        assert_eq!(left_out(&listed), ["1"]);
        let times = times.lock().expect("no panic");
        // Each takes 30 ms itself.
        let gaps: Vec<_> =
            times.windows(2).map(|pair| pair[1].saturating_sub(pair[0]).as_millis() - 30).collect();
        assert_eq!(gaps, waits, "{asked:?}");
    }
}

/// A minute of nothing but refusals is borne, and no moment more.
#[test]
fn throttling_is_borne_for_a_minute() {
    for (waits, is_borne) in [([59], true), ([60], false)] {
        let calls = AtomicUsize::new(0);
        // Half a second there and back: the first refusal comes then, the second after the wait and as much again.
        let (time, session) = scripted_after(Duration::from_millis(500), move |_| {
            let call = calls.fetch_add(1, Ordering::Relaxed);
            let wait = match waits.get(call) {
                Some(wait) => *wait,
                // One more, at the end of the last wait.
                None if call == waits.len() => 1,
                None => return accounts(1),
            };
            let mut response = reply(429, "{\"__type\":\"TooManyRequestsException\"}");
            response.headers_mut().insert("retry-after", wait.into());
            response
        });
        let listed = time.run(session.list(ListingRequest::accounts(&|_| true), &mut ()));
        assert_eq!(listed.is_ok(), is_borne, "{waits:?}: {:?}", time.passed());
    }
}

#[test]
fn failures_are_counted_by_page() {
    let calls = AtomicUsize::new(0);
    // Every page of both lists fails five times before it comes.
    let (time, session) = scripted(move |request| {
        if calls.fetch_add(1, Ordering::Relaxed) % 6 != 5
            && request.uri().query().is_some_and(|query| query.contains("next_token"))
        {
            return busy(0);
        }
        calls.store(0, Ordering::Relaxed);
        let query = request.uri().query().unwrap_or_default();
        let next = match query.split("next_token=").nth(1).and_then(|token| token.get(..1)) {
            None => r#""nextToken":"a""#,
            Some("a") => r#""nextToken":"b""#,
            Some("b") => r#""nextToken":"c""#,
            Some(_) => r#""nextToken":null"#,
        };
        let new = next.bytes().map(usize::from).sum::<usize>();
        let list = match number(request) {
            None => format!("\"accountList\":[{{\"accountId\":\"{new:012}\"}}]"),
            Some(_) => format!("\"roleList\":[{{\"roleName\":\"R{new}\"}}]"),
        };
        reply(200, &format!("{{{list},{next}}}"))
    });
    let listed = time.run(session.list(ListingRequest::accounts(&|_| true), &mut ())).expect("a listing");
    assert_eq!(listed.len(), 4);
    let one = listed.first().expect("four").account.clone();
    let listed = time.run(session.list(ListingRequest::roles_of(one), &mut ())).expect("roles");
    assert_eq!(listed.first().map(|listed| listed.roles.len()), Some(4));
}

/// Each page has something new, so it is no circle.
#[test]
fn many_small_pages_are_no_circle() {
    let (time, session) = scripted(|request| {
        let query = request.uri().query().unwrap_or_default();
        let page: u32 = query.split("next_token=").nth(1).map_or(1, |token| {
            token.split('&').next().and_then(|token| token.parse().ok()).expect("our own token")
        });
        let next = if page < 250 { format!("\"{}\"", page + 1) } else { "null".to_owned() };
        reply(200, &format!("{{\"accountList\":[{{\"accountId\":\"{page:012}\"}}],\"nextToken\":{next}}}"))
    });
    let listed = time.run(session.list(ListingRequest::accounts(&|_| true), &mut ())).expect("a listing");
    assert_eq!(listed.len(), 250);
}

#[test]
fn thirty_two_calls_at_once_and_no_more() {
    let answers = Arc::new(Mutex::new(HashMap::<Duration, usize>::new()));
    let (noted, clock) = (Arc::clone(&answers), Arc::new(Mutex::new(None::<Time>)));
    let now = Arc::clone(&clock);
    let (time, session) = forty(move |_, _| {
        let time = now.lock().expect("no panic").clone().expect("set before the start");
        *noted.lock().expect("no panic").entry(time.passed()).or_default() += 1;
        None
    });
    *clock.lock().expect("no panic") = Some(time.clone());
    time.run(session.list(ListingRequest::everything(), &mut ())).expect("a listing");
    // All that are under way are answered in the same moment.
    let mut together: Vec<_> = answers.lock().expect("no panic").clone().into_iter().collect();
    together.sort_unstable();
    assert_eq!(together.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [32, 8]);
}

/// The last that was told.
#[derive(Default)]
struct Last(Option<Progress>, usize, Vec<Wait>);

impl Observer for Last {
    fn progress(&mut self, progress: &Progress) {
        self.0 = Some(*progress);
        self.1 += 1;
    }

    fn waits(&mut self, wait: &Wait) {
        self.2.push(wait.clone());
    }
}

#[test]
fn how_far_a_listing_is() {
    let known: HashMap<_, _> =
        [(AccountId::new("000000000003").expect("an id"), Vec::<RoleName>::new())].into();
    for (known, with_roles, read) in
        [(HashMap::new(), true, 39.0), (known, true, 38.0), (HashMap::new(), false, 0.0)]
    {
        let (time, session) = forty(|at, _| (at == 1).then(|| busy(0)));
        let mut last = Last::default();
        let request =
            if with_roles { ListingRequest::everything() } else { ListingRequest::accounts(&|_| true) };
        time.run(session.list(request.with_known(known), &mut last)).expect("a listing");
        let progress = last.0.expect("told at the end");
        assert_eq!((progress.done, progress.accounts), (40, 40));
        assert_eq!(
            (progress.is_growing, progress.is_limited, progress.left()),
            (false, false, Some(Duration::ZERO))
        );
        let per_second = read / time.passed().as_secs_f64();
        assert!((progress.per_second - per_second).abs() < 1e-6, "{} {per_second}", progress.per_second);
    }
}

/// What the caller's observer is told does not depend on whether the listing is kept.
#[test]
fn a_listing_that_is_kept_tells_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = StartUrl::new("https://d-1234567890.awsapps.com/start").expect("a URL");
    let region = Region::new("eu-west-1").expect("a region");
    let cache = ListingCache::new(folder.path(), CacheKey::for_session("corp"), &url, &region);
    let (time, session) = forty(|at, attempt| (at == 1 && attempt == 1).then(|| busy(1)));
    let mut last = Last::default();
    time.run(session.list_into(&cache, &mut last)).expect("a listing");
    assert!(last.1 > 10, "{} times", last.1);
    assert!(matches!(last.2.as_slice(), [Wait::Retry { attempts: 1, .. }]), "{:?}", last.2);
    // Where it cannot be kept, it is given all the same, and that is told.
    let file = folder.path().join("file");
    std::fs::File::create(&file).expect("a file");
    let cache = ListingCache::new(&file, CacheKey::for_session("corp"), &url, &region);
    let mut told = RecordingObserver::default();
    let listing = time.run(session.list_into(&cache, &mut told)).expect("a listing");
    assert_eq!((listing.accounts.len(), told.not_cached), (40, 1));
}
