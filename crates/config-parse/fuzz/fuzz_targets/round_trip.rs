//! What goes in comes out, and reading, linting and locating never fail.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[expect(dead_code, reason = "each target checks one of the laws")]
#[path = "../../tests/it/law.rs"]
mod law;

fuzz_target!(|bytes: &[u8]| law::every_byte_is_kept(bytes));
