//! Lines of `credential_process`, and what belongs to which key of the cache.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credential_sources::{Error, ErrorKind, ExternalSource, ProcessLine};
use std::collections::HashSet;

fn line(text: &str) -> Option<Result<ProcessLine, Error>> {
    let document = Document::parse(format!("[profile p]\n{text}\n"));
    let config = Config::new(&document, None, Dialect::AwsCli);
    ProcessLine::of(&config.profile("p").expect("a profile"))
}

#[test]
fn words() {
    let words = |text: &str| {
        let line = line(&format!("credential_process = {text}")).expect("a line");
        line.map(|line| line.words().to_vec()).map_err(|error| (error.kind(), error.to_string()))
    };
    assert_eq!(words("/x/prog 'a b' \"c\"").expect("words"), ["/x/prog", "a b", "c"]);
    for (text, rule) in [("prog 'a", "a quotation does not end"), ("''", "it names no program")] {
        let message = format!("credential_process of profile p: {rule}");
        assert_eq!(words(text), Err((ErrorKind::Configuration, message)));
    }
    assert!(line("region = eu-west-1").is_none());
}

#[test]
fn each_line_has_a_key_of_its_own() {
    let keys: HashSet<_> = ["prog a", "prog b", "prog  a", "prog 'a'"]
        .iter()
        .map(|text| line(&format!("credential_process = {text}")).expect("a line").expect("words"))
        .filter_map(|line| ExternalSource::Process(line).cache_key())
        .collect();
    assert_eq!(keys.len(), 4);
}
