//! Lists the profiles of a config file, in the order of `aws configure list-profiles`.
//!
//! `cargo run --example list_profiles -- ~/.aws/config [~/.aws/credentials]`
#![expect(clippy::print_stdout, reason = "an example for the terminal")]

use std::{env, error::Error, fs};

use daypass_config_parse::{Config, Dialect, Document};

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = env::args().skip(1);
    let config = Document::parse(fs::read(paths.next().ok_or("which file?")?)?);
    let credentials = paths.next().map(fs::read).transpose()?.map(Document::parse_credentials);
    let config = Config::new(&config, credentials.as_ref(), Dialect::AwsCli);
    for profile in config.profiles() {
        println!(
            "{:24} line {:4}  {}",
            profile.name(),
            profile.line(),
            profile.get("sso_session").unwrap_or("-")
        );
    }
    Ok(())
}
