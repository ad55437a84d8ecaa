//! What to do before credentials of a guarded target are taken.

use crate::{guard::Guard, rule::Ask};

/// What is known when credentials are about to be taken.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct Situation<'a> {
    /// A person can be asked.
    pub prompts: bool,
    /// What the options name as meant.
    pub meant: &'a [String],
    /// What may be meant: the name of the profile or role.
    pub subject: &'a str,
    /// An agreement on this terminal still holds.
    pub is_agreed: bool,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a caller does each")]
pub enum Step {
    /// Take the credentials; the log says why that is right.
    Go(Agreed),
    /// Ask for a yes.
    AskYes,
    /// Ask for the account's name.
    TypeName,
    /// Take nothing: nobody can be asked, or something else was meant.
    Refuse,
}

/// Why credentials are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a word of the log for each")]
pub enum Agreed {
    /// The guard asks nothing.
    Unasked,
    /// An option names the profile.
    Meant,
    /// An agreement of before holds.
    Before,
    /// The person has said yes.
    Yes,
    /// The person has typed the account's name.
    Name,
}

impl Agreed {
    /// Returns the word of the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unasked => "not asked",
            Self::Meant => "--i-mean",
            Self::Before => "agreed before",
            Self::Yes => "yes",
            Self::Name => "name typed",
        }
    }
}

impl Guard {
    /// Decides what to do. An option that names something else than the subject refuses, on a terminal as well: whoever
    /// typed it meant something else.
    pub fn step(&self, situation: &Situation<'_>) -> Step {
        let is_meant = situation.meant.iter().any(|meant| meant == situation.subject);
        match self.ask {
            Ask::Nothing => Step::Go(Agreed::Unasked),
            _ if is_meant => Step::Go(Agreed::Meant),
            _ if !situation.meant.is_empty() => Step::Refuse,
            _ if situation.is_agreed => Step::Go(Agreed::Before),
            _ if !situation.prompts => Step::Refuse,
            Ask::Yes => Step::AskYes,
            Ask::Name => Step::TypeName,
        }
    }
}
