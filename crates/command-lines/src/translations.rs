//! Translations: words of other tools that the parser refuses, and what daypass has in their place.

use crate::RefusedWord;
use std::ffi::OsString;

/// Options of other tools, the command they belong to (empty: any), and their translation. `_` removes the value, too.
const OPTIONS: &[(&str, &str, &[&str])] = &[
    ("--debug", "", &["-vv"]),
    ("--no-cli-pager", "", &[]),
    // The prompt of the AWS CLI for its own options.
    ("--no-cli-auto-prompt", "", &[]),
    ("--cli-auto-prompt", "", &[]),
    ("--v2-debug", "", &[]),
    ("--no-paginate", "", &[]),
    ("--page-size", "", &["_"]),
    ("--max-results", "", &["_"]),
    ("--cli-binary-format", "", &["_"]),
    ("--no-color", "", &["--color=never"]),
    ("--json", "", &["--output=json"]),
    ("--headless", "login", &["--no-browser"]),
    ("--force-refresh", "login", &["--force"]),
    ("--dry-run", "populate", &["--plan"]),
    ("-s", "completions", &[]),
    ("--shell", "completions", &[]),
    ("list", "settings", &[]),
    ("print", "settings", &[]),
    ("show", "settings", &[]),
    ("view", "settings", &[]),
];

/// Commands for which a word without an option is the profile: for `exec` before `--`. `login`, `logout` and `status` have
/// an argument of their own for sessions and profiles.
const OF_A_PROFILE: [&str; 5] = ["console", "credential-process", "credentials", "exec", "whoami"];

/// Says whether a word is a command of daypass.
type IsCommand<'a> = &'a dyn Fn(&str) -> bool;

/// Translates the word that the parser refused; `None` if the word has no translation.
pub(crate) fn translated(
    words: &[OsString],
    refused: RefusedWord<'_>,
    is_command: IsCommand<'_>,
) -> Option<Vec<OsString>> {
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let (ours, others) = words.split_at(end);
    let mut line: Vec<String> =
        ours.iter().map(|word| word.to_str().map(str::to_owned)).collect::<Option<_>>()?;
    match refused {
        RefusedWord::Command(word) => command(&mut line, word)?,
        RefusedWord::Argument(word) => argument(&mut line, word, others.len() > 1, is_command)?,
        RefusedWord::Value(word) => {
            let last = line.last_mut().filter(|last| *last == "help" && word == "help")?;
            "--help".clone_into(last);
        }
    }
    Some(line.into_iter().map(OsString::from).chain(others.iter().cloned()).collect())
}

fn command(line: &mut Vec<String>, word: &str) -> Option<()> {
    let at = line.iter().skip(1).position(|other| other == word)? + 1;
    // A word that a command with commands below it has in vain: `settings list`.
    let is_in_vain = |(name, of, to): &&(&str, &str, &[&str])| {
        *name == word && to.is_empty() && line.get(at - 1).is_some_and(|before| before == of)
    };
    if OPTIONS.iter().any(|option| is_in_vain(&option)) {
        line.remove(at);
        return Some(());
    }
    match word {
        "help" => {
            line.remove(at);
            line.push("--help".to_owned());
        }
        "version" => "--version".clone_into(line.get_mut(at)?),
        "completion" => "completions".clone_into(line.get_mut(at)?),
        "sts" if line.get(at + 1).is_some_and(|next| next == "get-caller-identity") => {
            line.splice(at..at + 2, ["whoami".to_owned()]);
        }
        _ => return None,
    }
    Some(())
}

fn argument(
    line: &mut Vec<String>,
    word: &str,
    runs_a_command: bool,
    is_command: IsCommand<'_>,
) -> Option<()> {
    let is_it = |other: &String| {
        other.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    let at = line.iter().skip(1).position(is_it)? + 1;
    let has = |name: &str| line.iter().any(|other| other == name);
    if word == "help" && at + 1 == line.len() {
        "--help".clone_into(line.get_mut(at)?);
        return Some(());
    }
    if let Some((.., here)) = OPTIONS.iter().find(|(name, of, _)| *name == word && (of.is_empty() || has(of)))
    {
        let takes_a_value = *here == ["_"] && !line.get(at)?.contains('=');
        let end = (at + 1 + usize::from(takes_a_value)).min(line.len());
        line.splice(at..end, here.iter().filter(|word| **word != "_").map(|&word| word.to_owned()));
        return Some(());
    }
    // `login URL REGION`, as in aws-sso-util.
    if has("login")
        && word.contains('-')
        && !word.starts_with('-')
        && line.iter().any(|other| other.contains("://"))
    {
        *line.get_mut(at)? = format!("--sso-region={word}");
        return Some(());
    }
    // An option of a command, before it: `-y configure populate`.
    if word.starts_with('-')
        && let Some(command) = command_behind(line, at, is_command)
    {
        let option = line.remove(at);
        line.insert(command, option);
        return Some(());
    }
    let command = line.iter().find(|word| is_command(word))?;
    let names_one = !word.starts_with('-')
        && OF_A_PROFILE.contains(&command.as_str())
        && (command != "exec" || runs_a_command)
        && !line.iter().any(|word| {
            ["--profile", "-p", "--account"].iter().any(|option| {
                word == option || word.strip_prefix(option).is_some_and(|rest| rest.starts_with('='))
            })
        });
    if names_one {
        *line.get_mut(at)? = format!("--profile={word}");
        return Some(());
    }
    None
}

/// The place of the last word of the command, if all of it stands behind `at`.
fn command_behind(line: &[String], at: usize, is_command: IsCommand<'_>) -> Option<usize> {
    let place = line.iter().position(|word| is_command(word)).filter(|place| *place > at)?;
    let has_two = line.get(place).is_some_and(|word| word == "configure" || word == "sso");
    Some(place + usize::from(has_two))
}
