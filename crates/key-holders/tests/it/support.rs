//! Keys, and a runner that answers from a list and writes down what it was asked.

use daypass_key_holders::{HelperCall, HelperOutput, Holder, Item, Questions, RunFailure, RunHelper, Site};
use daypass_seal::{Key, KeyRing};
use std::{collections::VecDeque, path::Path, sync::Mutex};
use zeroize::Zeroizing;

pub(crate) const KEYS: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

pub(crate) fn keys() -> KeyRing {
    KeyRing::from_text(KEYS).expect("keys")
}

pub(crate) fn other_keys() -> KeyRing {
    KeyRing::new(Key::from_bytes(&[9; 32]))
}

pub(crate) fn item() -> Item {
    "vault-key-1".parse().expect("a name")
}

pub(crate) fn site(folder: &Path) -> Site<'_> {
    Site { item: item(), folder }
}

pub(crate) fn helper() -> Holder {
    "fake".parse().expect("a helper")
}

/// What a program does: prints this and ends with 0, or with 1, or does not answer.
pub(crate) enum Does {
    Prints(String),
    Fails(String),
    Not(RunFailure),
}

/// Words, input, seconds and questions of a call.
type Call = (Vec<String>, String, u64, Questions);

/// Answers from a list.
pub(crate) struct Script {
    answers: Mutex<VecDeque<Does>>,
    pub(crate) calls: Mutex<Vec<Call>>,
    /// The last call as it prints.
    printed: Mutex<String>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Does>) -> Self {
        Self {
            answers: Mutex::new(answers.into_iter().collect()),
            calls: Mutex::default(),
            printed: Mutex::default(),
        }
    }

    /// Returns how a call prints that stores keys.
    pub(crate) fn printed_call(&self) -> String {
        drop(helper().store(&site(Path::new("/")), &keys(), self, Questions::Forbidden));
        self.printed.lock().expect("printed").clone()
    }

    pub(crate) fn inputs(&self) -> Vec<String> {
        self.calls.lock().expect("calls").iter().map(|call| call.1.clone()).collect()
    }
}

impl RunHelper for Script {
    fn run(&self, call: &HelperCall<'_>) -> Result<HelperOutput, RunFailure> {
        assert!(!format!("{call:?}").contains(KEYS));
        if call.words.last().is_some_and(|word| word == "store") {
            *self.printed.lock().expect("printed") = format!("{call:?}");
        }
        let input = String::from_utf8(call.input.to_vec()).expect("UTF-8");
        let said = (call.words.to_vec(), input, call.time_limit.as_secs(), call.questions);
        self.calls.lock().expect("calls").push(said);
        let (success, text) = match self.answers.lock().expect("answers").pop_front().expect("an answer") {
            Does::Prints(text) => (true, text),
            Does::Fails(text) => (false, text),
            Does::Not(failure) => return Err(failure),
        };
        let output = HelperOutput { success, printed: Zeroizing::new(text.into_bytes()) };
        assert!(!format!("{output:?}").contains(KEYS));
        Ok(output)
    }
}

pub(crate) fn prints(text: &str) -> Does {
    Does::Prints(text.to_owned())
}

pub(crate) fn fails(text: &str) -> Does {
    Does::Fails(text.to_owned())
}

pub(crate) fn with_keys(keys: &str) -> Does {
    Does::Prints(format!(r#"{{"version":1,"keys":"{keys}"}}"#))
}

pub(crate) fn done() -> Does {
    prints(r#"{"version":1}"#)
}
