//! The client against the simulated service, which verifies PKCE and proofs by code of its own.

use crate::support::{SHORT_X, SHORT_Y, at, endpoint, key};
use daypass_console_login::{
    Client, ErrorKind, Flow, Pkce, ProofKey, RingSigner, SignIn, Signer as _,
    callback::{Callback, Verdict},
    read_pasted_code,
};
use daypass_simulator::{AutoApprove, ConsoleRefresh, InProcess, Operation, Settings, SharedWorld, World};
use daypass_sso_types::AuthorizationCode;
use daypass_testkit::socket::NoSleep;
use daypass_transport::{Caller, Endpoint, EndpointOptions, Service};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

const NOW: u64 = 1_795_402_559;
const FLOW: Flow = Flow::SameDevice { port: 49152 };

/// A simulated service, a caller that reaches it, and one clock for both.
struct Setup {
    world: SharedWorld,
    caller: Caller,
}

impl Setup {
    fn of(change: impl FnOnce(&mut Settings)) -> Self {
        Self::below("", change)
    }

    fn below(prefix: &str, change: impl FnOnce(&mut Settings)) -> Self {
        let world = World::demo().with_prefix(prefix).with_settings(|settings| {
            settings.auto_approve = AutoApprove::Allow;
            change(settings);
        });
        let transport = InProcess::new(world, || at(NOW));
        let count = AtomicU64::new(0);
        let entropy = move |bytes: &mut [u8]| {
            let next = count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            bytes.iter_mut().zip(next.into_iter().rev().cycle()).for_each(|(byte, random)| *byte = random);
        };
        let world = transport.world();
        Self { caller: Caller::new(Arc::new(transport), Arc::new(NoSleep), Arc::new(entropy)), world }
    }

    fn at(&self, endpoint: Endpoint) -> Client {
        Client::new(self.caller.clone(), endpoint, Arc::new(RingSigner::new()))
    }

    /// The client of a region: the host says it, as with AWS.
    fn client(&self, region: &str) -> Client {
        let region = region.parse().expect("a region");
        self.at(Endpoint::aws(Service::Signin, &region, EndpointOptions::default()))
    }

    fn pkce(&self) -> Pkce {
        Pkce::from_entropy(self.caller.entropy())
    }

    /// Opens an address as a browser does; where it leads.
    fn open(&self, url: &str) -> String {
        let request = http::Request::get(url).body(Vec::new()).expect("a request");
        let response = self.world.lock().handle(&request, at(NOW));
        let location = response.headers().get("location").expect("a redirect");
        location.to_str().expect("text").to_owned()
    }

    fn code(&self, client: &Client, pkce: &Pkce) -> AuthorizationCode {
        let location = self.open(&client.authorize_url(FLOW, pkce));
        let judged = Callback::new("/oauth/callback", &pkce.state, 49152).judge_url(&location);
        let code = if let Verdict::Code(code) = judged { Some(code) } else { None };
        code.expect("the redirect of this sign-in")
    }

    async fn sign_in(&self, client: &Client, key: &ProofKey) -> SignIn {
        let pkce = self.pkce();
        let code = self.code(client, &pkce);
        client.redeem_code(FLOW, &code, &pkce.verifier, key, &|| at(NOW)).await.expect("a session")
    }

    fn calls(&self) -> u64 {
        self.world.lock().count(Operation::CreateOAuth2Token)
    }

    fn fault(&self, line: &str) {
        self.world.lock().add_fault(line.parse().expect("a fault"));
    }
}

#[tokio::test]
async fn a_sign_in_and_refreshes_in_every_partition() {
    let setup = Setup::of(|_| ());
    for region in ["us-east-2", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"] {
        for (fips, dual_stack) in [(false, false), (true, false), (false, true), (true, true)] {
            let options = EndpointOptions { fips, dual_stack };
            let client =
                setup.at(Endpoint::aws(Service::Signin, &region.parse().expect("a region"), options));
            let key = RingSigner::new().generate().expect("a key");
            let session = setup.sign_in(&client, &key).await;
            assert_eq!(session.login_session.as_str(), "arn:aws:iam::051234567822:user/testuser");
            assert_eq!(session.credentials.expires_at, Some(at(NOW + 900)));
            let mut token = session.refresh_token;
            for _ in 0..2 {
                let renewed = client.refresh(FLOW.client_id(), &token, &key, &|| at(NOW)).await;
                token = renewed.expect("credentials").refresh_token.expect("the next token");
            }
        }
    }
}

#[tokio::test]
async fn l73_a_strict_service_takes_keys_that_begin_with_a_zero() {
    let setup = Setup::of(|_| ());
    let client = setup.client("eu-west-1");
    for pem in [SHORT_X, SHORT_Y] {
        let session = setup.sign_in(&client, &key(pem)).await;
        // The key goes through a file in between, as it does from sign-in to refresh.
        let again = ProofKey::from_pem(&key(pem).to_pem()).expect("a key");
        let renewed = client.refresh(FLOW.client_id(), &session.refresh_token, &again, &|| at(NOW)).await;
        renewed.expect("the same key");
    }
}

#[tokio::test]
async fn l19_a_sign_in_on_another_device() {
    let setup = Setup::of(|_| ());
    let client = setup.client("us-east-2");
    let pkce = setup.pkce();
    let location = setup.open(&client.authorize_url(Flow::CrossDevice, &pkce));
    let request = http::Request::get(&location).body(Vec::new()).expect("a request");
    let page = String::from_utf8(setup.world.lock().handle(&request, at(NOW)).into_body()).expect("text");
    let (_, rest) = page.split_once("<code id=\"code\">").expect("a code");
    for pasted in [rest.split('<').next().expect("a code"), location.as_str()] {
        read_pasted_code(pasted, &pkce.state).expect(pasted);
    }
    let code = read_pasted_code(&location, &pkce.state).expect("a code");
    let key = RingSigner::new().generate().expect("a key");
    let flow = Flow::CrossDevice;
    let session =
        client.redeem_code(flow, &code, &pkce.verifier, &key, &|| at(NOW)).await.expect("a session");
    let renewed = client.refresh(flow.client_id(), &session.refresh_token, &key, &|| at(NOW)).await;
    renewed.expect("credentials");
}

#[tokio::test]
async fn l35_l36_a_session_belongs_to_the_region_of_its_sign_in() {
    let setup = Setup::of(|_| ());
    let (own, other) = (setup.client("us-east-2"), setup.client("us-east-1"));
    let key = RingSigner::new().generate().expect("a key");
    let session = setup.sign_in(&own, &key).await;
    let refused = other.refresh(FLOW.client_id(), &session.refresh_token, &key, &|| at(NOW)).await;
    let error = refused.expect_err("another region");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(!error.kind().is_over(), "the session lives");
    own.refresh(FLOW.client_id(), &session.refresh_token, &key, &|| at(NOW)).await.expect("its own region");
}

#[tokio::test]
async fn l71_an_endpoint_with_a_path() {
    let setup = Setup::below("/idc", |_| ());
    let client = setup.at(endpoint("http://127.0.0.1:8080/idc"));
    let session = setup.sign_in(&client, &RingSigner::new().generate().expect("a key")).await;
    assert_eq!(session.credentials.account_id.as_ref().map(AsRef::as_ref), Some("051234567822"));
}

#[tokio::test]
async fn l23_l43_what_a_lost_reply_comes_to() {
    let single = |settings: &mut Settings| settings.console_refresh = ConsoleRefresh::SingleUse;
    let key = RingSigner::new().generate().expect("a key");
    for (change, is_recovered) in [(single as fn(&mut Settings), false), (|_| (), true)] {
        let setup = Setup::of(change);
        let client = setup.client("eu-west-1");
        let pkce = setup.pkce();
        let code = setup.code(&client, &pkce);
        setup.fault("CreateOAuth2Token lose_reply");
        let lost = client.redeem_code(FLOW, &code, &pkce.verifier, &key, &|| at(NOW)).await;
        assert_eq!((lost.expect_err("lost").kind(), setup.calls()), (ErrorKind::ReplyLost, 1));

        let session = setup.sign_in(&client, &key).await;
        setup.fault("CreateOAuth2Token lose_reply");
        let again = client.refresh(FLOW.client_id(), &session.refresh_token, &key, &|| at(NOW)).await;
        let outcome = again.map(|_| ()).map_err(|error| error.kind());
        let wanted = if is_recovered { Ok(()) } else { Err(ErrorKind::ReplyLost) };
        assert_eq!((outcome, setup.calls()), (wanted, 4));
    }
}

#[tokio::test]
async fn l24_l25_busy_once_and_signed_in() {
    for fault in ["status=503", "throttle", "server_error"] {
        let setup = Setup::of(|_| ());
        setup.fault(&format!("CreateOAuth2Token {fault}"));
        setup.sign_in(&setup.client("eu-west-1"), &RingSigner::new().generate().expect("a key")).await;
        assert_eq!(setup.calls(), 2, "{fault}");
    }
}

#[tokio::test]
async fn l33_l34_l27_what_the_service_says_of_a_session() {
    let setup = Setup::of(|_| ());
    let client = setup.client("eu-west-1");
    let key = RingSigner::new().generate().expect("a key");
    let session = setup.sign_in(&client, &key).await;
    for (fault, kind) in [
        ("token_expired", ErrorKind::SessionEnded),
        ("user_credentials_changed", ErrorKind::CredentialsChanged),
        ("insufficient_permissions", ErrorKind::InsufficientPermissions),
        ("authcode_expired", ErrorKind::CodeExpired),
        ("error=403:AccessDeniedException", ErrorKind::AccessDenied),
        ("html", ErrorKind::Malformed),
        ("malformed", ErrorKind::Malformed),
    ] {
        setup.fault(&format!("CreateOAuth2Token {fault}"));
        let refused = client.refresh(FLOW.client_id(), &session.refresh_token, &key, &|| at(NOW)).await;
        assert_eq!(refused.expect_err(fault).kind(), kind, "{fault}");
    }
    setup.world.lock().end_sessions();
    let ended = client.refresh(FLOW.client_id(), &session.refresh_token, &key, &|| at(NOW)).await;
    assert_eq!(ended.expect_err("ended").kind(), ErrorKind::SessionEnded);
}

#[tokio::test]
async fn l66_a_wrong_clock_is_told_beside_the_refusal() {
    let setup = Setup::of(|settings| settings.skew_seconds = 3600);
    let client = setup.client("eu-west-1");
    let pkce = setup.pkce();
    let code = setup.code(&client, &pkce);
    let key = RingSigner::new().generate().expect("a key");
    let refused = client.redeem_code(FLOW, &code, &pkce.verifier, &key, &|| at(NOW)).await;
    let error = refused.expect_err("a proof of another hour");
    assert_eq!((error.kind(), error.clock_skew()), (ErrorKind::InvalidRequest, Some(3600)));
}
