//! The simulator from outside: pure flows by a hand-moved clock, faces over real sockets, pages.

mod cases;
mod client;
mod controls;
mod faults;
mod pages;
mod portal;
mod program;
#[cfg(feature = "wiremock")]
mod responder;
mod scenarios;
mod scripted;
mod server;
mod sign_in;
mod signatures;
