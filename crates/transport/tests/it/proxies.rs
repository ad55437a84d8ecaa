//! Through which proxy a request goes, and what is said where that fails.

use daypass_transport::{
    ClientOptions, Error, ErrorKind, Proxies, ProxyChoice, ReqwestTransport, Transport as _,
};
use std::time::Duration;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

#[test]
fn a_proxy_is_for_the_addresses_of_one_scheme() {
    for (http, https, is_empty) in [(None, None, true), (Some("a"), None, false), (None, Some("b:1"), false)]
    {
        let proxies = Proxies::new(http, https, "").expect("addresses");
        let whole = |text: Option<&str>| text.map(|text| format!("http://{text}"));
        assert_eq!(proxies.is_empty(), is_empty);
        assert_eq!(proxies.of_scheme("http").map(str::to_owned), whole(http));
        assert_eq!(proxies.of_scheme("https").map(str::to_owned), whole(https));
        assert_eq!(proxies.of_scheme("ftp"), None);
    }
    for (scheme, read) in
        [("http", Proxies::new(Some("::::"), None, "")), ("https", Proxies::new(None, Some("::::"), ""))]
    {
        let error = read.expect_err("no address");
        assert_eq!(error.for_scheme(), scheme);
        let start = format!("the proxy for {scheme} addresses cannot be used: it is not an address");
        assert!(error.to_string().starts_with(&start), "{error}");
    }
    let shown = format!("{:?}", Proxies::new(Some("u:planted@a"), None, "").expect("an address"));
    assert!(shown.contains("ProxyAddress") && !shown.contains("planted"), "{shown}");
    let odd = Proxies::new(None, None, "example.com:https").expect("no address");
    assert!(!odd.bypasses("example.com", 443), "a port is a number");
}

async fn answer(status: u16) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(status)).mount(&server).await;
    server
}

async fn ask(proxies: Proxies, url: &str) -> Result<u16, ErrorKind> {
    let options = ClientOptions::default().with_proxies(proxies);
    let transport = ReqwestTransport::new(options).expect("a client");
    let request = http::Request::get(url).body(Vec::new()).expect("a request");
    transport.send(request).await.map(|reply| reply.status().as_u16()).map_err(|error: Error| error.kind())
}

#[tokio::test]
async fn a_request_goes_through_its_proxy_unless_its_host_is_listed() {
    let (proxy, direct) = (answer(418).await, answer(200).await);
    let place = direct.address().to_string();
    let nobody =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port");
    let ask = async |http: Option<&str>, https: Option<&str>, list: &str, url: &str| {
        ask(Proxies::new(http, https, list).expect("addresses"), url).await
    };
    let (proxy, direct, dead) = (proxy.uri(), direct.uri(), format!("http://{nobody}"));
    let through = Some(proxy.as_str());
    assert_eq!(ask(through, None, "", &direct).await, Ok(418));
    assert_eq!(ask(through, None, "other.example", &direct).await, Ok(418));
    assert_eq!(ask(through, None, &place, &direct).await, Ok(200), "this port of this host");
    assert_eq!(ask(None, through, "", &direct).await, Ok(200), "the proxy of another scheme");
    assert_eq!(ask(through, None, "nobody.invalid:443", "http://nobody.invalid/").await, Ok(418));
    let listed = ask(through, None, "nobody.invalid:80", "http://nobody.invalid/").await;
    assert_eq!(listed, Err(ErrorKind::Dns), "80 is the usual port");
    // Who cannot be reached is the proxy, whatever the scheme.
    assert_eq!(ask(Some(&dead), None, "", "http://nobody.invalid/").await, Err(ErrorKind::Proxy));
    assert_eq!(ask(None, Some(&dead), "", &dead).await, Err(ErrorKind::Connect), "no proxy is on its way");
}

#[test]
fn options_are_what_was_asked_for() {
    let options = ClientOptions::default();
    assert!(matches!(options.proxies, ProxyChoice::System));
    let second = Some(Duration::from_secs(1));
    let options = options.with_connect_timeout(second).with_read_timeout(None).without_proxy();
    assert_eq!((options.connect_timeout, options.read_timeout, options.verify_tls), (second, None, true));
    assert!(matches!(options.proxies, ProxyChoice::Only(proxies) if proxies.is_empty()));
    let transport = ReqwestTransport::new(ClientOptions::default()).expect("a client");
    assert_eq!(format!("{transport:?}"), "ReqwestTransport { max_response_bytes: 8388608, .. }");
}
