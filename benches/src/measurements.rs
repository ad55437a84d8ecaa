//! The measurements of `bench`, in their order.

use crate::{
    calls, complete, config, growth, hook, login, populate, relayed, scale, serve, shells, size, start, token,
};
use xtask::tally::Tally;

/// A measurement: its name, what it measures, and the function that runs it with the arguments after the name.
pub(crate) type Measurement = (&'static str, &'static str, fn(&[String]) -> Tally);

pub(crate) const MEASUREMENTS: &[Measurement] = &[
    ("complete", "A profile name at TAB", complete::run),
    ("config", "Parsing config files, beside other parsers", config::run),
    ("growth", "How the work of each command grows: exponents", growth::run),
    ("hook", "A prompt, for the pin of a folder", hook::run),
    ("login", "A sign-in, beside a bare program with the same requests", login::run),
    ("populate", "A profile for every role, beside aws-sso-util", populate::run),
    ("relay", "An answer through the relay", relayed::run),
    ("scale", "Ten profiles, and ten thousand", scale::run),
    ("serve", "The credentials endpoint under 64 clients", serve::run),
    ("shells", "The start of a shell", shells::run),
    ("size", "The size of the program, by crate", size::run),
    ("start", "A start of the program", start::run),
    ("token", "A token for kubectl and a database, beside the AWS CLI", token::run),
    ("vend", "Credentials that are in no cache", calls::vend),
    ("whoami", "An identity", calls::whoami),
];
