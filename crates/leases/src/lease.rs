//! What a lease is now, and whether it gives an answer.

use crate::{record::Record, terms::LeaseTerms};
use daypass_token_cache::time;
use serde_json::Value;
use std::time::SystemTime;

/// A lease as its lines say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lease {
    /// The terms.
    pub terms: LeaseTerms,
    /// How many answers it has given.
    pub uses: u32,
    /// When it gave the last one.
    pub last_use: Option<SystemTime>,
    /// When it was ended before its time, and by what.
    pub ended: Option<(SystemTime, String)>,
    /// The latest time of its lines.
    latest: SystemTime,
}

/// Why a lease gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LeaseRefusal {
    /// It was ended.
    Ended,
    /// Its time is over.
    Over,
    /// All its uses are used up.
    UsedUp,
    /// It is for another host.
    Elsewhere,
}

impl LeaseRefusal {
    /// Returns the code for programs: `LeaseEnded`, which no repetition changes, or `LeaseElsewhere`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended | Self::Over | Self::UsedUp => "LeaseEnded",
            Self::Elsewhere => "LeaseElsewhere",
        }
    }

    /// Returns the word of the record and of lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Over => "over",
            Self::UsedUp => "used up",
            Self::Elsewhere => "elsewhere",
        }
    }
}

impl Lease {
    /// Creates a lease that has given no answer.
    pub(crate) fn new(terms: LeaseTerms) -> Self {
        Self { uses: 0, last_use: None, ended: None, latest: terms.made, terms }
    }

    /// Takes in the next line.
    pub(crate) fn take(&mut self, record: Record) {
        let at = match record {
            // The terms are those of the first line.
            Record::Made(_) => return,
            Record::Answered(at) => {
                self.uses = self.uses.saturating_add(1);
                self.last_use = Some(at);
                at
            }
            Record::Refused(at) => at,
            Record::Ended(at, by) => {
                self.ended.get_or_insert((at, by));
                at
            }
        };
        self.latest = self.latest.max(at);
    }

    /// Says why the lease gives no answer at this time to this place, the name of a host; `None` if it gives one. The
    /// place of this machine is `None`: a lease for a host is not for it.
    pub fn refusal(&self, now: SystemTime, place: Option<&str>) -> Option<LeaseRefusal> {
        // A clock that is set back gives no more time.
        let now = now.max(self.latest);
        let is_for = |host: &String| place.is_some_and(|place| place.eq_ignore_ascii_case(host));
        if self.ended.is_some() {
            Some(LeaseRefusal::Ended)
        } else if now >= self.terms.until {
            Some(LeaseRefusal::Over)
        } else if self.terms.max_uses.is_some_and(|most| self.uses >= most) {
            Some(LeaseRefusal::UsedUp)
        } else if self.terms.host.as_ref().is_some_and(|host| !is_for(host)) {
            Some(LeaseRefusal::Elsewhere)
        } else {
            None
        }
    }

    /// Says whether it gives answers at its place.
    pub fn is_live(&self, now: SystemTime) -> bool {
        self.refusal(now, self.terms.host.as_deref()).is_none()
    }

    /// Returns its state in a word: `live`, or why it gives no answer.
    pub fn state(&self, now: SystemTime) -> &'static str {
        self.refusal(now, self.terms.host.as_deref()).map_or("live", LeaseRefusal::word)
    }

    /// Returns the lease as JSON.
    pub fn to_json(&self, now: SystemTime) -> Value {
        let mut members = self.terms.to_members();
        members.insert("lease".to_owned(), self.terms.id.as_str().into());
        members.insert("made".to_owned(), time::format(self.terms.made).into());
        members.insert("state".to_owned(), self.state(now).into());
        members.insert("uses".to_owned(), self.uses.into());
        members.insert("last_use".to_owned(), self.last_use.map(time::format).into());
        if let Some((at, by)) = &self.ended {
            members.insert("ended".to_owned(), time::format(*at).into());
            members.insert("ended_by".to_owned(), by.as_str().into());
        }
        Value::Object(members)
    }

    /// Returns the members of the JSON that say something, a line of text each.
    pub fn lines(&self, now: SystemTime) -> Vec<String> {
        let Value::Object(members) = self.to_json(now) else { return Vec::new() };
        let shown = members.iter().filter(|(_, value)| !value.is_null());
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        shown.map(|(name, value)| format!("{:<9} {}", name.replace('_', " "), text(value))).collect()
    }

    /// Returns the sentence for the program that asked and the person behind it.
    pub fn sentence(&self, refusal: LeaseRefusal) -> String {
        let id = &self.terms.id;
        match refusal {
            LeaseRefusal::Ended => format!("the lease {id} was ended; ask its person for another one"),
            LeaseRefusal::Over => {
                format!(
                    "the time of the lease {id} is over; ask its person for another one: daypass lease new"
                )
            }
            LeaseRefusal::UsedUp => {
                format!("the lease {id} was for {} uses, which are used up", self.terms.max_uses.unwrap_or(0))
            }
            LeaseRefusal::Elsewhere => format!(
                "the lease {id} is for the host {}: daypass ssh --lease {id}",
                self.terms.host.as_deref().unwrap_or_default()
            ),
        }
    }
}
