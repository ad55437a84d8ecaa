//! Clocks and entropy: a closure is one.

use daypass_sso_types::{Clock, Entropy};
use std::time::{Duration, SystemTime};

#[test]
fn a_closure_is_a_clock() {
    let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(43_200);
    let clock = move || noon;
    let clock: &dyn Clock = &clock;
    assert_eq!(clock.now(), noon);
    assert_eq!(format!("{clock:?}"), "Clock");
}

#[test]
fn a_closure_is_entropy() {
    let entropy = |buffer: &mut [u8]| buffer.fill(7);
    let entropy: &dyn Entropy = &entropy;
    let mut buffer = [0; 4];
    entropy.fill(&mut buffer);
    assert_eq!(buffer, [7; 4]);
    assert_eq!(format!("{entropy:?}"), "Entropy");
}
