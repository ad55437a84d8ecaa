//! The words of this command line, to print it again with something else in it.

/// The command line of this process. What stands behind `--` is another program's, and nobody's business.
pub(crate) fn typed() -> Vec<String> {
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let mut words: Vec<String> = std::iter::once("daypass".to_owned()).chain(words).collect();
    if let Some(end) = words.iter().position(|word| word == "--") {
        words.truncate(end + 1);
        words.push("COMMAND".to_owned());
    }
    words
}

/// The command line with `wrong` replaced by `meant`; `None` if `wrong` is not one of its words.
pub(crate) fn retyped(wrong: &str, meant: &str) -> Option<Vec<String>> {
    let mut words = typed();
    let is_it =
        |word: &String| word.strip_suffix(wrong).is_some_and(|rest| rest.is_empty() || rest.ends_with('='));
    let word = words.iter_mut().skip(1).find(|word| is_it(word))?;
    word.truncate(word.len() - wrong.len());
    word.push_str(meant);
    Some(words)
}
