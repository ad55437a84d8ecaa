//! Generated files as the SDK for Rust and as our SDK dialect read them.

use std::collections::HashMap;

use aws_runtime::env_config::{property::Property, section::Profile};
use daypass_config_parse::{Config, Dialect, Document, Section};
use daypass_config_parse_peers::{Dice, Taste, document};

use crate::{aws, result::Result};

/// Compares so many pairs of files; whether all agree.
pub fn run(count: u64, seed: u64) -> Result<bool> {
    let mut dice = Dice::new(seed);
    let (mut accepted, mut refused, mut unordered, mut disagreements) = (0, 0, 0, Vec::new());
    for _ in 0..count {
        let taste = if dice.once_in(3) {
            Taste::Valid
        } else if dice.once_in(2) {
            Taste::Odd
        } else {
            Taste::Hostile
        };
        let files = [document(&mut dice, taste, false), document(&mut dice, taste, true)];
        let [Ok(config), Ok(credentials)] = files.map(String::from_utf8) else { continue };
        let theirs = aws::read(&config, &credentials);
        let documents = (Document::parse(config.as_str()), Document::parse_credentials(credentials.as_str()));
        let no = documents.0.refused_by(Dialect::Sdk).or_else(|| documents.1.refused_by(Dialect::Sdk));
        let read = Config::new(&documents.0, Some(&documents.1), Dialect::Sdk);
        let agrees = match (&theirs, no) {
            (Err(_), no) => {
                refused += 1;
                no.is_some()
            }
            (Ok(_), Some(_)) => false,
            (Ok(theirs), None) if in_hash_order(&config) || in_hash_order(&credentials) => {
                unordered += 1;
                theirs.profiles().count() == read.profiles().count()
            }
            (Ok(theirs), None) => {
                accepted += 1;
                theirs.profiles().count() == read.profiles().count()
                    && theirs.sso_sessions().count() == read.sso_sessions().count()
                    && read.profiles().all(|p| theirs.get_profile(p.name()) == Some(&profile(p)))
                    && read.sso_sessions().all(|s| {
                        theirs
                            .sso_session(s.name())
                            .is_some_and(|t| s.keys().iter().all(|k| t.get(k) == s.get(k)))
                    })
            }
        };
        if !agrees {
            disagreements.push(format!("config      {config:?}\ncredentials {credentials:?}\naws-runtime {theirs:?}\nrefused     {no:?}"));
        }
    }
    for shown in disagreements.iter().take(5) {
        println!("{shown}\n");
    }
    println!(
        "seed {seed}: aws-runtime accepts {accepted}, refuses {refused}, reads {unordered} in hash order: {} disagreements",
        disagreements.len()
    );
    Ok(disagreements.is_empty())
}

/// Whether two headers differ in white space only: aws-runtime joins such sections in the order of a hash.
fn in_hash_order(text: &str) -> bool {
    let headers = text.lines().filter(|line| line.starts_with('['));
    let mut seen: HashMap<String, &str> = HashMap::new();
    headers.into_iter().any(|line| {
        let header = line.split(['#', ';']).next().unwrap_or_default().trim();
        let squeezed: String =
            header.split_whitespace().collect::<Vec<_>>().join(" ").replace("[ ", "[").replace(" ]", "]");
        seen.insert(squeezed, header).is_some_and(|other| other != header)
    })
}

fn profile(section: Section<'_>) -> Profile {
    let properties = section.keys().into_iter().map(|key| {
        let value = section.get(key).unwrap_or_default();
        (key.to_owned(), Property::new(key.to_owned(), value.to_owned()))
    });
    Profile::new(section.name(), properties.collect())
}
