//! Command lines of daypass as words, for any parser: read in the words of the AWS CLI and of other tools, and typed again
//! with a change.
//!
//! [`read`] gives a line that the parser refuses the meaning that it has in another tool, or makes a [`Suggestion`]. So the
//! parser gets no further options, for which every start would pay, and the words stay out of help and completion.
//! [`remedy_command`], [`with_word`], [`with_option`] and [`joined`] make the command line that a message tells a person to type;
//! an [`OwnLine`] makes it of the command line that was typed. The first word is always the program. Nothing here prints, or reads the command line of the process.
//!
//! The words are those of awscli 2.36, aws-vault, granted, aws-sso-util, aws-sso-cli, awsume, saml2aws and Leapp; the table is
//! `suggestions/table.txt`.

mod own_line;
mod read;
mod refused_word;
mod remedy;
mod retype;
mod suggestions;
mod translations;

pub use own_line::OwnLine;
pub use read::{CommandLineParser, Unread, read};
pub use refused_word::RefusedWord;
pub use remedy::{remedy_command, sign_in_command};
pub use retype::{joined, with_option, with_word};
pub use suggestions::{Instead, Suggestion, foreign_lines};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
