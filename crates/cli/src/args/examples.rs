//! Examples in the help of each command, between its purpose and its flags.

use clap::Command;

/// The line of a command's help in place of the options that every command has.
macro_rules! global_options {
    () => {
        "Every command also has --profile, --region, --output, --verbose and other options: daypass help"
    };
}

/// The text of `examples.txt`.
const TABLE: &str = include_str!("examples.txt");

/// Purpose, examples, flags, and where the others are.
const TEMPLATE: &str =
    concat!("{about}{after-help}\n\n{usage-heading} {usage}\n\n{all-args}", "\n\n", global_options!());

/// Adds the examples to each command below this one; `path` is the name of this one, empty for the program.
pub(super) fn add(command: Command, path: &str) -> Command {
    let names: Vec<_> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |below| {
            let below = match examples(path.trim_start()).as_str() {
                "" => below.after_help(global_options!()),
                lines => below.after_help(format!("Examples:{lines}")).help_template(TEMPLATE),
            };
            add(below, &path)
        })
    })
}

/// The examples of the command of this name, a line each.
fn examples(command: &str) -> String {
    let heading = format!("[{command}]");
    let lines = TABLE.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| !line.starts_with('[')).map(|line| format!("\n  {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use clap::CommandFactory as _;
    use std::ffi::OsString;

    #[test]
    fn every_example_is_a_command_line() {
        for line in TABLE.lines().filter(|line| !line.starts_with(['#', '['])) {
            let line = line.split("   #").next().unwrap_or_default().replace('\'', "");
            let words: Vec<_> = line.split(' ').map(OsString::from).collect();
            assert!(args::parse(&words).is_ok(), "{line}");
        }
    }

    #[test]
    fn every_command_has_a_purpose_and_two_or_three_examples() {
        fn check(command: &Command, path: &str) {
            // Completion alone calls `complete-names`.
            for below in command.get_subcommands().filter(|below| below.get_name() != "complete-names") {
                let path = format!("{path} {}", below.get_name());
                let count = examples(path.trim_start()).lines().filter(|line| !line.is_empty()).count();
                assert!(below.has_subcommands() || (2..=3).contains(&count), "{path}: {count}");
                assert!(below.has_subcommands() || below.get_about().is_some(), "{path} says what it is for");
                check(below, &path);
            }
        }
        check(&args::Args::command(), "");
    }
}
