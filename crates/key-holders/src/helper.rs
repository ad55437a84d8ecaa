//! A helper program `daypass-key-NAME`, by its protocol.

use crate::{
    Error, ErrorKind, HelperCall, Questions, RunHelper, Site, answer,
    wire::{Request, VERSION, to_json},
};
use daypass_seal::KeyRing;

/// What a helper is asked to do: its one argument.
#[derive(Clone, Copy)]
pub(crate) enum Action<'a> {
    Get,
    Store(&'a str),
    Erase,
}

/// Runs the helper of this name; returns the keys that it answers with, if it does.
pub(crate) fn ask(
    name: &str,
    action: Action<'_>,
    site: &Site<'_>,
    runner: &dyn RunHelper,
    questions: Questions,
) -> Result<Option<KeyRing>, Error> {
    let program = format!("daypass-key-{name}");
    let (word, keys) = match action {
        Action::Get => ("get", None),
        Action::Store(keys) => ("store", Some(keys)),
        Action::Erase => ("erase", None),
    };
    let request = Request {
        version: VERSION,
        item: site.item.as_str().into(),
        folder: site.folder.into(),
        may_ask: questions == Questions::Allowed,
        keys,
    };
    let input = to_json(&request, keys);
    if input.is_empty() {
        return Err(Error::new(
            ErrorKind::Unavailable,
            program,
            "cannot be told of a folder that is not UTF-8",
        ));
    }
    let words = [program, word.to_owned()];
    let [program, _] = &words;
    let time_limit = questions.time_limit();
    let call = HelperCall { words: &words, input: &input, time_limit, questions };
    let output = runner.run(&call).map_err(|failure| Error::not_run(program, failure, time_limit))?;
    answer::of_helper(program, &output, keys)
}
