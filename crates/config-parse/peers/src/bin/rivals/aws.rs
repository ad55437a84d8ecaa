//! The SDK for Rust's reading of two texts.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use aws_runtime::env_config::{
    file::{EnvConfigFileKind, EnvConfigFiles},
    section::EnvConfigSections,
    source,
};
use aws_types::os_shim_internal::{Env, Fs};

/// Both files as the SDK reads them, or its error.
pub fn read(config: &str, credentials: &str) -> Result<EnvConfigSections, String> {
    EnvConfigSections::parse(source_of(config, credentials)).map_err(|error| error.to_string())
}

/// Both files' contents as the SDK holds them before it parses.
pub fn source_of(config: &str, credentials: &str) -> source::Source {
    let files = EnvConfigFiles::builder()
        .with_contents(EnvConfigFileKind::Config, config)
        .with_contents(EnvConfigFileKind::Credentials, credentials)
        .build();
    let (env, fs) = (Env::from_slice(&[]), Fs::from_slice(&[]));
    ready(source::load(&env, &fs, &files)).expect("contents in memory load")
}

/// A future that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
}
