//! Law 1: no panic, no abort, no hang; the exit code is in the table, and is the right one for the cause that was planted.

use super::{
    super::running::Seen,
    super::spec::Spec,
    broken::Broken,
    truth,
    words::{headline, shape},
};

const LAW: &str = "1 ends";
/// The table of docs/cli-reference.md, but for the codes of signals that nobody sends here.
const CODES: &[i32] = &[0, 1, 2, 3, 4, 5, 6, 7, 130];

pub(super) fn check(spec: &Spec, seen: &Seen) -> Vec<Broken> {
    let mut broken = Vec::new();
    let verb = shape(&seen.words);
    if seen.hung {
        broken.push(Broken::new(LAW, format!("{verb}: hangs"), &[seen]));
        return broken;
    }
    if seen.stderr.contains("panicked at") {
        let place = seen.stderr.split("panicked at ").nth(1).and_then(|rest| rest.split([':', '\n']).next());
        broken.push(Broken::new(LAW, format!("panic in {}", place.unwrap_or_default()), &[seen]));
        return broken;
    }
    match seen.code {
        Some(code) if CODES.contains(&code) => {
            if let Some((codes, cause)) = truth::codes(spec, &seen.words)
                && !codes.contains(&code)
                && !(spec.terminal && code == 130)
            {
                let what =
                    format!("{verb}: exit {code} and not {codes:?}: {cause} ({})", headline(spec, seen));
                broken.push(Broken::new(LAW, what, &[seen]));
            }
        }
        Some(code) => {
            broken.push(Broken::new(LAW, format!("{verb}: exit {code} is not in the table"), &[seen]));
        }
        None => broken.push(Broken::new(LAW, format!("{verb}: ended by a signal"), &[seen])),
    }
    let is_silent = seen.stderr.trim().is_empty() && seen.stdout.trim().is_empty();
    // Interrupted before it had begun, it had nothing to say.
    if is_silent
        && seen.code.is_some_and(|code| code != 0 && code != 130)
        && !seen.words.iter().any(|word| word == "exec")
    {
        broken.push(Broken::new(LAW, format!("{verb}: fails without a word"), &[seen]));
    }
    broken
}
