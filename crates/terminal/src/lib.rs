//! Output to a terminal that is clean by construction, and questions to the person who sits at it.
//!
//! **Output.** What goes to a terminal is a [`Text`]. It is made from strings, and whatever a string holds (a name in a
//! config file, a message of a server, a path), no character of it does anything but show: no C0 or C1 control, no
//! direction mark, nothing without width, no line break. Styles and line breaks are put there by methods of [`Text`]
//! alone. [`Terminal`] is the one thing that writes, data to standard output and everything else to standard error;
//! JSON keeps its value, with what must not be shown as `\uXXXX` ([`Text::json`]).
//!
//! **Questions.** [`Terminal::ask`], [`Terminal::pick`] and [`Terminal::confirm`] read keys in raw mode and restore the
//! mode on drop. They block, and are not cancelled by a dropped future.
//!
//! **Words for a shell.** [`shell::command`] prints a command line that may be copied, or nothing where copying it
//! would run another; [`shell::Assignment`] sets a variable in nine forms and refuses a value that one cannot carry.
//!
//! Nothing here reads a variable or a clock, starts a process or knows AWS. Lengths are in columns and lines, times in
//! [`std::time::Duration`] and [`std::time::SystemTime`]. Sources: ECMA-48 (SGR, EL, ED), xterm's OSC 52,
//! Unicode 17's `Default_Ignorable_Code_Point` and `Bidi_Control`, ISO/IEC 18004, RFC 4180, RFC 4648.

mod ask;
mod bar;
mod big_code;
mod clean;
mod closed_stdout;
mod countdown;
mod dumb_prompts;
mod error;
mod few;
mod fold;
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
pub use bar::bar;
pub use big_code::big_code;
pub use clean::{clean, is_clean};
pub use countdown::with_countdown;
pub use error::{Error, ErrorKind};
pub use few::few;
pub use fold::fold;
pub use output::{print_plain, stderr_is_terminal, write_ascii_json};
pub use pasted::{Pasted, PastedLines};
pub use qr::qr_code;
pub use style::Style;
pub use styled::{bad, dim, good, strong, warning};
pub use terminal::{Options, Terminal};
pub use text::Text;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
