//! A look-up agrees with the whole file, in both dialects. The first byte chooses the profile, the next where
//! the credentials file begins.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[expect(dead_code, reason = "each target checks one of the laws")]
#[path = "../../tests/it/law.rs"]
mod law;

const NAMES: [&str; 8] = ["default", "a", "b", "a b", "", "a]b", "d\u{e9}v", "profile a"];

fuzz_target!(|input: &[u8]| {
    let [name, split, bytes @ ..] = input else { return };
    let name = NAMES.get(usize::from(*name) % NAMES.len()).copied().unwrap_or_default();
    let (config, credentials) = bytes.split_at(usize::from(*split).min(bytes.len()));
    law::lookup_agrees(config, None, name);
    law::lookup_agrees(credentials, Some(config), name);
});
