//! What a folder pin chooses and why it is not followed, in words, and the question whether to follow it.

use daypass_pins::{Answer, Pin, Reason};
use daypass_terminal::{Error, Terminal, clean};

/// Says what a pin chooses.
///
/// ```
/// use daypass_at_terminal::pin_text;
/// use daypass_pins::Pin;
///
/// let pin = Pin::parse("profile = 'dev'\nregion = 'eu-west-1'\n").expect("a pin");
/// assert_eq!(pin_text(&pin), "profile dev, region eu-west-1");
/// ```
pub fn pin_text(pin: &Pin) -> String {
    let choice = |(key, value, _): (&str, &str, usize)| match key {
        "sso_session" => format!("session {}", clean(value)),
        key => format!("{key} {}", clean(value)),
    };
    let choices: Vec<_> = pin.choices().into_iter().map(choice).collect();
    if choices.is_empty() { "nothing".to_owned() } else { choices.join(", ") }
}

/// Says why a pin is not followed without an agreement.
pub(crate) fn pin_reason(reason: Reason) -> String {
    match reason {
        Reason::Owner(owner) => format!("the user with id {owner} owns it or its folder"),
        Reason::Writable => "other users can write it or its folder".to_owned(),
        _ => "it leads to a guarded account".to_owned(),
    }
}

/// Asks whether to follow a pin; `None` if not now. The first line of the list, and so the Enter key, agrees to nothing.
pub(crate) fn ask_about_pin(
    terminal: &Terminal,
    file: &str,
    pin: &Pin,
    reason: Reason,
) -> Result<Option<Answer>, Error> {
    let question = format!("{file} chooses {}; {}", pin_text(pin), pin_reason(reason));
    let answers = ["Do not follow it now", "Follow it while it has this content", "Never follow a pin there"];
    let at = terminal.pick(&question, &answers.map(str::to_owned), 0)?;
    Ok(match at {
        1 => Some(Answer::Trust),
        2 => Some(Answer::Never),
        _ => None,
    })
}
