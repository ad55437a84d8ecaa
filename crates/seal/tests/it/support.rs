//! Keys and nonces that count up, so that each is another one.

use daypass_seal::{Key, KeyRing, Place};
use std::sync::atomic::{AtomicU8, Ordering};

pub(crate) const PLACE: Place<'static> = Place { kind: "token", name: "6367c9a0.json" };

pub(crate) fn fill(buffer: &mut [u8]) {
    static NEXT: AtomicU8 = AtomicU8::new(0);
    for byte in buffer {
        *byte = NEXT.fetch_add(1, Ordering::Relaxed);
    }
}

pub(crate) fn key(first: u8) -> Key {
    let mut bytes = [0; 32];
    for (byte, value) in bytes.iter_mut().zip(0..) {
        *byte = first.wrapping_add(value);
    }
    Key::from_bytes(&bytes)
}

pub(crate) fn ring(first: u8) -> KeyRing {
    KeyRing::new(key(first))
}
