//! The examples are run, not only compiled.

#[path = "../../examples/own_event_loop.rs"]
pub(crate) mod own_event_loop;
#[path = "../../examples/without_tokio.rs"]
mod without_tokio;

#[test]
fn a_program_with_a_loop_of_its_own() {
    own_event_loop::main().expect("it signs in");
}

#[test]
fn without_tokio() {
    without_tokio::main().expect("it signs in");
}
