//! The key of a profile by the AWS SDK for Rust alone, as any program has it: its own configuration files, its own sign-in
//! with console credentials (`login_session`), its own refresh. Prints what `cargo xtask interop console` compares.
//!
//! `login PROFILE`

use aws_credential_types::provider::ProvideCredentials as _;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let profile = std::env::args().nth(1).ok_or("login PROFILE")?;
    let client = aws_smithy_http_client::Builder::new().build_http();
    let config = aws_config::defaults(aws_config::BehaviorVersion::latest());
    let config = config.profile_name(profile).http_client(client).load().await;
    let provider = config.credentials_provider().ok_or("no credentials provider")?;
    let keys = provider.provide_credentials().await?;
    println!(r#"{{"AccessKeyId": "{}"}}"#, keys.access_key_id());
    Ok(())
}
