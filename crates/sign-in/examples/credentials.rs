//! Gets the credentials of a profile, signing in if needed: the README's example as a program.
//!
//! ```text
//! AWS_PROFILE=dev cargo run -p daypass-sign-in --example credentials
//! ```

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{ErrorKind, Provider, resolve};
use daypass_environment::{Environment, Network, Paths};
use daypass_sign_in::{Person, SignIn};
use daypass_sso_types::Credentials;
use daypass_transport::{Caller, ReqwestTransport, TokioSleep};
use std::{error::Error, fs, sync::Arc, time::SystemTime};

/// Returns the credentials of the environment's profile, after a sign-in if one is needed.
#[expect(clippy::disallowed_methods, reason = "a program's own clock")]
async fn credentials(environment: &Environment, person: &dyn Person) -> Result<Credentials, Box<dyn Error>> {
    let paths = Paths::of(environment)?;
    let config = Document::parse(fs::read(paths.config.clone().ok_or("no config file")?)?);
    let config = Config::new(&config, None, Dialect::AwsCli);
    let profile = environment.profile()?.unwrap_or_else(|| "default".to_owned());
    let plan = resolve(&config, &environment.settings(None)?, &profile)?;

    let transport = ReqwestTransport::new(Network::of(environment)?.client_options(None, &paths.home))?;
    let random = |bytes: &mut [u8]| getrandom::fill(bytes).expect("the system has random bytes");
    let caller = Caller::new(Arc::new(transport), Arc::new(TokioSleep), Arc::new(random));
    let provider = Provider::new(paths.folders(), caller, Arc::new(SystemTime::now), std::thread::sleep);

    match (provider.credentials(&plan).await, plan.session()) {
        (Err(error), Some(session)) if error.kind() == ErrorKind::LoginRequired => {
            SignIn::new(&provider, session, person).run().await?;
            Ok(provider.credentials(&plan).await?)
        }
        (result, _) => Ok(result?),
    }
}

/// Calls [`credentials`], whose name and visibility the README's text fixes, for the test.
pub(crate) async fn run(
    environment: &Environment,
    person: &dyn Person,
) -> Result<Credentials, Box<dyn Error>> {
    credentials(environment, person).await
}

/// A program without a person; it can only use a sign-in that exists.
struct NoPerson;

impl Person for NoPerson {
    fn is_there(&self) -> bool {
        false
    }

    fn show(&self, _: &daypass_sign_in::Invitation<'_>) {}
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(&Environment::process(), &NoPerson)).map(drop)
}
