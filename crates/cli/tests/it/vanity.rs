//! A start URL of a company's own: asked once, its portal signed in to, its region written down; the caches are
//! named by what the person wrote.

use crate::home::Home;
use daypass_simulator::World;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring};

const PORTAL: &str = "https://ssoins-1.portal.eu-central-1.app.aws/start";

/// A world whose portal is at that address.
fn world() -> World {
    World::from_toml(&format!(
        "name = \"vanity\"\nusers = [\"testuser@example.com\"]\nseed = 7\nstart_url = \"{PORTAL}\"\n\
         region = \"eu-central-1\"\n[[account]]\nid = \"111122223333\"\nname = \"One\"\nroles = [\"Admin\"]\n"
    ))
    .expect("a world")
}

/// An https address on loopback that sends everybody elsewhere, the authority to trust, and what it was asked.
pub(crate) struct Company {
    pub(crate) url: String,
    pub(crate) authority: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Company {
    pub(crate) fn open(answer: &'static str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a CA");
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(["localhost".to_owned()]).expect("parameters");
        let certificate = params.signed_by(&key, &issuer).expect("a certificate");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key.into())
            .expect("a configuration");
        let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").expect("a port"));
        let url = format!("https://localhost:{}/start", listener.local_addr().expect("an address").port());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
                let mut stream = StreamOwned::new(connection, stream);
                let mut request = vec![0; 4096];
                let length = stream.read(&mut request).unwrap_or(0);
                let text = String::from_utf8_lossy(&request[..length]);
                // A stranger ends the connection before it asks for anything.
                log.lock().expect("a log").extend(text.lines().next().map(str::to_owned));
                drop(stream.write_all(answer.as_bytes()));
                stream.conn.send_close_notify();
                drop(stream.flush());
            }
        });
        Self { url, authority: issuer.pem(), asked }
    }

    /// One that sends everybody to the portal.
    pub(crate) fn redirecting() -> Self {
        Self::open(REDIRECT)
    }

    /// The address without its path.
    pub(crate) fn origin(&self) -> String {
        self.url.trim_end_matches("/start").to_owned()
    }

    /// The first lines of the requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("a log").clone()
    }

    pub(crate) fn home(&self) -> Home {
        let home = Home::with(world());
        home.write("ca.pem", &self.authority);
        let bundle = home.path().join("ca.pem").display().to_string();
        home.set("AWS_CA_BUNDLE", &bundle)
    }
}

const REDIRECT: &str = "HTTP/1.1 302 Found\r\nlocation: https://ssoins-1.portal.eu-central-1.app.aws/start/#/\r\n\
    content-length: 0\r\nconnection: close\r\n\r\n";

#[test]
fn the_portal_behind_it_is_signed_in_to_and_its_region_written() {
    let company = Company::redirecting();
    let home = company.home();
    home.write(
        ".aws/config",
        &format!(
            "# ours\n[sso-session my corp]\n[sso-session corp]\nsso_start_url = {}\nsso_region = us-east-1\n",
            company.url
        ),
    );
    let outcome = home.run_with_browser("login --sso-session corp --flow pkce", "allow").ok();
    assert!(outcome.stderr.contains("The portal is in eu-central-1; sso_region says so now."), "{outcome}");
    assert!(outcome.stderr.contains(&format!("({})", company.url)), "the configured URL is shown: {outcome}");
    assert_eq!(
        home.read(".aws/config"),
        format!(
            "# ours\n[sso-session my corp]\n[sso-session corp]\nsso_start_url = {}\nsso_region = eu-central-1\n",
            company.url
        )
    );
    assert_eq!(company.asked(), ["HEAD /start HTTP/1.1"]);
    // sha1 of `corp`: the token is the session's, and knows the URL that the person wrote.
    let token = home.read(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
    assert!(token.contains(&company.url) && token.contains("\"eu-central-1\""), "{token}");
    let again = home.run("login --sso-session corp").ok();
    assert!(again.stderr.contains("Nothing to do"), "{again}");
    assert_eq!(company.asked().len(), 1, "a good token asks nobody");
}

#[test]
fn a_legacy_default_profile_keeps_its_section() {
    let company = Company::redirecting();
    let home = company.home();
    let rest = "sso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-west-2\n";
    home.write(
        ".aws/config",
        &format!("[default]\nsso_start_url = {}\nsso_region = us-east-1\n{rest}", company.url),
    );
    let _signed_in = home.run_with_browser("login", "allow").ok();
    let after = format!("[default]\nsso_start_url = {}\nsso_region = eu-central-1\n{rest}", company.url);
    assert_eq!(home.read(".aws/config"), after);
    let who = home.run("whoami").ok();
    assert!(who.stdout.contains("111122223333"), "{who}");
}

#[test]
fn a_failure_leaves_the_config_as_it_was() {
    let stranger = "HTTP/1.1 302 Found\r\nlocation: https://login.evil.example/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    for (answer, button, code) in [(stranger, "allow", 4), (REDIRECT, "deny", 7)] {
        let company = Company::open(answer);
        let home = company.home();
        let config = format!("[sso-session corp]\nsso_start_url = {}\nsso_region = us-east-1\n", company.url);
        home.write(".aws/config", &config);
        let outcome = match code {
            4 => home.run("login --sso-session corp"),
            _ => home.run_with_browser("login --sso-session corp --flow pkce", button),
        };
        assert_eq!((outcome.code, home.read(".aws/config")), (Some(code), config), "{outcome}");
    }
}

#[test]
fn the_wizard_learns_the_region_from_it() {
    let company = Company::redirecting();
    let home = company.home();
    let words = format!(
        "configure sso --profile dev --sso-session corp --sso-start-url {} --sso-account-id 111122223333 \
         --sso-role-name Admin",
        company.url
    );
    let _set_up = home.run_with_browser(&words, "allow").ok();
    assert_eq!(
        home.read(".aws/config"),
        format!(
            "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\n\
             [sso-session corp]\nsso_start_url = {}\nsso_region = eu-central-1\n\
             sso_registration_scopes = sso:account:access\n",
            company.url
        )
    );
    assert_eq!(company.asked().len(), 1);
}

#[test]
fn without_configuration_its_region_is_found() {
    let company = Company::redirecting();
    let home = company.home();
    home.server().world().lock().set_auto_approve(daypass_simulator::AutoApprove::Allow);
    let outcome = home.run(&format!("login {}", company.url)).ok();
    assert!(outcome.stderr.contains("Signed in to"), "{outcome}");
    assert_eq!(company.asked().len(), 1);
}
