//! Where no tool of either dialect has anything against a file, both read the same in it.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[expect(dead_code, reason = "each target checks one of the laws")]
#[path = "../../tests/it/law.rs"]
mod law;

fuzz_target!(|bytes: &[u8]| law::both_read_alike_what_nobody_minds(bytes));
