//! Writes terminal output that is clean by construction, and asks the person at the terminal questions.
//!
//! **Output.** The terminal takes only [`Text`]. A string that becomes a [`Text`] (a name in a config file, a server's
//! message, a path) is cleaned: it has no C0 or C1 control, no direction mark, no zero-width character, no line break.
//! Only methods of [`Text`] add styles and line breaks. [`Terminal`] writes data to standard output and everything else
//! to standard error. JSON keeps its value, with characters that must not be shown as `\uXXXX` ([`Text::json`]).
//!
//! **Questions.** [`Terminal::ask`], [`Terminal::pick`] and [`Terminal::confirm`] read keys in raw mode and restore the
//! previous mode on drop. They block, and dropping a future does not cancel them.
//!
//! **Shells.** [`shell::command`] writes a command line to copy, or none if the copied text would be another command;
//! [`shell::Assignment`] sets a variable in nine syntaxes and refuses values that a syntax cannot represent.
//!
//! The crate reads no variable and no clock, starts no process and knows nothing of AWS. Lengths are in columns and
//! lines, times are [`std::time::Duration`] and [`std::time::SystemTime`]. Sources: ECMA-48 (SGR, EL, ED), xterm's
//! OSC 52, Unicode 17's `Default_Ignorable_Code_Point` and `Bidi_Control`, ISO/IEC 18004, RFC 4180, RFC 4648.

mod ask;
mod big_code;
mod clean;
mod closed_stdout;
mod countdown;
mod dumb_prompts;
mod error;
mod few;
mod keys;
mod line;
mod list;
mod output;
mod pasted;
mod qr;
mod raw_mode;
pub mod shell;
mod style;
mod styled;
pub mod table;
mod terminal;
mod text;
pub mod time;

pub use ask::Check;
pub use big_code::big_code;
pub use clean::{clean, is_clean};
pub use countdown::with_countdown;
pub use error::{Error, ErrorKind};
pub use few::few;
pub use output::{print_plain, stderr_is_terminal, write_ascii_json};
pub use pasted::{Pasted, PastedLines};
pub use qr::qr_code;
pub use style::Style;
pub use styled::{bad, dim, good, strong, warning};
pub use terminal::{Terminal, TerminalOptions};
pub use text::Text;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
