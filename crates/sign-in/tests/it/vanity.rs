//! Tests of vanity start URLs: one request, one redirect, and only an AWS access portal is accepted.

use crate::{
    examples::own_event_loop::demo,
    sign_in::{Presser, run},
};
use daypass_credentials::{Provider, Session};
use daypass_environment::{Environment, Network};
use daypass_sign_in::{Portal, SignIn, resolve};
use daypass_simulator::{Server, World};
use daypass_sso_types::{Region, StartUrl};
use daypass_transport::{
    BoxFuture, Caller, Error, Request, ReqwestTransport, Response, Sleep, TokioSleep, Transport,
};
use http::header;
use std::{
    future::ready,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Answers with its script in order, and records the requests.
struct Script(Mutex<Vec<(u16, Option<&'static str>)>>, Arc<Mutex<Vec<String>>>);

impl Transport for Script {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        self.1.lock().expect("asked").push(format!("{} {}", request.method(), request.uri()));
        let (status, location) = self.0.lock().expect("script").remove(0);
        let mut response = Response::default();
        *response.status_mut() = status.try_into().expect("a status");
        if let Some(location) = location {
            response.headers_mut().insert(header::LOCATION, location.parse().expect("a header"));
        }
        Box::pin(async { Ok(response) })
    }
}

struct NoWait;

impl Sleep for NoWait {
    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

type Answers<'a> = &'a [(u16, Option<&'static str>)];

/// Resolves a start URL with these answers; returns the result and the requests.
fn resolved(url: &str, region: Option<&str>, answers: Answers<'_>) -> (Result<Portal, String>, Vec<String>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let script = Script(Mutex::new(answers.to_vec()), Arc::clone(&asked));
    let entropy = |bytes: &mut [u8]| bytes.fill(7);
    let caller = Caller::new(Arc::new(script), Arc::new(NoWait), Arc::new(entropy));
    let url = StartUrl::new(url).expect("a start URL");
    let region = region.map(|region| Region::new(region).expect("a region"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let portal = runtime.block_on(resolve(&caller, &url, region.as_ref()));
    let asked = asked.lock().expect("asked").clone();
    (portal.map_err(|error| format!("{:?} {error} {:?}", error.kind(), error.facts())), asked)
}

const VANITY: &str = "https://aws.mycompany.com/start";
const PORTAL: &str = "https://ssoins-1.portal.eu-west-1.app.aws";

#[test]
fn aws_hosts_are_not_resolved_and_keep_the_configured_region() {
    for url in ["https://d-1.awsapps.com/start#/", "https://ssoins-1.portal.eu-west-1.app.aws/"] {
        let (portal, asked) = resolved(url, Some("us-east-1"), &[]);
        let portal = portal.expect(url);
        assert_eq!((portal.url.as_str(), asked.len()), (url, 0));
        assert_eq!(portal.region.expect("a region").as_str(), "us-east-1");
    }
}

#[test]
fn one_redirect_is_followed_and_its_host_tells_the_region() {
    for (answers, asked) in [
        (&[(302, Some(PORTAL))][..], "HEAD"),
        (&[(301, Some("//SSOINS-1.portal.eu-west-1.app.aws:443/?a=b#/"))], "HEAD"),
        (&[(405, None), (308, Some(PORTAL))], "HEAD GET"),
        (&[(501, None), (307, Some(PORTAL))], "HEAD GET"),
    ] {
        let (portal, requests) = resolved(VANITY, Some("us-east-1"), answers);
        let region = Some(Region::new("eu-west-1").expect("a region"));
        assert_eq!(portal, Ok(Portal { url: PORTAL.to_owned(), region }));
        let methods: Vec<_> = requests.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(methods.join(" "), asked);
    }
}

#[test]
fn a_portal_without_a_region_in_its_host_has_the_configured_region() {
    let (portal, _) = resolved(VANITY, Some("us-east-1"), &[(302, Some("https://d-1.awsapps.com/start/"))]);
    let portal = portal.expect("a portal");
    assert_eq!(portal.url, "https://d-1.awsapps.com/start");
    assert_eq!(portal.region.map(|region| region.to_string()).as_deref(), Some("us-east-1"));
}

#[test]
fn only_an_aws_access_portal_is_accepted() {
    for (answer, words) in [
        ((302, Some("https://login.evil.net/start")), "https://login.evil.net/start"),
        ((302, Some("http://d-1.awsapps.com/start")), "begin with https"),
        ((302, Some("https://other.mycompany.com/again")), "https://other.mycompany.com/again"),
        ((302, Some("https://d-1.awsapps.com@evil.net/start")), "it redirects to"),
        ((302, Some("/elsewhere")), "https://aws.mycompany.com/elsewhere"),
        ((302, Some("elsewhere")), "https://aws.mycompany.com/elsewhere"),
        ((302, None), "redirects without a location"),
        ((200, None), "it leads to https://aws.mycompany.com/start"),
        ((404, None), "HTTP 404"),
    ] {
        let (portal, asked) = resolved(VANITY, Some("us-east-1"), &[answer]);
        let told = portal.expect_err("refused");
        assert!(told.contains(words) && told.contains("Configuration"), "{words}: {told}");
        assert_eq!(asked.len(), 1, "only one hop");
    }
}

#[test]
fn addresses_are_normalised() {
    for (location, expected) in [
        ("https://D-1.awsapps.com:443/p/", "https://d-1.awsapps.com/p"),
        ("https://d-1.awsapps.com:8443/p", "https://d-1.awsapps.com:8443/p"),
        ("https://d-1.awsapps.com/p?q=1#f", "https://d-1.awsapps.com/p"),
        ("https://d-1.awsapps.com.#f", "https://d-1.awsapps.com"),
    ] {
        let (portal, _) = resolved(VANITY, Some("us-east-1"), &[(302, Some(location))]);
        assert_eq!(portal.map(|portal| portal.url).as_deref(), Ok(expected), "{location}");
    }
}

/// Sends on what is not for the company's own address, which leads to the portal.
struct Company(ReqwestTransport);

impl Transport for Company {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        if request.uri().host() != Some("aws.mycompany.com") {
            return self.0.send(request);
        }
        let mut response = Response::default();
        *response.status_mut() = http::StatusCode::FOUND;
        let portal = header::HeaderValue::from_static("https://d-9067000018.awsapps.com/start");
        response.headers_mut().insert(header::LOCATION, portal);
        Box::pin(ready(Ok(response)))
    }
}

/// The service knows the portal alone; the token's file is of the URL that is configured.
#[test]
fn a_sign_in_asks_the_portal_behind_the_start_url() {
    let world = World::demo().with_settings(|settings| settings.check_start_url = true);
    let server = Server::start(world, 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let network = Network::of(&Environment::of(server.variables())).expect("no proxy");
    let transport =
        Company(ReqwestTransport::new(network.client_options(None, home.path())).expect("a transport"));
    let caller =
        Caller::new(Arc::new(transport), Arc::new(TokioSleep), Arc::new(|bytes: &mut [u8]| bytes.fill(7)));
    let provider = Provider::new(provider.folders().clone(), caller, Arc::clone(provider.clock()), |_| {});
    let url = StartUrl::new(VANITY).expect("a start URL");
    let session = Session::new(None, url, session.region.clone(), session.endpoints.clone());
    let (person, _) = Presser::new("allow");
    let signed_in = run(SignIn::new(&provider, &session, &person).run()).expect("signed in");
    assert_eq!(signed_in.token.start_url.as_deref(), Some(VANITY));
    assert!(provider.stored_token(&session).expect("readable").is_some());
}
