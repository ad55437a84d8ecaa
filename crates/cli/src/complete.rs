//! `daypass complete-line SHELL -- …`: what may follow on a line that is typed, for the function of `daypass init`.
//!
//! Of bash come the line up to the cursor and its `COMP_WORDBREAKS`; of the other shells the last word and those between it and
//! the program, without quotes. The answer is a candidate a line; `⇥command N` where another program's words begin at the N-th,
//! `⇥anything` where the shell's own completion is asked.

use crate::{args, exit::Exit};
use daypass_completion::{Answer, Candidate, complete, typed::Line};
use daypass_config_parse::SectionKind;
use daypass_environment::Environment;
use daypass_quick_answers::completion_names;
use daypass_terminal::{Text, is_clean};

/// Prints what may follow.
pub(crate) fn line(shell: &str, words: &[&str], env: &Environment) -> Exit {
    let Some((first, rest)) = words.split_first() else { return Exit::Usage };
    let bash = (shell == "bash").then(|| Line::read(first, rest.first().copied().unwrap_or_default()));
    let (before, current) = match &bash {
        Some(line) => (line.words.get(1..).unwrap_or_default().to_vec(), line.current.as_str()),
        None => (rest.iter().map(|word| (*word).to_owned()).collect(), *first),
    };
    let mut names = |command: &str, argument: &str, begin: &str| names(env, command, argument, begin);
    let answer = complete(&mut args::definition(), &before, current, &mut names);
    let lines: Vec<String> = match answer {
        Answer::Candidates(list) => {
            list.iter().filter_map(|candidate| shown(shell, bash.as_ref(), candidate)).collect()
        }
        Answer::CommandAt(place) => {
            let place = bash.as_ref().map_or(place + 1, |line| line.piece_of(place + 1));
            vec![format!("\tcommand {place}")]
        }
        _ => vec!["\tanything".to_owned()],
    };
    daypass_terminal::print_plain(&Text::block(&(lines.join("\n") + "\n")));
    Exit::Done
}

/// A candidate as the shell takes it: quoted for bash, else with its help where the shell shows one.
fn shown(shell: &str, bash: Option<&Line>, candidate: &Candidate) -> Option<String> {
    let Candidate { value, help, .. } = candidate;
    match (bash, shell) {
        (Some(line), _) => line.reply(value),
        (None, "zsh") if help.is_empty() => Some(value.replace(':', "\\:")),
        (None, "zsh") => Some(format!("{}:{help}", value.replace(':', "\\:"))),
        (None, "xonsh" | "elvish") => Some(value.clone()),
        (None, _) if help.is_empty() => Some(value.clone()),
        (None, _) => Some(format!("{value}\t{help}")),
    }
}

/// The names in the config files for an argument; `None` where it takes no such name.
fn names(env: &Environment, command: &str, argument: &str, begin: &str) -> Option<Vec<String>> {
    let kinds: &[SectionKind] = match (command, argument) {
        (_, "profile" | "profiles") | ("use", "name") => &[SectionKind::Profile],
        (_, "sso_session") => &[SectionKind::SsoSession],
        ("login" | "logout", "name" | "start_url" | "target") => {
            &[SectionKind::SsoSession, SectionKind::Profile]
        }
        _ => return None,
    };
    let of = |kind: &SectionKind| completion_names(*kind, begin, env, is_clean);
    let mut names: Vec<String> = Vec::new();
    for name in kinds.iter().map(of).collect::<String>().lines() {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Some(names)
}
