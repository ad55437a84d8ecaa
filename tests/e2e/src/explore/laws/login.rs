//! Which exit codes of a sign-in are right.

use super::{
    faulty::{Codes, faulty, only},
    plain::sound,
};
use crate::explore::{
    browser,
    spec::{Browser, Person, Session, Spec, Token},
};

/// Those of a sign-in to this session, by this command line; nothing where more than one view is possible.
pub(super) fn login(spec: &Spec, session: Option<&Session>, words: &[String]) -> Option<Codes> {
    let has = |flag: &str| words.iter().any(|word| word == flag);
    let Some(session) = session else { return only(4, "there is no such session") };
    if !sound(session)? {
        return only(4, "the session lacks a key");
    }
    match session.token {
        Token::Good | Token::OtherUser if !has("--force") => return only(0, "the session is signed in"),
        Token::Revoked | Token::OtherPortal | Token::Folder | Token::NearEnd | Token::Aged => return None,
        _ => {}
    }
    let is_by_device = has("--use-device-code") || !browser::is_tried(spec);
    // Whether a browser is tried where nobody sits is another matter.
    let is_here = spec.variables.is_empty() && spec.browser == Browser::Works;
    if !is_by_device && !is_here {
        return None;
    }
    let device = is_by_device.then_some("StartDeviceAuthorization");
    for operation in ["RegisterClient"].into_iter().chain(device) {
        if let Some(faulty) = faulty(spec, operation) {
            return faulty;
        }
    }
    // A refresh of the old token may come first, and ends otherwise.
    if let Some(faulty) = faulty(spec, "CreateToken") {
        return faulty.filter(|_| matches!(session.token, Token::None | Token::Torn | Token::Over));
    }
    match spec.person {
        Person::Allows => only(0, "the person allows it"),
        Person::Denies => only(7, "the person denies it"),
        Person::Sleeps => only(7, "the person does nothing"),
    }
}
