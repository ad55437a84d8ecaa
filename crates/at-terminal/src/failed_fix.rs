//! The failure of a fix of doctor's.

use daypass_doctor::{Error, ErrorKind};
use daypass_environment::Paths;
use daypass_files::Error as FileError;
use daypass_reports::Failure;
use std::error::Error as _;

/// Tells why a fix failed, and for a file that is written in part what it holds now and where its copy is.
pub fn failed_fix(error: &Error, paths: &Paths) -> Failure {
    let source = error.source();
    let of_file = source.and_then(|source| source.downcast_ref::<FileError>());
    if let Some(of_file) = of_file.filter(|of_file| of_file.state().is_some()) {
        let path = paths.pretty(error.path());
        let failure = Failure::new(&format!("cannot write {path}; {}", of_file.state_in_words()));
        let copy = of_file.copy().map(|copy| paths.pretty(copy));
        return copy.into_iter().fold(failure, |failure, copy| failure.fact("copy", copy)).cause(of_file);
    }
    let message = match error.kind() {
        ErrorKind::Write if of_file.is_some() => format!("{} may not be written", error.path().display()),
        _ => error.to_string(),
    };
    let failure = Failure::new(&paths.pretty_text(&message));
    source.into_iter().fold(failure, Failure::cause)
}
