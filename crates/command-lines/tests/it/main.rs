//! Command lines of other tools, read with a small parser.

#[cfg(test)]
mod parser;
#[cfg(test)]
mod words_of_others;
