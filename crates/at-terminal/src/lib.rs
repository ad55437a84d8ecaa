//! Shows on a terminal what happens at AWS IAM Identity Center: a sign-in, a listing, the status of a home, and what to pick
//! from.
//!
//! [`PersonAtTerminal`] is the [`Person`](daypass_sign_in::Person) of a sign-in: it shows the address or the code, waits with a
//! countdown, and takes the redirect that somebody pastes who has the browser elsewhere. [`ListingAtTerminal`] is the
//! [`Observer`](daypass_inventory::Observer) of a listing. [`status_text`] draws the
//! [`HomeStatus`](daypass_sign_in::HomeStatus), [`import_text`] the plan of an import, and [`Traces`] are what leaving daypass
//! removes. A [`SignOutReport`] says who is signed out. Messages go to standard error;
//! what they quote of AWS is cleaned by the crate `daypass-terminal`.
//!
//! The clock, the timer and the browser come from the program, and the environment is a value. Dropping a wait leaves the countdown
//! on the screen until the next message.

mod assigned;
mod bar;
mod choices;
mod code_lines;
mod failed_fix;
mod finding_fix;
mod findings;
mod fold;
mod folder_pins;
mod guard_question;
mod import_plan;
mod listing;
mod outlook;
mod overview;
mod person;
mod pin_question;
mod sections;
mod sign_ins;
mod sign_out_report;
mod status;
mod traces;

pub use assigned::{AssignedChoice, NotChosen};
pub use choices::{Choice, Choices};
pub use failed_fix::failed_fix;
pub use findings::{FindingFix, findings_json, findings_text};
pub use folder_pins::{FolderPins, FollowedPin};
pub use guard_question::{GuardAnswer, ask_guard, guard_mark, prompt_text};
pub use import_plan::{import_text, leave_text};
pub use listing::{ListingAtTerminal, warn_of_unlisted};
pub use outlook::{keys_outlook, outlook};
pub use overview::{overview_text, welcome_text};
pub use person::PersonAtTerminal;
pub use pin_question::pin_text;
pub use sections::sections;
pub use sign_ins::{profiles_text, sign_ins_text};
pub use sign_out_report::{SignOutReport, signed_in_to};
pub use status::status_text;
pub use traces::Traces;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
