//! Tests of the simulator: flows with a clock that tests move, adapters over real sockets, pages.

mod cases;
mod client;
mod console_device;
mod console_login;
mod console_sessions;
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
