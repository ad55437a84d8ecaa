//! The question before credentials of a guarded account are taken, and the mark of such an account.

use daypass_guard::{Agreed, Guard, GuardColor, GuardTarget, Step};
use daypass_terminal::{Error, Terminal, Text, bad, clean, good, strong, time, warning};
use std::time::Duration;

/// What a person has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a caller does each")]
pub enum GuardAnswer {
    /// The credentials may be taken.
    Agreed(Agreed),
    /// The role that only reads, in their place.
    ReadOnly,
    /// Nothing is taken.
    Declined,
}

/// Asks what a guard asks. A role that only reads is offered first, if the guard names one and `has_twin`; what the Enter
/// key answers takes no credentials of the guarded role.
///
/// # Errors
/// There is no terminal, or the person has cancelled.
pub fn ask_guard(
    terminal: &Terminal,
    guard: &Guard,
    target: &GuardTarget,
    step: Step,
    has_twin: bool,
) -> Result<GuardAnswer, Error> {
    terminal.say(guard_mark(guard, target));
    let role = clean(target.role.as_deref().unwrap_or("it"));
    if let (Some(twin), true) = (&guard.read_only, has_twin) {
        let ways = [format!("{} instead, which only reads", clean(twin)), role.clone(), "Neither".to_owned()];
        match terminal.pick("Which role", &ways, 0)? {
            0 => return Ok(GuardAnswer::ReadOnly),
            1 if step == Step::AskYes => return Ok(GuardAnswer::Agreed(Agreed::Yes)),
            1 => {}
            _ => return Ok(GuardAnswer::Declined),
        }
    }
    let (is_agreed, agreed) = if step == Step::TypeName {
        let typed = terminal.ask_for(&format!("Type {} to go on", clean(target.word())))?;
        (typed.trim() == target.word(), Agreed::Name)
    } else {
        (terminal.confirm("Go on?", false)?, Agreed::Yes)
    };
    Ok(if is_agreed { GuardAnswer::Agreed(agreed) } else { GuardAnswer::Declined })
}

/// Returns the mark of a guarded target: its banner, in its colour, and what it is.
pub fn guard_mark(guard: &Guard, target: &GuardTarget) -> Text {
    let banner = guard.banner.as_deref().map_or_else(|| "guarded".to_owned(), clean);
    let banner = match guard.color {
        Some(GuardColor::Red) => bad(banner),
        Some(GuardColor::Yellow) => warning(banner),
        Some(GuardColor::Green) => good(banner),
        None => strong(banner),
    };
    let unknown =
        if guard.by_unknown_name { "; its name is not known, `daypass accounts` lists names" } else { "" };
    banner + Text::from(format!(" {}{unknown}", target.label()))
}

/// Writes the segment of a shell prompt: the profile, how long its credentials are good (`Some(None)`: not any more), and the
/// banner of its guard. zsh expands `%` there, which is doubled, and gets the guard's colour, too; other shells count escapes as
/// cells.
///
/// ```
/// use daypass_at_terminal::prompt_text;
/// use daypass_guard::{Guard, GuardColor, GuardRule, GuardTarget};
/// use std::time::Duration;
///
/// let rule = GuardRule { color: Some(GuardColor::Red), banner: Some("PROD".to_owned()), ..GuardRule::for_pattern("*") };
/// let guard = Guard::of(&[rule], &GuardTarget::default()).expect("guarded");
/// let left = Some(Some(Duration::from_secs(2460)));
/// assert_eq!(prompt_text("shop", left, Some(&guard), false), "shop 41 m PROD");
/// assert_eq!(prompt_text("shop", left, Some(&guard), true), "%F{red}shop 41 m PROD%f");
/// assert_eq!(prompt_text("100%", Some(None), None, true), "100%% over");
/// assert_eq!(prompt_text("shop", None, None, false), "shop");
/// ```
pub fn prompt_text(
    profile: &str,
    left: Option<Option<Duration>>,
    guard: Option<&Guard>,
    zsh: bool,
) -> String {
    let segment = match left {
        Some(Some(left)) => format!("{profile} {}", time::span(left)),
        Some(None) => format!("{profile} over"),
        None => profile.to_owned(),
    };
    let segment = if zsh { segment.replace('%', "%%") } else { segment };
    let Some(guard) = guard else { return segment };
    let banner = guard.banner.as_deref().map(|banner| format!(" {}", clean(banner))).unwrap_or_default();
    match guard.color {
        Some(color) if zsh => format!("%F{{{}}}{segment}{}%f", color.name(), banner.replace('%', "%%")),
        _ if zsh => format!("{segment}{}", banner.replace('%', "%%")),
        _ => format!("{segment}{banner}"),
    }
}
