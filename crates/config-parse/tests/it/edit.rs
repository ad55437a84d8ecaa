//! Edits touch only the lines they must.

use daypass_config_parse::{Document, SectionName};

#[test]
fn smoke() {
    let mut file = Document::parse("[default]\nfoo=1\nbar=1\n\n[profile b] # c\r\n  x = 1 # why\r\n");
    file.set(&SectionName::default_profile(), "foo", "v").unwrap();
    file.set(&SectionName::default_profile(), "new", "v").unwrap();
    file.set(&SectionName::sso_session("corp"), "sso_region", "us-east-1").unwrap();
    file.set_nested(&SectionName::services("s"), "sso", "endpoint_url", "http://x").unwrap();
    println!("{}", String::from_utf8_lossy(file.as_bytes()));
}
