//! Law 5: no control character but newline and our own styling, on a terminal or not; no planted secret anywhere but
//! where it belongs.

use super::{
    super::place::Place,
    super::running::Seen,
    super::spec::Spec,
    broken::Broken,
    words::{plain_text, shape},
};
use crate::clean;

const LAW: &str = "5 clean";
/// What credentials are printed by, on standard output.
const PRINTERS: &[&str] = &["credentials", "credential-process", "exec", "export-credentials", "token"];

pub(super) fn check(place: &Place, spec: &Spec, seen: &Seen) -> Vec<Broken> {
    let mut broken = Vec::new();
    let verb = shape(&seen.words);
    // A terminal shows both in one.
    let is_terminal = spec.terminal && seen.stderr.is_empty();
    // What exec's command prints is its own.
    let is_childs = |name: &str| name == "standard output" && seen.words.iter().any(|word| word == "exec");
    for (name, text) in [("standard output", &seen.stdout), ("standard error", &seen.stderr)] {
        if !is_childs(name)
            && let Some(c) = text
                .lines()
                .map(plain_text)
                .find_map(|line| line.chars().find(|c| is_foreign(*c, is_terminal)))
        {
            broken.push(Broken::new(LAW, format!("{verb}: U+{:04X} on {name}", c as u32), &[seen]));
        }
        let belongs =
            name == "standard output" && seen.words.iter().any(|word| PRINTERS.contains(&word.as_str()));
        if !belongs && place.secrets.iter().any(|secret| text.contains(secret.as_str())) {
            broken.push(Broken::new(LAW, format!("{verb}: a secret on {name}"), &[seen]));
        }
    }
    if !spec.terminal && seen.stderr.contains('\u{1b}') {
        broken.push(Broken::new(LAW, format!("{verb}: styled without a terminal"), &[seen]));
    }
    broken
}

/// A terminal has a cursor that goes to the start of its line, and the shifts of character sets that terminfo knows.
fn is_foreign(c: char, is_terminal: bool) -> bool {
    clean::is_foreign(c, if is_terminal { "\t\r\u{8}" } else { "\t" })
}
