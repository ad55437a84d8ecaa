//! The definition of a fault: its name, the form of its value, and what it does to a reply.

use super::{
    edited_reply::{EditedReply, FaultyRequest},
    value::{Value, ValueForm},
};
use crate::failure::Kind;
use daypass_transport::Response;

/// The reply that replaces the usual one. The service does not get the request then, and its state does not change.
#[derive(Clone, Copy)]
pub(crate) enum Replacement {
    /// An error in the format of the service.
    Error(Kind),
    /// A reply of the service.
    Service(fn(&FaultyRequest<'_>, &Value) -> Response),
    /// A reply of a proxy or portal between client and service, without `x-amzn-requestid`.
    Intermediary(fn(&FaultyRequest<'_>, &Value) -> Response),
    /// The usual reply, which counts as a fault.
    Usual,
}

/// A fault of the vocabulary.
pub(crate) struct Word {
    pub(crate) name: &'static str,
    pub(crate) form: ValueForm,
    /// What the caller gets, in Markdown.
    pub(crate) about: &'static str,
    pub(crate) instead: Option<Replacement>,
    /// How the fault changes the usual or the replaced reply.
    pub(crate) spoil: Option<fn(&mut EditedReply, &Value)>,
    /// Says whether a value of the right form is valid.
    pub(crate) is_sound: fn(&Value) -> bool,
}

pub(super) const fn error(name: &'static str, kind: Kind) -> Word {
    instead(name, ValueForm::Bare, "the AWS error of that name", Replacement::Error(kind))
}

pub(super) const fn instead(
    name: &'static str,
    form: ValueForm,
    about: &'static str,
    instead: Replacement,
) -> Word {
    Word { name, form, about, instead: Some(instead), spoil: None, is_sound: |_| true }
}

pub(super) const fn spoils(
    name: &'static str,
    form: ValueForm,
    about: &'static str,
    spoil: fn(&mut EditedReply, &Value),
) -> Word {
    Word { name, form, about, instead: None, spoil: Some(spoil), is_sound: |_| true }
}

impl Word {
    pub(super) const fn and_spoils(self, spoil: fn(&mut EditedReply, &Value)) -> Self {
        Self { spoil: Some(spoil), ..self }
    }

    pub(super) const fn if_sound(self, is_sound: fn(&Value) -> bool) -> Self {
        Self { is_sound, ..self }
    }
}
