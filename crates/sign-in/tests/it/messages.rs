//! What is said of a sign-in: to the person, of a region, of what is stored.

use daypass_credentials::{Endpoints, Renewal, Session, SessionState};
use daypass_sign_in::{Invitation, Person, RegionDoubt, Standing, Unverified};
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
fn a_region_is_doubted_where_the_portal_or_its_form_says_so() {
    let (anywhere, ireland) =
        ("https://d-1234567890.awsapps.com/start", "https://ssoins-1.portal.eu-west-1.app.aws");
    for (portal, given, doubt) in [
        (anywhere, "eu-west-1", None),
        (anywhere, "il-newplace-1", None),
        (anywhere, "eu-west1", Some("eu-west1 does not look like a region of AWS; eu-west-1 is meant?")),
        (anywhere, "qqqqqqqqqqqq", Some("qqqqqqqqqqqq does not look like a region of AWS")),
        (ireland, "eu-west-1", None),
        (ireland, "us-east-1", Some("the portal's host is in eu-west-1, and sso_region says us-east-1")),
    ] {
        let found = RegionDoubt::of(&url(portal), &region(given)).map(|doubt| doubt.to_string());
        assert_eq!(found.as_deref(), doubt, "{portal} {given}");
    }
}

/// Keeps what it is shown, in both forms.
#[derive(Default)]
struct Reader(Mutex<Vec<String>>);

impl Person for Reader {
    fn show(&self, invitation: &Invitation<'_>) {
        self.0.lock().expect("no panic").push(format!("{invitation}|{invitation:?}"));
    }
}

#[test]
fn a_person_who_does_nothing_but_read() {
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
fn a_standing_in_a_word() {
    let token = || Token::new(AccessToken::new("planted"), SystemTime::UNIX_EPOCH);
    let session =
        Session::new(None, url("https://d-1.awsapps.com/start"), region("eu-west-1"), Endpoints::default());
    for (standing, word, is_good) in [
        (Standing::Stored(SessionState::SignedIn(token()), None), "signed_in", true),
        (Standing::Stored(SessionState::Renewable(token()), None), "renewable", true),
        (Standing::Stored(SessionState::Expired(token()), None), "expired", false),
        (Standing::Stored(SessionState::Elsewhere(token()), None), "signed_in_elsewhere", false),
        (Standing::Refused(token()), "refused", false),
    ] {
        assert_eq!((standing.word(), standing.is_good()), (word, is_good));
        assert!(standing.token().is_some());
        assert_eq!(
            standing.renewal(&session, SystemTime::UNIX_EPOCH),
            Renewal::Never,
            "without a refresh token"
        );
        assert_eq!(standing.renewable_until(), None);
    }
}

#[test]
fn why_the_portal_s_answer_is_not_known() {
    use daypass_portal_client::{Error, ErrorKind};
    let error = Unverified::Portal(Error::local(ErrorKind::Network, "no way there"));
    let words = "the portal does not say whether the sign-in is good: no way there";
    assert_eq!(error.to_string(), words);
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("no way there"));
}
