//! Commands as one text, in the syntax of the setting `browser`.

/// Joins words to a command; a word with spaces or signs is quoted.
pub(crate) fn command<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_~".contains(c);
    let quoted = words.into_iter().map(|word| match word.chars().all(is_plain) && !word.is_empty() {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    });
    quoted.collect::<Vec<_>>().join(" ")
}
