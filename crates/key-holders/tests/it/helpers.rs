//! Helpers and commands: what they are told, and every way in which they can fail, lie and hang.

use crate::support::{Does, KEYS, Script, done, fails, helper, keys, other_keys, prints, site, with_keys};
use daypass_key_holders::{Command, ErrorKind, HelperOutput, Holder, Questions, RunFailure};
use proptest::prelude::*;
use std::{error::Error as _, io, path::Path};

const FOLDER: &str = "/home/me/.local/state/daypass/vault";

fn command(get: &str, store: &str, erase: &str) -> Holder {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    Holder::Command(Command { get: words(get), store: words(store), erase: words(erase) })
}

/// What a `get` gives: the id of the key, or the kind of the error and its sentence.
fn got(holder: &Holder, answer: Does, questions: Questions) -> Result<String, (ErrorKind, String)> {
    let runner = Script::new([answer]);
    let got = holder.get(&site(Path::new(FOLDER)), &runner, questions);
    got.map(|keys| keys.current().id().to_string()).map_err(|error| {
        assert!(!format!("{error:?}").contains(KEYS));
        assert!(error.source().is_none_or(|source| !source.to_string().contains(KEYS)));
        (error.kind(), error.to_string())
    })
}

#[test]
fn a_helper_is_told_of_the_item_the_folder_and_whether_it_may_ask() {
    let runner = Script::new([with_keys(KEYS), done(), with_keys(KEYS), done()]);
    let site = site(Path::new(FOLDER));
    helper().get(&site, &runner, Questions::Forbidden).expect("gets");
    helper().store(&site, &keys(), &runner, Questions::Allowed).expect("stores");
    helper().erase(&site, &runner, Questions::Forbidden).expect("erases");
    let request = |may_ask: bool, more: &str| {
        format!(r#"{{"version":1,"item":"vault-key-1","folder":"{FOLDER}","may_ask":{may_ask}{more}}}"#)
    };
    let call = |action: &str, input: String, questions: Questions| {
        let seconds = if questions == Questions::Allowed { 60 } else { 2 };
        (vec!["daypass-key-fake".to_owned(), action.to_owned()], input, seconds, questions)
    };
    assert_eq!(
        *runner.calls.lock().expect("calls"),
        [
            call("get", request(false, ""), Questions::Forbidden),
            call("store", request(true, &format!(r#","keys":"{KEYS}""#)), Questions::Allowed),
            call("get", request(true, ""), Questions::Allowed),
            call("erase", request(false, ""), Questions::Forbidden),
        ]
    );
}

#[test]
fn every_failure_of_a_helper_is_a_kind_and_a_sentence() {
    let check = |answer: Does, kind: ErrorKind, sentence: &str| {
        let expected = Err((kind, format!("daypass-key-fake {sentence}")));
        assert_eq!(got(&helper(), answer, Questions::Forbidden), expected);
    };
    check(Does::Not(RunFailure::NotFound), ErrorKind::NotInstalled, "is not installed");
    check(Does::Not(RunFailure::TimedOut), ErrorKind::TimedOut, "gave no answer within 2 s");
    let refused = RunFailure::Io(io::ErrorKind::PermissionDenied.into());
    check(Does::Not(refused), ErrorKind::Unavailable, "cannot be run");
    let failure = |word: &str, more: &str| fails(&format!(r#"{{"version":1,"failure":"{word}"{more}}}"#));
    check(failure("not-found", ""), ErrorKind::NoKeys, "has no keys of this vault");
    check(failure("locked", ""), ErrorKind::Locked, "is locked");
    check(failure("denied", ""), ErrorKind::Denied, "refuses to give the keys");
    check(failure("unavailable", ""), ErrorKind::Unavailable, "cannot reach its store");
    check(failure("a-word-of-later", ""), ErrorKind::Unavailable, "cannot reach its store");
    let message = r#","message":"the collection \u001b[2Jlogin""#;
    check(failure("locked", message), ErrorKind::Locked, "is locked: the collection [2Jlogin");
    // One that fails and ends with 0 has failed.
    check(prints(r#"{"version":1,"failure":"locked"}"#), ErrorKind::Locked, "is locked");
    check(fails(""), ErrorKind::Unavailable, "failed without an answer");
    check(fails("Segmentation fault"), ErrorKind::Unavailable, "failed without an answer");
    check(fails(r#"{"version":1}"#), ErrorKind::Unavailable, "failed without a reason");
}

#[test]
fn every_lie_of_a_helper_is_a_bad_answer() {
    let check = |answer: Does, sentence: &str| {
        let expected = Err((ErrorKind::BadAnswer, format!("daypass-key-fake {sentence}")));
        assert_eq!(got(&helper(), answer, Questions::Allowed), expected);
    };
    let no_json = "answers with something that is not its protocol's JSON";
    check(prints(""), no_json);
    check(prints("Password:"), no_json);
    check(prints(KEYS), no_json);
    check(prints(&format!(r#"{{"version":1,"keys":"{KEYS}"}} more"#)), no_json);
    check(prints(r#"{"version":1,"keys":17}"#), no_json);
    check(
        prints(&format!(r#"{{"version":2,"keys":"{KEYS}"}}"#)),
        "answers in another version of the protocol",
    );
    check(prints(&format!(r#"{{"keys":"{KEYS}"}}"#)), "answers in another version of the protocol");
    check(done(), "answers without keys");
    check(with_keys(""), "answers with something that is not a key");
    check(with_keys("hunter2"), "answers with something that is not a key");
    check(with_keys(KEYS.split_at(40).0), "answers with something that is not a key");
    check(prints(&" ".repeat((64 << 10) + 1)), "prints more than keys");
    // The longest answer that is read.
    let answer = format!(r#"{{"version":1,"keys":"{KEYS}"}}"#);
    let longest = answer.clone() + &" ".repeat((64 << 10) - answer.len());
    got(&helper(), prints(&longest), Questions::Allowed).expect("64 KiB");
}

#[test]
fn no_sentence_of_a_helper_shows_keys_and_none_is_endless() {
    let said = |message: &str| {
        let answer = fails(&format!(r#"{{"version":1,"failure":"denied","message":"{message}"}}"#));
        got(&helper(), answer, Questions::Forbidden).expect_err("denied").1
    };
    assert_eq!(said(&format!("no: {KEYS}")), "daypass-key-fake refuses to give the keys");
    assert_eq!(said(" "), "daypass-key-fake refuses to give the keys");
    assert_eq!(said(&"x".repeat(5000)).len(), "daypass-key-fake refuses to give the keys: ".len() + 200);

    // What it was given, it may not say either.
    let echo = fails(&format!(r#"{{"version":1,"failure":"denied","message":"I got <{KEYS}>"}}"#));
    let runner = Script::new([echo]);
    let stored = helper().store(&site(Path::new(FOLDER)), &keys(), &runner, Questions::Forbidden);
    assert_eq!(stored.expect_err("denied").to_string(), "daypass-key-fake refuses to give the keys");
}

#[test]
fn what_a_helper_does_not_give_back_it_has_not_stored() {
    let check = |answers: Vec<Does>, expected: Result<(), (ErrorKind, &str)>| {
        let runner = Script::new(answers);
        let stored = helper().store(&site(Path::new(FOLDER)), &keys(), &runner, Questions::Forbidden);
        let stored = stored.map_err(|error| (error.kind(), error.to_string()));
        assert_eq!(stored, expected.map_err(|(kind, text)| (kind, format!("daypass-key-fake {text}"))));
    };
    check(vec![done(), with_keys(KEYS)], Ok(()));
    let not_kept = Err((ErrorKind::BadAnswer, "did not keep the keys"));
    check(vec![done(), with_keys(&other_keys().to_text())], not_kept);
    check(vec![done(), with_keys(&keys().rotated(other_keys().current().clone()).to_text())], not_kept);
    check(vec![done(), fails(r#"{"version":1,"failure":"not-found"}"#)], not_kept);
    let timed_out = Err((ErrorKind::TimedOut, "gave no answer within 2 s"));
    check(vec![done(), Does::Not(RunFailure::TimedOut)], timed_out);
    // And nothing is read back from one that has not stored.
    check(vec![Does::Not(RunFailure::TimedOut)], timed_out);
}

#[test]
fn a_holder_without_keys_has_erased_them() {
    let erase = |answer: Does| {
        let runner = Script::new([answer]);
        let erased = helper().erase(&site(Path::new(FOLDER)), &runner, Questions::Forbidden);
        erased.map_err(|error| error.kind())
    };
    assert_eq!(erase(fails(r#"{"version":1,"failure":"not-found"}"#)), Ok(()));
    assert_eq!(erase(fails(r#"{"version":1,"failure":"locked"}"#)), Err(ErrorKind::Locked));
}

#[test]
fn a_command_prints_the_keys_and_reads_them() {
    let pass = command("pass show daypass/key", "pass insert -m daypass/key", "pass rm -f daypass/key");
    let site = site(Path::new(FOLDER));
    let runner = Script::new([prints(""), prints(&format!("{KEYS}\n")), prints("removed")]);
    pass.store(&site, &keys(), &runner, Questions::Allowed).expect("stores");
    pass.erase(&site, &runner, Questions::Allowed).expect("erases");
    assert_eq!(runner.inputs(), [KEYS, "", ""]);
    let words: Vec<_> = runner.calls.lock().expect("calls").iter().map(|call| call.0.join(" ")).collect();
    assert_eq!(words, ["pass insert -m daypass/key", "pass show daypass/key", "pass rm -f daypass/key"]);
}

#[test]
fn every_failure_of_a_command_names_its_program_alone() {
    let op = command("op read op://Private/key", "", "");
    let check = |answer: Does, kind: ErrorKind, sentence: &str| {
        assert_eq!(got(&op, answer, Questions::Allowed), Err((kind, format!("op {sentence}"))));
    };
    check(Does::Not(RunFailure::NotFound), ErrorKind::NotInstalled, "is not installed");
    check(Does::Not(RunFailure::TimedOut), ErrorKind::TimedOut, "gave no answer within 60 s");
    check(fails(KEYS), ErrorKind::Unavailable, "failed");
    check(prints(""), ErrorKind::BadAnswer, "prints something that is not a key");
    check(prints("hunter2"), ErrorKind::BadAnswer, "prints something that is not a key");
    let site = site(Path::new(FOLDER));
    let runner = Script::new([]);
    let error = op.store(&site, &keys(), &runner, Questions::Allowed).expect_err("read only");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::ReadOnly, "op has no command that stores keys")
    );
    let error = op.erase(&site, &runner, Questions::Allowed).expect_err("read only");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::ReadOnly, "op has no command that erases keys")
    );
    let failing = command("x", "y", "y");
    let runner = Script::new([fails("")]);
    let error = failing.store(&site, &keys(), &runner, Questions::Allowed).expect_err("fails");
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Unavailable, "y failed"));
}

#[test]
fn an_error_has_its_cause_and_a_call_prints_without_its_input() {
    let cause = |answer: Does| {
        let runner = Script::new([answer]);
        let error = helper().get(&site(Path::new(FOLDER)), &runner, Questions::Forbidden).expect_err("fails");
        error.source().map(ToString::to_string)
    };
    let refused = RunFailure::Io(io::Error::other("no more processes"));
    assert_eq!(cause(Does::Not(refused)).as_deref(), Some("no more processes"));
    assert_eq!(cause(with_keys("hunter2")).as_deref(), Some("the text is not a key ring"));
    assert_eq!(cause(fails("")), None);
    let output = HelperOutput { success: true, printed: KEYS.as_bytes().to_vec().into() };
    assert_eq!(format!("{output:?}"), "HelperOutput { success: true, .. }");
    assert_eq!(
        Script::new([done(), with_keys(KEYS)]).printed_call(),
        "HelperCall { words: [\"daypass-key-fake\", \"store\"], \
        time_limit: 2s, questions: Forbidden, .. }"
    );
}

#[test]
fn a_remedy_is_advice_where_something_is_known_to_help() {
    let advice = |answer: Does| {
        let runner = Script::new([answer]);
        let error = helper().get(&site(Path::new(FOLDER)), &runner, Questions::Forbidden).expect_err("fails");
        error.remedy().map(|remedy| format!("{remedy:?}"))
    };
    let ask = r#"Advice("Run the command at a terminal, where daypass-key-fake can ask you.")"#;
    assert_eq!(advice(Does::Not(RunFailure::TimedOut)).as_deref(), Some(ask));
    assert_eq!(advice(fails(r#"{"version":1,"failure":"locked"}"#)).as_deref(), Some(ask));
    let install = r#"Advice("Install daypass-key-fake, or choose another holder of the key.")"#;
    assert_eq!(advice(Does::Not(RunFailure::NotFound)).as_deref(), Some(install));
    assert_eq!(advice(fails("")), None);
}

proptest! {
    #[test]
    fn whatever_a_helper_prints_is_an_answer_or_an_error(text: String, success: bool) {
        let answer = if success { Does::Prints(text) } else { Does::Fails(text) };
        prop_assert!(got(&helper(), answer, Questions::Forbidden).is_err());
    }
}
