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

/// Adds the examples to the program and to each command below it.
pub(super) fn add(program: Command) -> Command {
    let template = format!(
        "{{about}}\n\nExamples:{}\n\n{{usage-heading}} {{usage}}\n\n{{all-args}}{{after-help}}",
        examples("daypass")
    );
    add_below(program.help_template(template), "")
}

fn add_below(command: Command, path: &str) -> Command {
    let names: Vec<_> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |below| {
            let lines = examples(path.trim_start());
            add_below(below.after_help(format!("Examples:{lines}")).help_template(TEMPLATE), &path)
        })
    })
}

/// The examples of the command of this name, a line each.
fn examples(command: &str) -> String {
    let heading = format!("[{command}]");
    let lines = TABLE.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| !line.starts_with('[')).map(|line| format!("\n  {line}")).collect()
}
