//! Tests of both flows: completed, shared, denied, dropped, and against a failing service.

use crate::examples::own_event_loop::demo;
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Endpoints, Provider, Session, Settings};
use daypass_sign_in::{
    Error, ErrorKind, Event, Flow, Invitation, Options, Person, Portal, SignIn, SignInStatus, SignedIn,
};
use daypass_simulator::{Operation, Server, World};
use daypass_sso_types::{Region, Remedy, SignInTarget, StartUrl, WebAddress};
use daypass_testkit::browser;
use daypass_token_cache::CacheKey;
use std::{
    io::Write as _,
    path::Path,
    sync::{Mutex, mpsc},
    thread,
    time::Duration,
};

/// A person who presses one button on the page that is shown, and records events, one word each.
pub(crate) struct Presser {
    pub(crate) has_browser: bool,
    button: &'static str,
    told: Mutex<Vec<&'static str>>,
    pages: Mutex<Option<mpsc::Sender<String>>>,
}

impl Presser {
    pub(crate) fn new(button: &'static str) -> (Self, mpsc::Receiver<String>) {
        let (pages, shown) = mpsc::channel();
        (Self { has_browser: true, button, told: Mutex::default(), pages: Mutex::new(Some(pages)) }, shown)
    }

    pub(crate) fn told(&self) -> String {
        self.told.lock().expect("no panic").join(" ")
    }

    fn press(&self, address: &str) {
        let (address, button) = (address.to_owned(), self.button);
        let pages = self.pages.lock().expect("no panic").take();
        thread::spawn(move || {
            let page = browser::press(&address, button);
            if let Some(pages) = pages {
                drop(pages.send(page));
            }
        });
    }
}

impl Person for Presser {
    fn has_browser(&self) -> bool {
        self.has_browser
    }

    fn open(&self, address: &WebAddress) -> bool {
        assert!(address.is_for_a_browser(), "{address}");
        if self.button != "nothing" {
            self.press(address.as_str());
        }
        true
    }

    fn show(&self, invitation: &Invitation<'_>) {
        let word = match invitation {
            Invitation::Browser { .. } => "browser",
            _ => "code",
        };
        self.told.lock().expect("no panic").push(word);
    }

    fn done(&self, result: Result<&daypass_token_cache::Token, &Error>) -> Option<String> {
        result.ok().map(|_| "Until <tomorrow>.".to_owned())
    }

    fn event(&self, event: &Event<'_>) {
        let word = match event {
            Event::AnotherSignIn { .. } => "another",
            Event::RegisteringAnew => "anew",
            Event::Approved => "approved",
            Event::NoBrowser => "none",
            _ => return,
        };
        self.told.lock().expect("no panic").push(word);
    }
}

pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}

fn world() -> Server {
    Server::start(World::demo(), 0).expect("a free port")
}

async fn by(
    flow: Flow,
    timeout: Duration,
    (provider, session): &(Provider, Session),
    person: &Presser,
) -> Result<SignedIn, Error> {
    let mut options = Options::default();
    options.flow = Some(flow);
    options.timeout = Some(timeout);
    SignIn::new(provider, session, person).with_options(options).run().await
}

const LONG: Duration = Duration::from_secs(20);
/// Long enough for some polls of the device flow.
const SHORT: Duration = Duration::from_millis(1_500);
/// Long enough for the browser to be opened.
const BRIEF: Duration = Duration::from_millis(200);

/// Starts a browser sign-in and drops its future while it waits for the redirect.
async fn drop_waiting(at: &(Provider, Session), person: &Presser) {
    let giving_up = tokio::time::timeout(BRIEF, by(Flow::Browser, LONG, at, person));
    assert!(giving_up.await.is_err(), "it waits for the browser");
}

fn files(folder: &Path) -> usize {
    folder.join(".aws/sso/cache").read_dir().map_or(0, Iterator::count)
}

#[test]
fn both_flows_end_with_a_stored_token() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let at = demo::at(&server, home.path()).expect("a session");
    for (flow, told) in [(Flow::Browser, "browser approved"), (Flow::Device, "code approved")] {
        let (person, pages) = Presser::new("allow");
        let signed_in = run(by(flow, LONG, &at, &person)).expect("signed in");
        let stored = at.0.stored_token(&at.1).expect("readable").expect("stored");
        assert_eq!(stored.access_token, signed_in.token.access_token);
        assert!(signed_in.is_own && stored.refresh_token.is_some());
        assert_eq!(person.told(), told);
        let page = pages.recv_timeout(LONG).expect("a page");
        if flow == Flow::Browser {
            assert!(page.contains("Signed in to corp") && page.contains("Until &lt;tomorrow&gt;."), "{page}");
        }
    }
    assert_eq!(files(home.path()), 3, "a token, and a client for each flow");
}

#[test]
fn concurrent_sign_ins_share_one_result() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let (one, two) =
        (demo::at(&server, home.path()).expect("one"), demo::at(&server, home.path()).expect("two"));
    let ((first, _), (second, _)) = (Presser::new("allow"), Presser::new("allow"));
    let both =
        async { tokio::join!(by(Flow::Browser, LONG, &one, &first), by(Flow::Browser, LONG, &two, &second)) };
    let (first_in, second_in) = run(both);
    let (first_in, second_in) = (first_in.expect("signed in"), second_in.expect("signed in"));
    assert_eq!(first_in.token.access_token, second_in.token.access_token);
    assert_eq!((first_in.is_own, second_in.is_own), (true, false));
    assert_eq!(second.told(), "another");
    assert_eq!(server.world().lock().count(Operation::CreateToken), 1);
}

#[test]
fn a_denied_sign_in_has_a_remedy() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let at = demo::at(&server, home.path()).expect("a session");
    for flow in [Flow::Browser, Flow::Device] {
        let (person, pages) = Presser::new("deny");
        let error = run(by(flow, LONG, &at, &person)).expect_err("denied");
        let page = pages.recv_timeout(LONG).expect("a page");
        assert!(flow == Flow::Device || page.contains("Not signed in"), "{page}");
        assert_eq!(error.kind(), ErrorKind::Denied, "{error}");
        let target = SignInTarget::Session("corp".to_owned());
        assert_eq!(error.remedy(), Some(&Remedy::SignIn(target)));
    }
}

#[test]
fn t05_a_failing_service_is_not_reported_as_a_timeout() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let at = demo::at(&server, home.path()).expect("a session");
    let (late, _) = Presser::new("nothing");
    let error = run(by(Flow::Device, SHORT, &at, &late)).expect_err("nobody approves");
    assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
    for fault in ["CreateToken status=500 always", "CreateToken drop always"] {
        server.world().lock().add_fault(fault.parse().expect("a fault"));
        let error = run(by(Flow::Device, SHORT, &at, &late)).expect_err("the service fails");
        assert_eq!(error.kind(), ErrorKind::Network, "{fault}: {error}");
        server.world().lock().clear_faults();
    }
}

#[test]
fn t06_04_the_browser_flow_replaces_a_client_that_the_service_forgot() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let at = demo::at(&server, home.path()).expect("a session");
    let (person, _) = Presser::new("allow");
    run(by(Flow::Browser, LONG, &at, &person)).expect("signed in");
    let registered = || server.world().lock().count(Operation::RegisterClient);
    assert_eq!(registered(), 1);
    server.world().lock().revoke_registrations();
    // The browser shows an error page and no redirect comes: the sign-in times out, or its future is dropped.
    for give_up in [false, true] {
        let (lost, _) = Presser::new("nothing");
        let before = registered();
        if give_up {
            run(drop_waiting(&at, &lost));
        } else {
            run(by(Flow::Browser, BRIEF, &at, &lost)).expect_err("not approved");
        }
        assert_eq!(registered(), before, "the registered one was tried");
        let (person, _) = Presser::new("allow");
        run(by(Flow::Browser, LONG, &at, &person)).expect("signed in");
        assert_eq!(registered(), before + 1);
    }
}

/// The device flow calls the service before it shows a code, so a forgotten client is noticed in time.
#[test]
fn t06_04_the_device_flow_replaces_a_forgotten_client_before_asking() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let at = demo::at(&server, home.path()).expect("a session");
    let told = || {
        let (person, _) = Presser::new("allow");
        let done = run(by(Flow::Device, LONG, &at, &person)).map_err(|error| error.kind()).map(|_| ());
        (done, person.told())
    };
    assert_eq!(told(), (Ok(()), "code approved".to_owned()));
    server.world().lock().revoke_registrations();
    assert_eq!(told(), (Ok(()), "anew code approved".to_owned()));
    // Another error does not register a client.
    let registered = server.world().lock().count(Operation::RegisterClient);
    let fault = "StartDeviceAuthorization status=400 always".parse().expect("a fault");
    server.world().lock().add_fault(fault);
    let (done, words) = told();
    assert!(done.is_err() && words.is_empty(), "{done:?} {words}");
    assert_eq!(server.world().lock().count(Operation::RegisterClient), registered);
}

#[test]
fn a_dropped_sign_in_releases_its_lock() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let at = demo::at(&server, home.path()).expect("a session");
    let (nobody, _) = Presser::new("nothing");
    run(drop_waiting(&at, &nobody));
    let nothing = run(SignIn::new(&at.0, &at.1, &nobody).join()).expect_err("nobody signs in");
    assert_eq!(nothing.kind(), ErrorKind::NoSignInInProgress);
    let (person, _) = Presser::new("allow");
    run(by(Flow::Browser, LONG, &at, &person)).expect("the lock is free");
    assert_eq!(person.told(), "browser approved");
}

#[test]
fn the_flow_fits_the_session_the_options_and_the_person() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let legacy =
        Session::new(None, session.start_url.clone(), session.region.clone(), session.endpoints.clone());
    for (session, flow, has_port, has_browser, told) in [
        (&session, None, false, true, "browser"),
        (&session, None, false, false, "none code"),
        (&session, None, true, false, "browser"),
        (&session, Some(Flow::Device), true, true, "code"),
        (&session, Some(Flow::Browser), false, false, "browser"),
        (&legacy, Some(Flow::Browser), true, true, "code"),
        (&legacy, None, false, false, "code"),
    ] {
        let (mut person, _) = Presser::new("nothing");
        person.has_browser = has_browser;
        let mut options = Options::default();
        (options.flow, options.timeout) = (flow, Some(BRIEF));
        options.callback_port = has_port.then_some(0);
        let sign_in = SignIn::new(&provider, session, &person).with_options(options);
        run(sign_in.run()).expect_err("nobody approves");
        assert_eq!(person.told(), told, "{:?} {flow:?} {has_port} {has_browser}", session.name);
    }
}

/// Behind a vanity start URL the portal is in another region, and only the portal's own URL is known to the service.
#[test]
fn a_sign_in_at_a_given_portal() {
    let world = World::demo().with_settings(|settings| settings.check_start_url = true);
    let server = Server::start(world, 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let vanity = StartUrl::new("https://sso.example.com/start").expect("a start URL");
    let region = Region::new("us-east-2").expect("a region");
    let portal = Portal { url: session.start_url.as_str().to_owned(), region: Some(region.clone()) };
    let name = Some("corp".to_owned());
    let session = Session::new(name, vanity, session.region.clone(), session.endpoints.clone());
    for flow in [Flow::Browser, Flow::Device] {
        let (person, _) = Presser::new("allow");
        let mut options = Options::default();
        (options.flow, options.timeout) = (Some(flow), Some(LONG));
        let sign_in = SignIn::new(&provider, &session, &person).with_options(options);
        let signed_in = run(sign_in.at(Some(portal.clone())).run()).expect("signed in");
        assert_eq!(signed_in.region, region, "{flow:?}");
        let said = (signed_in.token.start_url.as_deref(), signed_in.token.region.as_deref());
        assert_eq!(said, (Some("https://sso.example.com/start"), Some("us-east-2")), "{flow:?}");
    }
}

#[test]
fn the_keys_of_who_was_signed_in_before_are_gone() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let keys = ["former", "other"].map(CacheKey::for_session);
    let role = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;
    for key in &keys {
        let file = provider.roles().path(key);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::File::create(file).expect("a file").write_all(role.as_bytes()).expect("written");
    }
    let (person, _) = Presser::new("allow");
    run(SignIn::new(&provider, &session, &person).forgetting([keys[0]]).run()).expect("signed in");
    assert_eq!(keys.map(|key| provider.roles().path(&key).exists()), [false, true]);
}

#[test]
fn what_keeps_a_sign_in_from_its_begin() {
    let (server, home) = (world(), tempfile::tempdir().expect("a folder"));
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let (person, _) = Presser::new("nothing");
    let document = Document::parse("");
    let config = Config::new(&document, None, Dialect::AwsCli);
    let settings = Settings { endpoint_url: Some("http://10.0.0.1".to_owned()), ..Settings::default() };
    let exposed = Session::new(
        session.name.clone(),
        session.start_url.clone(),
        session.region.clone(),
        Endpoints::of(&settings, &config, None),
    );
    let error = run(SignIn::new(&provider, &exposed, &person).run()).expect_err("plain http");
    let words = "the sign-in service has no known endpoint";
    assert_eq!(
        (error.kind(), error.to_string().contains(words)),
        (ErrorKind::Configuration, true),
        "{error}"
    );
    #[cfg(unix)]
    {
        let file = provider.tokens().path(&session.token_key());
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::os::unix::fs::symlink(&file, &file).expect("a link to itself");
        let error = run(SignIn::new(&provider, &session, &person).run()).expect_err("unreadable");
        assert_eq!(error.kind(), ErrorKind::Cache, "{error}");
        assert_eq!(SignInStatus::of(&provider, &session).word(), "unreadable");
    }
    assert_eq!(person.told(), "");
}
