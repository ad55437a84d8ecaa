//! The only entry point: ci, test, demo, bench, walls, tidy.
fn main() {}
