//! Reads one profile and its session, without reading the rest of the file.
//!
//! `cargo run --example read_profile -- ~/.aws/config NAME`
#![expect(clippy::print_stdout, reason = "an example for the terminal")]

use std::{env, error::Error, fs};

use daypass_config_parse::{Dialect, Lookup};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = fs::read(arguments.next().ok_or("which file?")?)?;
    let name = arguments.next().unwrap_or_else(|| "default".to_owned());
    let lookup = Lookup::find(&file, None, &name, Dialect::AwsCli);
    let config = lookup.config();
    let profile = config.profile(&name).ok_or("there is no such profile")?;
    let session = profile.get("sso_session").and_then(|session| config.sso_session(session));
    for section in [Some(profile), session].into_iter().flatten() {
        println!("{} {}", section.kind().prefix(), section.name());
        for key in section.keys() {
            println!("  {key} = {}", section.get(key).unwrap_or_default());
        }
    }
    Ok(())
}
