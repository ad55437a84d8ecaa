//! The helper's side: what it hands to its store, and what it answers.

use crate::support::{KEYS, helper, keys, other_keys, site};
use daypass_key_holders::{
    ErrorKind, Failure, HelperCall, HelperOutput, Item, Keeper, Questions, Refusal, RunFailure, RunHelper,
    serve,
};
use proptest::prelude::*;
use std::{collections::BTreeMap, path::Path, sync::Mutex};
use zeroize::Zeroizing;

/// Keeps texts in memory, by item and folder; locked where nobody may be asked, if it is to be.
#[derive(Default)]
struct Memory {
    kept: BTreeMap<String, String>,
    locked: bool,
}

impl Memory {
    fn name(&self, item: &Item, folder: &Path, questions: Questions) -> Result<String, Refusal> {
        if self.locked && questions == Questions::Forbidden {
            return Err(Refusal::new(Failure::Locked, "the drawer is shut"));
        }
        Ok(format!("{}/{}", folder.display(), item.as_str()))
    }
}

impl Keeper for Memory {
    fn get(
        &mut self,
        item: &Item,
        folder: &Path,
        questions: Questions,
    ) -> Result<Zeroizing<String>, Refusal> {
        let name = self.name(item, folder, questions)?;
        self.kept.get(&name).cloned().map(Zeroizing::new).ok_or(Failure::NotFound.into())
    }

    fn store(&mut self, item: &Item, folder: &Path, keys: &str, questions: Questions) -> Result<(), Refusal> {
        let name = self.name(item, folder, questions)?;
        self.kept.insert(name, keys.to_owned());
        Ok(())
    }

    fn erase(&mut self, item: &Item, folder: &Path, questions: Questions) -> Result<(), Refusal> {
        let name = self.name(item, folder, questions)?;
        self.kept.remove(&name).map(drop).ok_or(Failure::NotFound.into())
    }
}

/// Runs the helper's side in this process.
struct InProcess(Mutex<Memory>);

impl RunHelper for InProcess {
    fn run(&self, call: &HelperCall<'_>) -> Result<HelperOutput, RunFailure> {
        let served = serve(&call.words[1], call.input, &mut *self.0.lock().expect("the memory"));
        Ok(HelperOutput { success: served.success, printed: served.printed })
    }
}

fn printed(action: &str, input: &str) -> (String, bool) {
    let mut memory = Memory::default();
    memory.kept.insert("/f/a".to_owned(), KEYS.to_owned());
    let served = serve(action, input.as_bytes(), &mut memory);
    (String::from_utf8(served.printed.to_vec()).expect("UTF-8"), served.success)
}

#[test]
fn both_sides_understand_each_other() {
    let runner = InProcess(Mutex::default());
    let site = site(Path::new("/home/ä \"quoted\"/vault"));
    let get = || helper().get(&site, &runner, Questions::Forbidden);
    assert_eq!(get().expect_err("nothing yet").kind(), ErrorKind::NoKeys);
    for keys in [other_keys(), keys(), keys().rotated(other_keys().current().clone())] {
        helper().store(&site, &keys, &runner, Questions::Forbidden).expect("stores");
        assert!(get().expect("gets").to_text() == keys.to_text());
    }
    runner.0.lock().expect("the memory").locked = true;
    let error = get().expect_err("locked");
    assert_eq!(error.to_string(), "daypass-key-fake is locked: the drawer is shut");
    assert_eq!(error.kind(), ErrorKind::Locked);
    helper().get(&site, &runner, Questions::Allowed).expect("a person unlocks");
    helper().erase(&site, &runner, Questions::Allowed).expect("erases");
    helper().erase(&site, &runner, Questions::Allowed).expect("has none");
}

#[test]
fn the_answers_are_the_protocol() {
    let request = r#"{"version":1,"item":"a","folder":"/f","may_ask":false}"#;
    assert_eq!(printed("get", request), (format!("{{\"version\":1,\"keys\":\"{KEYS}\"}}\n"), true));
    assert_eq!(printed("erase", request), ("{\"version\":1}\n".to_owned(), true));
    let other = r#"{"version":1,"item":"b","folder":"/f","may_ask":false,"later":true}"#;
    assert_eq!(printed("get", other), ("{\"version\":1,\"failure\":\"not-found\"}\n".to_owned(), false));
}

#[test]
fn a_request_that_is_not_understood_is_refused_in_words() {
    let check = |action: &str, input: &str, message: &str| {
        let expected = format!("{{\"version\":1,\"failure\":\"unavailable\",\"message\":\"{message}\"}}\n");
        assert_eq!(printed(action, input), (expected, false));
    };
    let with = |more: &str| format!(r#"{{"version":1,"item":"a","folder":"/f","may_ask":false{more}}}"#);
    check("get", "", "the request is not this protocol's JSON");
    check("get", KEYS, "the request is not this protocol's JSON");
    check("list", &with(""), "the helper knows get, store and erase");
    check("store", &with(""), "the request has no keys to store");
    check("store", &with(r#","keys":"hunter2""#), "the request has no keys to store");
    check("get", &with("").replace(":1,", ":2,"), "the request is of another version of the protocol");
    check("get", &with("").replace("\"a\"", "\"../a\""), "the request names no item");
    check("get", &with(&" ".repeat(64 << 10)), "the request is longer than 64 KiB");
    let longest = with(&" ".repeat((64 << 10) - with("").len()));
    assert!(printed("get", &longest).1);
}

proptest! {
    #[test]
    fn no_request_panics(action: String, input: Vec<u8>) {
        prop_assert!(!serve(&action, &input, &mut Memory::default()).success);
    }
}
