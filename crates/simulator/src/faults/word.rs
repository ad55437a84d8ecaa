//! What a fault is made of: its name, its value's form, and what it does to a reply.

use super::{
    edited_reply::{Asked, Spoiled},
    value::{Form, Value},
};
use crate::failure::Kind;
use daypass_transport::Response;

/// What takes the place of the usual reply. The service is not asked then, and nothing changes in it.
#[derive(Clone, Copy)]
pub(crate) enum Instead {
    /// An error in the words of the service.
    Error(Kind),
    /// A reply in the words of the service.
    Service(fn(&Asked<'_>, &Value) -> Response),
    /// A reply of somebody between client and service: it has no `x-amzn-requestid`.
    Stranger(fn(&Asked<'_>, &Value) -> Response),
    /// The usual reply all the same.
    Usual,
}

/// A fault by name.
pub(crate) struct Word {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// What the caller gets, in Markdown.
    pub(crate) about: &'static str,
    pub(crate) instead: Option<Instead>,
    /// What becomes of the reply, made up or usual.
    pub(crate) spoil: Option<fn(&mut Spoiled, &Value)>,
    /// Whether a value of the right form makes sense.
    pub(crate) is_sound: fn(&Value) -> bool,
}

pub(super) const fn error(name: &'static str, kind: Kind) -> Word {
    instead(name, Form::Bare, "the AWS error of that name", Instead::Error(kind))
}

pub(super) const fn instead(name: &'static str, form: Form, about: &'static str, instead: Instead) -> Word {
    Word { name, form, about, instead: Some(instead), spoil: None, is_sound: |_| true }
}

pub(super) const fn spoils(
    name: &'static str,
    form: Form,
    about: &'static str,
    spoil: fn(&mut Spoiled, &Value),
) -> Word {
    Word { name, form, about, instead: None, spoil: Some(spoil), is_sound: |_| true }
}

impl Word {
    pub(super) const fn and_spoils(self, spoil: fn(&mut Spoiled, &Value)) -> Self {
        Self { spoil: Some(spoil), ..self }
    }

    pub(super) const fn if_sound(self, is_sound: fn(&Value) -> bool) -> Self {
        Self { is_sound, ..self }
    }
}
