//! T11-04: a client of the AWS SDK for Rust whose operation timeout is shorter than the renewal of the session, against
//! a service whose refresh tokens are good for one use. Ends with an error where a session is lost.

use aws_sdk_sts::config::{Region, timeout::TimeoutConfig};
use aws_smithy_runtime_api::{
    client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
    http::{Request as SdkRequest, Response as SdkResponse, StatusCode},
};
use aws_smithy_types::body::SdkBody;
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Folders, Provider, SdkCredentials, Settings, resolve};
use daypass_transport::{Caller, Error, Request, Response, RetryPolicy};
use std::{
    error, fs,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
    [sso-session corp]\nsso_start_url = https://d-abc123.awsapps.com/start\nsso_region = us-east-1\n";
/// SHA-1 of `corp`.
const TOKEN: &str = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const AGED: &str = r#"{"accessToken": "at0", "expiresAt": "2020-01-01T00:00:00Z", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2099-01-01T00:00:00Z", "refreshToken": "rt0"}"#;
/// How long CreateToken takes, and what the SDK waits for a whole operation.
const RENEWAL: Duration = Duration::from_millis(500);
const PATIENCE: [u64; 8] = [20, 100, 200, 300, 400, 480, 495, 505];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let mut gave_up = 0;
    for patience in PATIENCE {
        let home = tempfile::tempdir()?;
        gave_up += u32::from(survives(home.path(), Duration::from_millis(patience)).await?);
    }
    println!("{} operation timeouts, {gave_up} shorter than the renewal: no session lost", PATIENCE.len());
    if gave_up < 5 { Err("the timeouts were not shorter than the renewal".into()) } else { Ok(()) }
}

/// One home: an operation that gives up, then one that waits. Whether the first gave up.
async fn survives(home: &Path, patience: Duration) -> Result<bool, Box<dyn error::Error>> {
    fs::create_dir(home.join("sso"))?;
    fs::write(home.join("sso").join(TOKEN), AGED)?;
    let document = Document::parse(CONFIG);
    let plan = resolve(&Config::new(&document, None, Dialect::AwsCli), &Settings::default(), "dev")?;
    let folders = Folders {
        sso_cache: home.join("sso"),
        cli_cache: home.join("cli"),
        locks: home.join("locks"),
        clients: home.join("clients"),
    };
    let valid = Arc::new(Mutex::new(0_u32));
    let service = {
        let valid = Arc::clone(&valid);
        move |request: Request| answer(Arc::clone(&valid), request)
    };
    let entropy = |buffer: &mut [u8]| buffer.fill(7);
    let caller = Caller::new(Arc::new(service), Arc::new(tokio::time::sleep), Arc::new(entropy));
    let caller = caller.with_policy(RetryPolicy::never());
    let provider = Provider::new(folders, caller, Arc::new(SystemTime::now), std::thread::sleep);
    let credentials = SdkCredentials::new(provider, plan);
    let client = |timeout: Duration| {
        let timeouts = TimeoutConfig::builder().operation_timeout(timeout).build();
        let config = aws_sdk_sts::Config::builder()
            .region(Region::new("us-east-1"))
            .credentials_provider(credentials.clone())
            .sleep_impl(Sleep)
            .http_client(http_client_fn(|_, _| SharedHttpConnector::new(Sts)))
            .timeout_config(timeouts);
        aws_sdk_sts::Client::from_conf(config.build())
    };
    let first = client(patience).get_caller_identity().send().await;
    let second = client(Duration::from_secs(20)).get_caller_identity().send().await;
    let second = second.map_err(|error| format!("after {patience:?}: {error:?}"))?;
    assert_eq!(second.account(), Some("111122223333"));
    assert_eq!(*valid.lock().expect("no panic"), 1, "one renewal");
    Ok(first.is_err())
}

/// OIDC and the portal. A refresh token is used up when it arrives; its answer takes a while.
async fn answer(valid: Arc<Mutex<u32>>, request: Request) -> Result<Response, Error> {
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let mut response = Response::default();
    if request.uri().path() != "/token" {
        *response.body_mut() = br#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s","sessionToken":"t","expiration":4102444800000}}"#.to_vec();
        return Ok(response);
    }
    let new = {
        let mut valid = valid.lock().expect("no panic");
        let right = body.contains(&format!("\"rt{valid}\""));
        *valid += u32::from(right);
        right.then_some(*valid)
    };
    tokio::time::sleep(RENEWAL).await;
    if let Some(new) = new {
        *response.body_mut() =
            format!(r#"{{"accessToken":"at{new}","expiresIn":28800,"refreshToken":"rt{new}"}}"#).into_bytes();
    } else {
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
        *response.body_mut() = br#"{"error":"invalid_grant"}"#.to_vec();
    }
    Ok(response)
}

/// STS in place of the network.
#[derive(Debug)]
struct Sts;

impl HttpConnector for Sts {
    fn call(&self, _: SdkRequest) -> HttpConnectorFuture {
        let body = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
            <Arn>arn:aws:sts::111122223333:assumed-role/Admin/x</Arn><UserId>A:x</UserId><Account>111122223333</Account>\
            </GetCallerIdentityResult></GetCallerIdentityResponse>";
        let status = StatusCode::try_from(200).expect("a status");
        HttpConnectorFuture::ready(Ok(SdkResponse::new(status, SdkBody::from(body))))
    }
}

/// tokio's timer, as the SDK wants it.
#[derive(Debug, Clone)]
struct Sleep;

impl aws_sdk_sts::config::AsyncSleep for Sleep {
    fn sleep(&self, duration: Duration) -> aws_sdk_sts::config::Sleep {
        aws_sdk_sts::config::Sleep::new(tokio::time::sleep(duration))
    }
}
