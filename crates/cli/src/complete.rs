//! `daypass complete-line SHELL -- …`: what may follow on a line that is typed, for the function of `daypass init`.
//!
//! Of bash come the line up to the cursor and its `COMP_WORDBREAKS`; of the other shells the last word and those between it and
//! the program, without quotes. The answer is a candidate a line; `⇥command N` where another program's words begin at the N-th,
//! `⇥anything` where the shell's own completion is asked.

use crate::{args, exit::Exit};
use daypass_completion::{Answer, complete, typed::Line};
use daypass_environment::Environment;
use daypass_quick_answers::names_of;
use daypass_terminal::{Text, is_clean};

/// Prints what may follow.
pub(crate) fn line(shell: &str, words: &[&str], env: &Environment) -> Exit {
    let Some((first, rest)) = words.split_first() else { return Exit::Usage };
    let bash = (shell == "bash").then(|| Line::read(first, rest.first().copied().unwrap_or_default()));
    let (before, current) = match &bash {
        Some(line) => (line.words.get(1..).unwrap_or_default().to_vec(), line.current.as_str()),
        None => (rest.iter().map(|word| (*word).to_owned()).collect(), *first),
    };
    let mut names =
        |command: &str, argument: &str, begin: &str| names_of(command, argument, begin, env, is_clean);
    let answer = complete(&mut args::definition(), &before, current, &mut names);
    let lines: Vec<String> = match answer {
        Answer::Candidates(list) => list
            .iter()
            .filter_map(|candidate| match &bash {
                Some(line) => line.reply(&candidate.value),
                None => Some(candidate.line_of(shell)),
            })
            .collect(),
        Answer::CommandAt(place) => {
            let place = bash.as_ref().map_or(place + 1, |line| line.piece_of(place + 1));
            vec![format!("\tcommand {place}")]
        }
        _ => vec!["\tanything".to_owned()],
    };
    daypass_terminal::print_plain(&Text::block(&(lines.join("\n") + "\n")));
    Exit::Done
}
