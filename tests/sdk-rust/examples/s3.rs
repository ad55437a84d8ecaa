//! Buckets of a person who has just signed in, listed by the AWS SDK for Rust: `SignIn` of daypass-sign-in, then
//! `SdkCredentials` of daypass-credentials as the credentials provider of an `aws-sdk-s3` client.
//!
//! The service is the simulator, in process, which checks the signature of each request. A program leaves
//! `http_client` out: the SDK then brings its own.

use aws_sdk_s3::config::{Region, retry::RetryConfig};
use aws_smithy_runtime_api::{
    client::{
        http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
        result::ConnectorError,
    },
    http::{Request as SdkRequest, Response as SdkResponse},
};
use aws_smithy_types::body::SdkBody;
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Folders, Provider, SdkCredentials, Settings, resolve};
use daypass_sign_in::{Invitation, Person, SignIn};
use daypass_simulator::{AutoApprove, InProcess, World};
use daypass_transport::{Caller, Transport as _};
use std::{error::Error, fmt, sync::Arc, time::SystemTime};

const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess

[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let folder = |name: &str| home.path().join(name);
    let folders = Folders {
        sso_cache: folder("sso"),
        cli_cache: folder("cli"),
        locks: folder("locks"),
        clients: folder("clients"),
    };
    let world = World::demo().with_settings(|settings| settings.auto_approve = AutoApprove::Allow);
    let aws = InProcess::new(world, SystemTime::now);
    let entropy = |bytes: &mut [u8]| getrandom::fill(bytes).expect("the system has random bytes");
    let caller = Caller::new(Arc::new(aws.clone()), Arc::new(tokio::time::sleep), Arc::new(entropy));
    let provider = Provider::new(folders, caller, Arc::new(SystemTime::now), std::thread::sleep);

    let document = Document::parse(CONFIG);
    let config = Config::new(&document, None, Dialect::AwsCli);
    let plan = resolve(&config, &Settings::default(), "dev")?;
    let session = plan.session().ok_or("the profile has a session")?;
    SignIn::new(&provider, session, &Console).run().await?;

    let config = aws_sdk_s3::Config::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(SdkCredentials::new(provider, plan))
        .retry_config(RetryConfig::disabled())
        .http_client(http_client_fn(move |_, _| SharedHttpConnector::new(Connector(aws.clone()))));
    let listed = aws_sdk_s3::Client::from_conf(config.build()).list_buckets().send().await?;
    let names: Vec<_> = listed.buckets().iter().filter_map(|bucket| bucket.name()).collect();
    println!("aws-sdk-s3 lists {}", names.join(", "));
    if names.is_empty() { Err("no buckets".into()) } else { Ok(()) }
}

/// Where a person is told where to go; here the simulated person needs to be told nothing.
struct Console;

impl Person for Console {
    fn show(&self, invitation: &Invitation<'_>) {
        println!("{invitation}");
    }
}

/// The simulator in place of the SDK's HTTP client.
#[derive(Clone)]
struct Connector(InProcess);

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: SdkRequest) -> HttpConnectorFuture {
        let aws = self.0.clone();
        HttpConnectorFuture::new(async move {
            let failed = |error: Box<dyn Error + Send + Sync>| ConnectorError::other(error, None);
            let request = request.try_into_http1x().map_err(|error| failed(error.into()))?;
            let host = request.uri().host().unwrap_or_default().to_owned();
            let mut request = request.map(|body| body.bytes().unwrap_or_default().to_vec());
            if let Ok(host) = host.parse() {
                request.headers_mut().entry(http::header::HOST).or_insert(host);
            }
            let response = aws.send(request).await.map_err(|error| failed(error.into()))?;
            SdkResponse::try_from(response.map(SdkBody::from)).map_err(|error| failed(error.into()))
        })
    }
}
