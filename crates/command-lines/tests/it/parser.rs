//! A parser of some of daypass's commands, as strict as that of the program.

use daypass_command_lines::{CommandLineParser, Instead, RefusedWord, Unread, read};
use std::{collections::BTreeSet, ffi::OsString};

/// A command: the name, the options, and the most arguments.
type Command = (&'static str, &'static str, usize);

/// The commands: the name, the options (those that end in `=` take a value), and the most arguments.
const COMMANDS: &[Command] = &[
    ("accounts", "", 0),
    ("completions", "", 1),
    ("configure populate", "--plan --yes -y", 0),
    ("configure sso", "--sso-start-url=", 0),
    ("configure sso-session", "--sso-session=", 0),
    ("console", "--print --service= --destination= --account= --role=", 0),
    ("credential-process", "", 0),
    ("credentials", "--format= --write-credentials=", 0),
    ("doctor", "", 0),
    ("exec", "--serve --account=", 0),
    ("login", "--no-browser --force --sso-session= --sso-region=", 1),
    ("logout", "--sso-session=", 1),
    ("profiles", "", 0),
    ("roles", "--refresh --account=", 0),
    ("serve", "", 0),
    ("settings", "", 0),
    ("sso login", "--no-browser", 1),
    ("sso logout", "", 1),
    ("status", "", 1),
    ("use", "", 1),
    ("whoami", "--account= --role=", 0),
];

/// The options that all commands have.
const GLOBAL: &str = "-v -vv --color= --output= -o= --profile= -p= --region=";

/// The shells that `completions` takes.
const SHELLS: [&str; 2] = ["bash", "zsh"];

/// Reads a line with that parser: what it means, `try` or `say` with a suggestion, or the parser's answer.
pub(crate) fn reading(line: &str) -> String {
    let words: Vec<_> = ["daypass"].into_iter().chain(line.split(' ')).map(OsString::from).collect();
    match read(&Parser, &words) {
        Ok(words) => words.get(1..).unwrap_or_default().join(" "),
        Err(Unread::OtherTool(suggestion)) => match suggestion.instead {
            Instead::Type(words) => format!("{} -> try {}", suggestion.word, words.join(" ")),
            Instead::Say(sentence) => format!("{} -> say {sentence}", suggestion.word),
        },
        Err(Unread::Parser(answer)) => match answer {
            Answer::Command(word) => format!("no command {word}"),
            Answer::Argument(word) => format!("no argument {word}"),
            Answer::Value(word) => format!("no value {word}"),
            Answer::Said(word) => format!("says {word}"),
        },
    }
}

struct Parser;

/// Why a line is no command line of daypass.
enum Answer {
    Command(String),
    Argument(String),
    Value(String),
    /// Help, the version, or that something is missing.
    Said(String),
}

impl CommandLineParser for Parser {
    type Args = Vec<String>;
    type Error = Answer;

    fn parse(&self, words: &[OsString]) -> Result<Vec<String>, Answer> {
        let line: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let mut rest = line.iter().skip(1).take_while(|word| *word != "--");
        if rest.clone().any(|word| ["--help", "--version"].contains(&word.as_str())) {
            return Err(Answer::Said(line.get(1..).unwrap_or_default().join(" ")));
        }
        let (mut name, mut arguments) = (String::new(), 0);
        let mut found: Option<&Command> = None;
        let mut typed = BTreeSet::new();
        while let Some(word) = rest.next() {
            let (option, value) = word.split_once('=').map_or((word.as_str(), None), |(a, b)| (a, Some(b)));
            match found {
                _ if word.starts_with('-') => {
                    let own = found.map(|(_, options, _)| *options).unwrap_or_default();
                    let mut known = GLOBAL.split(' ').chain(own.split(' '));
                    let known = known.find(|known| known.trim_end_matches('=') == option);
                    let known = known.ok_or_else(|| Answer::Argument(option.to_owned()))?;
                    if known.ends_with('=') && !typed.insert(option) {
                        return Err(Answer::Said(format!("{option} twice")));
                    }
                    if known.ends_with('=') && value.is_none() && rest.next().is_none() {
                        return Err(Answer::Said(format!("{option} has no value")));
                    }
                }
                None => {
                    name = format!("{name} {word}").trim_start().to_owned();
                    found = COMMANDS.iter().find(|(known, ..)| *known == name);
                    let family = format!("{name} ");
                    if found.is_none() && !COMMANDS.iter().any(|(known, ..)| known.starts_with(&family)) {
                        return Err(Answer::Command(word.clone()));
                    }
                }
                Some((.., most)) if arguments == *most => return Err(Answer::Argument(word.clone())),
                Some(("completions", ..)) if !SHELLS.contains(&word.as_str()) => {
                    return Err(Answer::Value(word.clone()));
                }
                Some(("login" | "status", ..)) if word == "help" => return Err(Answer::Value(word.clone())),
                Some(_) => arguments += 1,
            }
        }
        match found {
            Some(_) => Ok(line),
            None => Err(Answer::Said("usage".to_owned())),
        }
    }

    fn refused<'e>(&self, answer: &'e Answer) -> Option<RefusedWord<'e>> {
        match answer {
            Answer::Command(word) => Some(RefusedWord::Command(word)),
            Answer::Argument(word) => Some(RefusedWord::Argument(word)),
            Answer::Value(word) => Some(RefusedWord::Value(word)),
            Answer::Said(_) => None,
        }
    }

    fn is_command(&self, word: &str) -> bool {
        COMMANDS.iter().any(|(name, ..)| name.split(' ').next() == Some(word))
    }
}
