//! Builds a provider and a session for a simulated AWS.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Provider, Session, resolve};
use daypass_environment::{Environment, Network, Paths};
use daypass_simulator::Server;
use daypass_transport::{Caller, ReqwestTransport, TokioSleep};
use std::{error::Error, path::Path, sync::Arc, time::SystemTime};

/// Returns a provider with caches below `home`, and the session of the profile in `demo.config`.
#[expect(clippy::disallowed_methods, reason = "a program's own clock")]
pub(crate) fn at(server: &Server, home: &Path) -> Result<(Provider, Session), Box<dyn Error>> {
    let place = [("HOME", home.display().to_string())];
    let environment = Environment::of(place.into_iter().chain(server.variables()));
    let paths = Paths::of(&environment)?;
    let config = Document::parse(include_str!("demo.config"));
    let config = Config::new(&config, None, Dialect::AwsCli);
    let plan = resolve(&config, &environment.settings(None)?, "dev")?;
    let transport = ReqwestTransport::new(Network::of(&environment)?.client_options(None, &paths.home))?;
    let random = |bytes: &mut [u8]| getrandom::fill(bytes).expect("the system has random bytes");
    let caller = Caller::new(Arc::new(transport), Arc::new(TokioSleep), Arc::new(random));
    let provider = Provider::new(paths.folders(), caller, Arc::new(SystemTime::now), std::thread::sleep);
    let session = plan.session().ok_or("the profile has a session")?.clone();
    Ok((provider, session))
}
