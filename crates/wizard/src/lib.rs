//! The questions that set up an sso-session and a profile on a terminal, in the order and with the words of
//! `aws configure sso`.
//!
//! A [`Wizard`] has what a person gave beforehand ([`Given`]), the config files, and a terminal. It asks for what is missing,
//! checks every answer, and takes the value in the config file where nobody can be asked. In between its caller signs the
//! person in and lists accounts and roles; at the end there is a [`ProfileSetup`](daypass_populate::setup::ProfileSetup),
//! whose edits the caller writes.
//!
//! Nothing here writes a file. A question blocks until it is answered; [`Wizard::session`] makes a request only for a start URL
//! that may be a company's own address before its portal, and dropping its future stops that request. A failure is a
//! [`Report`](daypass_reports::Report) with the flag that answers the question.
//!
//! Source: the questions of the AWS CLI 2.36.7, `awscli/customizations/configure/sso.py`.

mod given;
mod profile;
mod question;
mod session;
mod wizard;

pub use given::{Given, GivenSession};
pub use session::{Naming, SessionAnswers};
pub use wizard::{Wizard, obstacle};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
