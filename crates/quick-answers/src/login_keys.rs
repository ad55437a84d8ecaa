//! The keys of a profile's console sign-in, for the prompt alone: a cached answer does not look for them.

use crate::cached_role::read;
use daypass_config_parse::{Dialect, FileKind, Lookup};
use daypass_credentials::{Settings, Source, resolve};
use daypass_environment::{Environment, Paths};
use daypass_token_cache::{LoginKey, Store};
use std::time::SystemTime;

/// When the keys of the console sign-in of a profile end, by their file; `None` if the profile has none.
pub(crate) fn login_keys_until(profile: &str, env: &Environment) -> Option<SystemTime> {
    let paths = Paths::of(env).ok()?;
    let config = read(paths.config.as_ref()?, FileKind::Config, profile).ok()?;
    let credentials = paths.credentials.as_ref();
    let credentials = credentials.and_then(|path| read(path, FileKind::Credentials, profile).ok());
    let lookup = Lookup::find(&config, credentials.as_deref(), profile, Dialect::AwsCli);
    let plan = resolve(&lookup.config(), &Settings::default(), profile).ok()?;
    let Source::Login(login) = plan.source() else { return None };
    let key = LoginKey::of(login.session().as_str());
    let entry = Store::at(paths.login_cache(env)).load_login(&key).ok()??;
    entry.credentials.expires_at.filter(|end| *end > SystemTime::UNIX_EPOCH)
}
