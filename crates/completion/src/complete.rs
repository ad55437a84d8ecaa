//! Walks a definition along the words that are typed, and answers what fits the last one.

use clap::{Arg, ArgAction, Command};

/// What may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// These words, in the order of the definition.
    Candidates(Vec<Candidate>),
    /// What another program takes, whose name is the word at this place, from 0.
    CommandAt(usize),
    /// A file, or anything else: the shell's own completion.
    Anything,
}

/// A word that may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// The whole word.
    pub value: String,
    /// What it is for; empty for a name.
    pub help: String,
}

impl Candidate {
    /// Writes the candidate as a line for a function of a shell, by the shell's name: with what it is for, behind a tab or, for
    /// zsh, a colon. Elvish and xonsh get the word alone; nushell puts what it gets into its line, so that the word is quoted.
    ///
    /// ```
    /// use clap::Command;
    /// use daypass_completion::{Answer, complete};
    ///
    /// let mut definition = Command::new("greet").subcommand(Command::new("a b:c").about("Say it"));
    /// let Answer::Candidates(list) = complete(&mut definition, &[], "a", &mut |_, _, _| None) else { panic!() };
    /// let lines = ["fish", "zsh", "nushell", "xonsh"].map(|shell| list[0].line_of(shell));
    /// assert_eq!(lines, ["a b:c\tSay it", "a b\\:c:Say it", "\"a b:c\"\tSay it", "a b:c"]);
    /// ```
    pub fn line_of(&self, shell: &str) -> String {
        let Self { value, help } = self;
        let word = match shell {
            "zsh" => value.replace(':', "\\:"),
            "nushell" if value.chars().any(|c| !c.is_alphanumeric() && !"-_=@:./+,".contains(c)) => {
                format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
            }
            _ => value.clone(),
        };
        match shell {
            "xonsh" | "elvish" => word,
            _ if help.is_empty() => word,
            "zsh" => format!("{word}:{help}"),
            _ => format!("{word}\t{help}"),
        }
    }
}

/// What the program knows: the names that begin with the last word for an argument (by command and id) — `None` if it has no
/// names.
type Names<'n> = dyn FnMut(&str, &str, &str) -> Option<Vec<String>> + 'n;

/// Returns what may stand in place of `current` behind these words, all without quotes and without the program's name.
///
/// `names` is asked with the name of the subcommand, the id of the argument and the beginning; it returns the names, or `None`
/// for an argument without names.
pub fn complete(definition: &mut Command, words: &[String], current: &str, names: &mut Names<'_>) -> Answer {
    definition.build();
    let mut command = &*definition;
    let (mut positionals, mut only_positionals) = (0, false);
    let mut typed = words.iter().enumerate();
    let mut open = None;
    while let Some((at, word)) = typed.next() {
        if !only_positionals && word == "--" {
            only_positionals = true;
        } else if let Some(option) = option_of(command, word).filter(|_| !only_positionals) {
            if takes_value(option) && !word.contains('=') && typed.next().is_none() {
                open = Some(option);
            }
        } else if only_positionals || !word.starts_with('-') {
            let below = command.find_subcommand(word).filter(|_| !only_positionals && positionals == 0);
            match (below, positional(command, positionals)) {
                (Some(below), _) => command = below,
                (None, Some(argument)) if argument.is_trailing_var_arg_set() => return Answer::CommandAt(at),
                (None, _) => positionals += 1,
            }
        }
    }
    if let Some(option) = open {
        return values(command, option, current, "", names);
    }
    if let Some((name, value)) =
        current.split_once('=').filter(|_| !only_positionals && current.starts_with("--"))
    {
        let found = option_of(command, name).filter(|option| takes_value(option));
        return found.map_or(Answer::Candidates(Vec::new()), |option| {
            values(command, option, value, &format!("{name}="), names)
        });
    }
    if current.starts_with('-') && !only_positionals {
        return Answer::Candidates(options(command, current));
    }
    let below = command.get_subcommands().filter(|below| !below.is_hide_set() && positionals == 0);
    let below = below.filter(|below| below.get_name().starts_with(current));
    let below: Vec<_> = below.map(|below| candidate(below.get_name(), below.get_about())).collect();
    match positional(command, positionals) {
        _ if !below.is_empty() => Answer::Candidates(below),
        Some(argument) if argument.is_trailing_var_arg_set() => Answer::CommandAt(words.len()),
        Some(argument) => values(command, argument, current, "", names),
        None if command.has_subcommands() => Answer::Candidates(below),
        None => Answer::Anything,
    }
}

/// The argument at a place, from 0; the last one where it takes several.
fn positional(command: &Command, place: usize) -> Option<&Arg> {
    let several = |argument: &&Arg| matches!(argument.get_action(), ArgAction::Append);
    command.get_positionals().nth(place).or_else(|| command.get_positionals().last().filter(several))
}

fn takes_value(option: &Arg) -> bool {
    let least = option.get_num_args().map_or(1, |range| range.min_values());
    option.get_action().takes_values() && least > 0
}

/// The option that a word is, with or without a value behind `=`.
fn option_of<'c>(command: &'c Command, word: &str) -> Option<&'c Arg> {
    let name = word.split('=').next().unwrap_or_default();
    command.get_arguments().filter(|argument| !argument.is_positional()).find(|option| {
        let is_long = |long: &str| name.strip_prefix("--") == Some(long);
        let is_short = |short: char| name.strip_prefix('-').is_some_and(|rest| rest.chars().eq([short]));
        option.get_long_and_visible_aliases().is_some_and(|names| names.into_iter().any(is_long))
            || option.get_short().is_some_and(is_short)
    })
}

fn options(command: &Command, current: &str) -> Vec<Candidate> {
    let options = command.get_arguments().filter(|argument| !argument.is_hide_set());
    let named = options.filter_map(|option| Some((format!("--{}", option.get_long()?), option.get_help())));
    let mut fitting: Vec<_> = named
        .filter(|(name, _)| name.starts_with(current))
        .map(|(name, help)| candidate(&name, help))
        .collect();
    fitting.dedup_by(|one, other| one.value == other.value);
    fitting
}

fn values(command: &Command, argument: &Arg, current: &str, before: &str, names: &mut Names<'_>) -> Answer {
    let possible: Vec<_> = argument.get_possible_values();
    let shown = possible.iter().filter(|value| !value.is_hide_set() && value.get_name().starts_with(current));
    if !possible.is_empty() {
        let values = shown.map(|value| candidate(&format!("{before}{}", value.get_name()), value.get_help()));
        return Answer::Candidates(values.collect());
    }
    match names(command.get_name(), argument.get_id().as_str(), current) {
        Some(names) => {
            let names = names.into_iter().filter(|name| name.starts_with(current));
            let value = |name: String| Candidate { value: format!("{before}{name}"), help: String::new() };
            Answer::Candidates(names.map(value).collect())
        }
        None => Answer::Anything,
    }
}

fn candidate(value: &str, help: Option<&clap::builder::StyledStr>) -> Candidate {
    let help = help.map(ToString::to_string).unwrap_or_default();
    // One line is what a list has room for.
    let help = help.lines().next().unwrap_or_default().to_owned();
    Candidate { value: value.to_owned(), help }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::builder::PossibleValuesParser;

    fn definition() -> Command {
        let global = |name: &'static str| Arg::new(name).long(name).global(true);
        Command::new("daypass")
            .disable_help_subcommand(true)
            .arg(global("profile").short('p').help("Profile to use"))
            .arg(global("color").value_parser(PossibleValuesParser::new(["auto", "always", "never"])))
            .arg(Arg::new("secret").long("secret").hide(true))
            .subcommand(Command::new("use").about("Switch\nand more").arg(Arg::new("name")))
            .subcommand(
                Command::new("serve").arg(Arg::new("profiles").action(ArgAction::Append).num_args(0..)),
            )
            .subcommand(
                Command::new("exec")
                    .arg(Arg::new("serve").long("serve").action(ArgAction::SetTrue))
                    .arg(Arg::new("command").num_args(0..).trailing_var_arg(true)),
            )
            .subcommand(
                Command::new("configure")
                    .subcommand(Command::new("sso"))
                    .subcommand(Command::new("set").hide(true)),
            )
            .subcommand(
                Command::new("login").arg(Arg::new("fix").long("fix").num_args(0..=1).require_equals(true)),
            )
    }

    fn shown(line: &str) -> String {
        let mut words: Vec<_> = line.split(' ').map(str::to_owned).collect();
        let current = words.pop().unwrap_or_default();
        let mut names = |command: &str, id: &str, _: &str| match (command, id) {
            (_, "profile" | "profiles" | "name") => {
                Some(["dev", "data", "prod:one"].map(str::to_owned).to_vec())
            }
            _ => None,
        };
        match complete(&mut definition(), &words, &current, &mut names) {
            Answer::Candidates(list) => {
                list.into_iter().map(|candidate| candidate.value).collect::<Vec<_>>().join(" ")
            }
            Answer::CommandAt(place) => format!("command at {place}"),
            Answer::Anything => "anything".to_owned(),
        }
    }

    #[test]
    fn what_may_follow() {
        for (line, follows) in [
            ("", "use serve exec configure login"),
            ("se", "serve"),
            ("-p d", "dev data"),
            ("--profile dev lo", "login"),
            ("use ", "dev data prod:one"),
            ("use dev ", "anything"),
            ("use prod:", "prod:one"),
            ("serve dev d", "dev data"),
            ("login --profile=d", "--profile=dev --profile=data"),
            ("login --pro", "--profile"),
            ("login --se", ""),
            ("login --color=a", "--color=auto --color=always"),
            ("--color n", "never"),
            ("login --fix ", "anything"),
            ("configure s", "sso"),
            ("configure x", ""),
            ("exec -p dev ", "command at 3"),
            ("exec -p dev -- aws s3 l", "command at 4"),
            ("exec aws --profile ", "command at 1"),
            ("exec --ser", "--serve"),
            ("use -- d", "dev data"),
            ("nothing --unknown=", ""),
        ] {
            assert_eq!(shown(line), follows, "{line:?}");
        }
    }

    #[test]
    fn help_is_one_line() {
        let answer = complete(&mut definition(), &[], "us", &mut |_, _, _| None);
        let Answer::Candidates(list) = answer else { panic!("{answer:?}") };
        assert_eq!(list.first().map(|candidate| candidate.help.as_str()), Some("Switch"));
    }
}
