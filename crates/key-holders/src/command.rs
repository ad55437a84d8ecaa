//! Commands of other tools, which know no protocol: one prints the keys, one reads them, one removes them.

use crate::{Error, ErrorKind, HelperCall, HelperOutput, Questions, RunHelper, answer};
use daypass_seal::KeyRing;

/// Runs the command that prints the keys.
pub(crate) fn get(words: &[String], runner: &dyn RunHelper, questions: Questions) -> Result<KeyRing, Error> {
    let output = run(words, b"", runner, questions)?;
    answer::of_command(name(words), &output)
}

/// Runs the command that reads the keys from standard input, or the one that removes them.
pub(crate) fn tell(
    words: &[String],
    input: &[u8],
    runner: &dyn RunHelper,
    questions: Questions,
) -> Result<(), Error> {
    match run(words, input, runner, questions)?.success {
        true => Ok(()),
        false => Err(Error::new(ErrorKind::Unavailable, name(words), "failed")),
    }
}

fn run(
    words: &[String],
    input: &[u8],
    runner: &dyn RunHelper,
    questions: Questions,
) -> Result<HelperOutput, Error> {
    let time_limit = questions.time_limit();
    let call = HelperCall { words, input, time_limit, questions };
    runner.run(&call).map_err(|failure| Error::not_run(name(words), failure, time_limit))
}

/// The program alone: its arguments may name what nobody else should read.
pub(crate) fn name(words: &[String]) -> &str {
    words.first().map_or("the command", String::as_str)
}
