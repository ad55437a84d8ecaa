//! `serve` in the program: what to export so that a program finds the endpoint, and a server behind this process. The
//! endpoint itself is the crate `credential-server`.

pub(crate) mod background;
mod snippets;

pub(crate) use snippets::{Offer, as_json, render};
