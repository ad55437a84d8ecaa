//! Tests of texts and words: invitations, doubts about a region, statuses.

use daypass_credentials::{Endpoints, Renewal, Session, SessionState};
use daypass_sign_in::{Invitation, Person, RegionDoubt, SignInStatus, Unverified};
use daypass_sso_types::{AccessToken, Region, StartUrl, WebAddress};
use daypass_token_cache::Token;
use std::{error::Error as _, sync::Mutex, time::SystemTime};

fn region(name: &str) -> Region {
    Region::new(name).expect("a region")
}

fn url(text: &str) -> StartUrl {
    StartUrl::new(text).expect("a start URL")
}

#[test]
fn a_region_is_doubted_by_the_portal_s_host_or_its_form() {
    let (anywhere, ireland) =
        ("https://d-1234567890.awsapps.com/start", "https://ssoins-1.portal.eu-west-1.app.aws");
    for (portal, given, doubt) in [
        (anywhere, "eu-west-1", None),
        (anywhere, "il-newplace-1", None),
        (anywhere, "eu-west1", Some("eu-west1 does not look like an AWS region; did you mean eu-west-1?")),
        (anywhere, "qqqqqqqqqqqq", Some("qqqqqqqqqqqq does not look like an AWS region")),
        (ireland, "eu-west-1", None),
        (ireland, "us-east-1", Some("the portal's host is in eu-west-1, and sso_region says us-east-1")),
    ] {
        let found = RegionDoubt::of(&url(portal), &region(given)).map(|doubt| doubt.to_string());
        assert_eq!(found.as_deref(), doubt, "{portal} {given}");
    }
}

/// Records the invitations it is shown, as `Display` and as `Debug`.
#[derive(Default)]
struct Reader(Mutex<Vec<String>>);

impl Person for Reader {
    fn show(&self, invitation: &Invitation<'_>) {
        self.0.lock().expect("no panic").push(format!("{invitation}|{invitation:?}"));
    }
}

#[test]
fn invitations_are_shown_and_debug_hides_addresses() {
    use crate::{examples::own_event_loop::demo, sign_in::run};
    use daypass_sign_in::{ErrorKind, Flow, Options, SignIn};
    let reader = Reader::default();
    let address = WebAddress::parse("https://example.com").expect("an address");
    assert!(!reader.open(&address) && !reader.has_browser() && reader.is_there());
    let token = Token::new(AccessToken::new("planted"), SystemTime::UNIX_EPOCH);
    assert_eq!(reader.done(Ok(&token)), None);
    let person: &dyn Person = &reader;
    assert_eq!(format!("{person:?}"), "Person");
    let server = daypass_simulator::Server::start(daypass_simulator::World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    for flow in [Flow::Browser, Flow::Device] {
        let mut options = Options::default();
        options.flow = Some(flow);
        options.timeout = Some(std::time::Duration::from_millis(100));
        let error =
            run(SignIn::new(&provider, &session, &reader).with_options(options).run()).expect_err("late");
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }
    let default = "&scopes=sso%3Aaccount%3Aaccess&";
    let other = Some(vec!["other:scope".to_owned()]);
    for (scopes, asked) in [(None, default), (Some(Vec::new()), default), (other, "&scopes=other%3Ascope&")] {
        let (session, reader) = (session.clone().with_scopes(scopes), Reader::default());
        let mut options = Options::default();
        (options.flow, options.timeout) = (Some(Flow::Browser), Some(std::time::Duration::from_millis(100)));
        let error =
            run(SignIn::new(&provider, &session, &reader).with_options(options).run()).expect_err("late");
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        let shown = reader.0.lock().expect("no panic").join("");
        assert!(shown.contains(asked), "{asked}: {shown}");
    }
    let shown = reader.0.lock().expect("no panic").join("\n");
    let (browser, device) = shown.split_once('\n').expect("two");
    let (words, debug) = browser.split_once('|').expect("both forms");
    assert!(words.starts_with("Sign in at this address: http") && words.contains("state="), "{words}");
    assert!(debug.starts_with("Browser { port: ") && !debug.contains("state"), "{debug}");
    let (words, debug) = device.split_once('|').expect("both forms");
    assert!(words.starts_with("Sign in at http") && words.contains(" with the code "), "{words}");
    assert!(debug.starts_with("Code { user_code: ") && debug.contains("is_opened: false"), "{debug}");
}

#[test]
fn each_status_has_a_word() {
    let token = || Token::new(AccessToken::new("planted"), SystemTime::UNIX_EPOCH);
    let session =
        Session::new(None, url("https://d-1.awsapps.com/start"), region("eu-west-1"), Endpoints::default());
    for (status, word, is_good) in [
        (SignInStatus::Stored(SessionState::SignedIn(token()), None), "signed_in", true),
        (SignInStatus::Stored(SessionState::Renewable(token()), None), "renewable", true),
        (SignInStatus::Stored(SessionState::Expired(token()), None), "expired", false),
        (SignInStatus::Stored(SessionState::OtherPortal(token()), None), "signed_in_elsewhere", false),
        (SignInStatus::Refused(token()), "refused", false),
    ] {
        assert_eq!((status.word(), status.is_good()), (word, is_good));
        assert!(status.token().is_some());
        assert_eq!(
            status.renewal(&session, SystemTime::UNIX_EPOCH),
            Renewal::Never,
            "without a refresh token"
        );
        assert_eq!(status.renewable_until(), None);
    }
}

#[test]
fn an_unverified_status_names_the_portal_s_error() {
    use daypass_portal_client::{Error, ErrorKind};
    let error = Unverified::Portal(Error::local(ErrorKind::Network, "no way there"));
    let words = "cannot verify the sign-in at the portal: no way there";
    assert_eq!(error.to_string(), words);
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("no way there"));
}
