//! Lists what tools reject or misread in a config file, and what fixes it.
//!
//! `cargo run --example lint -- ~/.aws/config`
#![expect(clippy::print_stdout, reason = "an example for the terminal")]

use std::{env, error::Error, fs};

use daypass_config_parse::{Document, Tool};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("which file?")?;
    let file = Document::parse(fs::read(&path)?);
    let names = |tools: &[Tool]| tools.iter().map(Tool::to_string).collect::<Vec<_>>().join(", ");
    for found in file.lint() {
        println!("{path}:{}:{}: {} {}", found.line(), found.column(), found.code(), found.message());
        for (what, tools) in [("rejected by", found.refused_by()), ("misread by", found.misread_by())] {
            if !tools.is_empty() {
                println!("    {what}: {}", names(tools));
            }
        }
        println!("    remedy: {}", found.remedy());
    }
    Ok(())
}
