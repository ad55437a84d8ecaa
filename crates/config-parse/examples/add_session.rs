//! Adds an sso-session and a profile that uses it, and prints the file; nothing else in it changes.
//!
//! `cargo run --example add_session -- ~/.aws/config NAME START_URL REGION`
#![expect(clippy::print_stdout, reason = "an example for the terminal")]

use std::{
    env,
    error::Error,
    fs,
    io::{Write as _, stdout},
};

use daypass_config_parse::{Batch, Document, SectionName};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [path, name, start_url, region] = arguments.as_slice() else {
        return Err("say FILE NAME START_URL REGION".into());
    };
    let mut file = Document::parse(fs::read(path).unwrap_or_default());
    let (session, profile) = (SectionName::sso_session(name), SectionName::profile(name));
    let batch = Batch::new()
        .set(&session, "sso_start_url", start_url)
        .set(&session, "sso_region", region)
        .set(&profile, "sso_session", name);
    if !file.apply(&batch)? {
        println!("# it is all there already");
    }
    stdout().write_all(file.as_bytes())?;
    Ok(())
}
