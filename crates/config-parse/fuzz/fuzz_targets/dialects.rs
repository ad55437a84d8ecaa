//! Where neither dialect has anything to say against a file, both read the same in it.
#![no_main]

use daypass_config_parse::{Config, Dialect, Document, Tool};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let document = Document::parse(bytes);
    let matters = |tools: &[Tool]| tools.iter().any(|tool| matches!(tool, Tool::AwsCli | Tool::Sdk));
    if document.lint().iter().any(|found| matters(found.refused_by()) || matters(found.misread_by())) {
        return;
    }
    let [cli, sdk] = [Dialect::AwsCli, Dialect::Sdk].map(|dialect| Config::new(&document, None, dialect));
    let sections = cli.profiles().chain(cli.sso_sessions());
    let count = sdk.profiles().count() + sdk.sso_sessions().count();
    let mut seen = 0;
    for section in sections {
        let other = sdk.section(section.kind(), section.name()).expect("both see it");
        assert_eq!(section.keys(), other.keys());
        for key in section.keys() {
            assert_eq!(section.get(key), other.get(key));
        }
        seen += 1;
    }
    assert_eq!(seen, count);
});
