//! An edit is refused and changes nothing, or both dialects read it back. The first byte chooses the edit.
#![no_main]

use daypass_config_parse::SectionName;
use libfuzzer_sys::fuzz_target;

#[expect(dead_code, reason = "each target checks one of the laws")]
#[path = "../../tests/it/law.rs"]
mod law;

fuzz_target!(|input: &[u8]| {
    let [choice, bytes @ ..] = input else { return };
    let section = match choice & 3 {
        0 => SectionName::profile("default"),
        1 => SectionName::profile("a"),
        2 => SectionName::sso_session("a"),
        _ => SectionName::profile("new"),
    };
    let key = if choice & 4 == 0 { "x" } else { "region" };
    let value = match (choice >> 3) & 3 {
        0 => None,
        1 => Some("v"),
        2 => Some("a=b:c#d"),
        _ => Some("two words"),
    };
    let _refused = law::edit_is_read_back(bytes, &section, key, value);
});
