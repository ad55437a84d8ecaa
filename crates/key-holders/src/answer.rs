//! Judges what a program printed.

use crate::{Error, ErrorKind, HelperOutput, MAX_HELPER_OUTPUT, wire};
use daypass_seal::KeyRing;

/// How much of a helper's sentence is shown, in characters.
const MAX_MESSAGE: usize = 200;

/// Judges the answer of a helper; `sent` is what it was given to keep, which no message may show.
pub(crate) fn of_helper(
    who: &str,
    output: &HelperOutput,
    sent: Option<&str>,
) -> Result<Option<KeyRing>, Error> {
    let bad = |what: &str| Error::new(ErrorKind::BadAnswer, who, what);
    let text = text(who, output)?;
    let response: wire::Response<'_> = match serde_json::from_str(text) {
        Ok(response) => response,
        // What a JSON parser says may quote what it reads.
        Err(_) if output.success => {
            return Err(bad("answers with something that is not its protocol's JSON"));
        }
        Err(_) => return Err(Error::new(ErrorKind::Unavailable, who, "failed without an answer")),
    };
    if response.version != wire::VERSION {
        return Err(bad("answers in another version of the protocol"));
    }
    if let Some(failure) = response.failure {
        let message = response.message.and_then(|message| sentence(&message, sent));
        return Err(Error::reported(who, wire::Failure::from_word(&failure), message));
    }
    if !output.success {
        return Err(Error::new(ErrorKind::Unavailable, who, "failed without a reason"));
    }
    let keys = response.keys.map(KeyRing::from_text).transpose();
    keys.map_err(|error| bad("answers with something that is not a key").with_source(error))
}

/// Judges what a command printed that knows no protocol: the keys, or nothing.
pub(crate) fn of_command(who: &str, output: &HelperOutput) -> Result<KeyRing, Error> {
    if !output.success {
        return Err(Error::new(ErrorKind::Unavailable, who, "failed"));
    }
    let keys = KeyRing::from_text(text(who, output)?);
    keys.map_err(|error| {
        Error::new(ErrorKind::BadAnswer, who, "prints something that is not a key").with_source(error)
    })
}

fn text<'a>(who: &str, output: &'a HelperOutput) -> Result<&'a str, Error> {
    let bad = |what: &str| Error::new(ErrorKind::BadAnswer, who, what);
    if output.printed.len() as u64 > MAX_HELPER_OUTPUT {
        return Err(bad("prints more than keys"));
    }
    std::str::from_utf8(&output.printed).map_err(|_| bad("prints something that is not text"))
}

/// Returns a helper's sentence as one may show it; `None` if nothing is left of it, or if it shows keys.
fn sentence(message: &str, sent: Option<&str>) -> Option<String> {
    let clean: String = message.chars().filter(|letter| !letter.is_control()).take(MAX_MESSAGE).collect();
    let shows_keys = sent.is_some_and(|keys| keys.split('.').any(|key| message.contains(key)))
        || message.split_whitespace().any(|word| KeyRing::from_text(word).is_ok());
    Some(clean).filter(|clean| !clean.trim().is_empty() && !shows_keys)
}
