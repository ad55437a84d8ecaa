//! What the adapter says of certificates, good and bad.

use daypass_transport::{ClientOptions, Error, ErrorKind, ReqwestTransport, Response, Transport as _};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::{TlsAcceptor, rustls};

/// An authority with a folder for bundles.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: tempfile::TempDir,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a CA");
        Self { issuer, folder: tempfile::tempdir().expect("a folder") }
    }

    fn pem(&self) -> String {
        self.issuer.pem()
    }

    #[expect(clippy::disallowed_methods, reason = "a test's own file")]
    fn bundle(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("bundle.pem");
        std::fs::write(&path, text).expect("a writable folder");
        path
    }

    /// A server with a certificate for these names and years; gives its URL.
    async fn serve(&self, names: &[&str], years: (i32, i32)) -> String {
        self.serve_as(names, years, IsCa::NoCa).await
    }

    async fn serve_as(&self, names: &[&str], years: (i32, i32), is_ca: IsCa) -> String {
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(names).expect("parameters");
        params.is_ca = is_ca;
        params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key.into())
            .expect("a server configuration");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("https://localhost:{}/", listener.local_addr().expect("an address").port());
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    drop(stream.read(&mut [0; 4096]).await);
                    drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await);
                    drop(stream.shutdown().await);
                }
            }
        });
        url
    }
}

async fn send(url: &str, options: ClientOptions) -> Result<Response, Error> {
    let transport = ReqwestTransport::new(options.without_proxy()).expect("a client");
    transport.send(http::Request::get(url).body(Vec::new()).expect("a request")).await
}

async fn refusal(url: &str, options: ClientOptions) -> String {
    let error = send(url, options).await.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    // The port is another each time.
    let (host, port) = error.host().rsplit_once(':').expect("a port");
    error.to_string().replace(&format!("{host}:{port}"), host)
}

#[tokio::test]
async fn a_bundle_is_trusted_bad_neighbours_or_not() {
    let authority = Authority::new("ours");
    let url = authority.serve(&["localhost"], (2020, 4000)).await;
    let der_garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let pem_garbage = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    for text in [
        authority.pem(),
        format!("# corporate\n{der_garbage}{}", authority.pem()),
        format!("{pem_garbage}{}", authority.pem()),
        format!("{}{der_garbage}", authority.pem()),
    ] {
        let options = ClientOptions::default().with_ca_bundle(authority.bundle(&text));
        assert_eq!(send(&url, options).await.expect(&text).body(), b"ok");
    }
    let folder = ClientOptions::default().with_ca_bundle(authority.folder.path());
    assert_eq!(send(&url, folder).await.expect("a folder of bundles").body(), b"ok");
}

#[tokio::test]
async fn strangers_are_refused_in_words() {
    let (authority, other) = (Authority::new("ours"), Authority::new("another"));
    let good = authority.serve(&["localhost"], (2020, 4000)).await;
    let trusting = |ca: &Authority| ClientOptions::default().with_ca_bundle(ca.bundle(&ca.pem()));
    let expired = authority.serve(&["localhost"], (2020, 2021)).await;
    let future = authority.serve(&["localhost"], (3000, 4000)).await;
    let elsewhere = authority.serve(&["elsewhere.test"], (2020, 4000)).await;
    insta::assert_snapshot!([
        refusal(&good, trusting(&other)).await,
        refusal(&expired, trusting(&authority)).await,
        refusal(&future, trusting(&authority)).await,
        refusal(&elsewhere, trusting(&authority)).await,
    ].join("\n"), @"
    no secure connection to localhost: its certificate is not signed by an authority this machine trusts; behind a TLS-inspecting proxy, set AWS_CA_BUNDLE to the proxy's CA certificate
    no secure connection to localhost: its certificate has expired, or this machine's clock is ahead
    no secure connection to localhost: its certificate is not valid yet, or this machine's clock is behind
    no secure connection to localhost: its certificate is for another host
    ");
    for url in [good, expired, future, elsewhere] {
        let options = trusting(&other).without_tls_verification();
        assert_eq!(send(&url, options).await.expect("no verification").body(), b"ok", "{url}");
    }
}

/// What `openssl req -x509` makes by default: the certificate of an authority, which no server may show.
#[tokio::test]
async fn t25_08_an_authoritys_own_certificate_is_no_servers() {
    let authority = Authority::new("ours");
    let is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let url = authority.serve_as(&["localhost"], (2020, 4000), is_ca).await;
    let options = ClientOptions::default().with_ca_bundle(authority.bundle(&authority.pem()));
    insta::assert_snapshot!(refusal(&url, options).await, @"no secure connection to localhost: its certificate is made for an authority (CA:TRUE), and no server's; it needs one of its own");
}

#[tokio::test]
async fn a_bundle_that_is_none_is_named() {
    let authority = Authority::new("ours");
    let url = authority.serve(&["localhost"], (2020, 4000)).await;
    let empty =
        refusal(&url, ClientOptions::default().with_ca_bundle(authority.bundle("no certificate here"))).await;
    let absent = refusal(&url, ClientOptions::default().with_ca_bundle("/no/such/bundle.pem")).await;
    let folder = authority.folder.path().display().to_string();
    insta::assert_snapshot!([empty, absent].join("\n").replace(&folder, "FOLDER"), @"
    no secure connection to localhost: the CA bundle FOLDER/bundle.pem holds no usable certificate
    no secure connection to localhost: the CA bundle /no/such/bundle.pem holds no usable certificate: failed to read PEM from file: No such file or directory (os error 2) at '/no/such/bundle.pem'
    ");
}

/// T14: a bundle is opened as a file, without waiting, up to a length.
#[cfg(unix)]
#[tokio::test]
async fn t14_02_a_bundle_that_would_never_end_is_refused() {
    let authority = Authority::new("ours");
    let url = authority.serve(&["localhost"], (2020, 4000)).await;
    let refused = refusal(&url, ClientOptions::default().with_ca_bundle("/dev/zero")).await;
    assert!(refused.ends_with("the CA bundle /dev/zero is not a file"), "{refused}");
    let long = authority.folder.path().join("long.pem");
    std::fs::File::create(&long).and_then(|file| file.set_len(10 << 30)).expect("10 GiB, all of it holes");
    let refused = refusal(&url, ClientOptions::default().with_ca_bundle(&long)).await;
    assert!(refused.ends_with("long.pem is longer than 67108864 bytes"), "{refused}");
}

#[tokio::test]
async fn plain_http_never_looks_at_the_roots() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        drop(stream.read(&mut [0; 4096]).await);
        drop(stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await);
    });
    let options = ClientOptions::default().with_ca_bundle("/no/such/bundle.pem");
    assert_eq!(send(&url, options).await.expect("no TLS, no roots").status(), 204);
}

#[tokio::test]
async fn a_server_without_tls_is_no_secure_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("https://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.read(&mut [0; 4096]).await);
            drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await);
        }
    });
    insta::assert_snapshot!(refusal(&url, ClientOptions::default()).await, @"no secure connection to 127.0.0.1: what answers there does not speak TLS");
}

#[tokio::test]
async fn connecting_has_a_limit_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place = listener.local_addr().expect("an address");
    let url = format!("https://{place}/");
    let silent =
        tokio::spawn(async move { listener.accept().await.map(|connection| (connection, listener)) });
    let options = ClientOptions::default().with_connect_timeout(Some(Duration::from_millis(50)));
    let error = send(&url, options).await.expect_err("nobody shakes hands");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert_eq!(error.to_string(), format!("no answer from {place} in time: it did not take the connection"));
    drop(silent.await);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "it measures time")]
fn making_a_client_is_cheap() {
    ReqwestTransport::new(ClientOptions::default()).expect("a client");
    let times = (0..50).map(|_| {
        let start = std::time::Instant::now();
        ReqwestTransport::new(ClientOptions::default()).expect("a client");
        start.elapsed()
    });
    let best = times.min().expect("fifty");
    println!("a client in {best:?}");
    assert!(best.as_millis() < 2, "{best:?}: it must not be reading the roots");
}
