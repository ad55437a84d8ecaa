//! The console sign-ins (`aws login`, `login_session` in a profile) of a home, as values: whose they are, which profiles use
//! them, how long each is good, and what is wrong with their files and profiles.
//!
//! * [`ConsoleSignIn`]: one sign-in with its [`ConsoleState`], by its file ([`ConsoleSignIn::all`]) or as the service answered
//!   ([`ConsoleSignIn::verify`]).
//! * [`findings`], [`folder_finding`]: what AWS tools stumble over; pure, for a program that examines a home.
//!
//! A file says when its keys end, at most 15 minutes after they were got, and not when the session does. What is known of
//! that is the time of the sign-in, which its id token has, and the 12 hours that AWS gives a session at most.
//!
//! Times are [`SystemTime`](std::time::SystemTime); the clock is that of the provider or an argument. Reading takes no lock
//! and makes no call; only `verify` asks AWS, and dropping its future ends no refresh. A file that cannot be read is a state
//! and not an error. Nothing here holds a secret that could be printed.
//!
//! Not in it: how a person signs in (`daypass-sign-in`), how keys are refreshed (`daypass-login-session`). Source: the AWS CLI
//! 2.36.7 and the AWS SDKs as they behave against a recording service.

mod findings;
mod profiles;
mod sign_in;
mod state;

pub use findings::{findings, folder_finding};
pub use profiles::{login_profile, profiles_by_identity, said_region, source_beside_login};
pub use sign_in::ConsoleSignIn;
pub use state::ConsoleState;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
