//! `daypass init` and `daypass use`: this program inside a shell.

use super::{InitShell, Use};
use crate::{
    context::Context,
    exit::Exit,
    output_forms,
    picker::{self, Choice},
    report::Report,
    shell_integration,
};
use daypass_terminal::{Terminal, Text};

pub(crate) fn run(ui: &Terminal, shell: InitShell) -> Result<Exit, Report> {
    output_forms::print(ui, &Text::block(&shell_integration::script(shell)))?;
    Ok(Exit::Done)
}

/// The shell's own function does it; a program cannot change the shell that started it. It comes here with what
/// it does not know.
pub(crate) fn switch(context: &Context, flags: &Use) -> Result<Exit, Report> {
    if flags.pick {
        return pick(context);
    }
    let Some(name) = flags.name.as_deref().filter(|name| *name != "-") else {
        return Err(needs_integration());
    };
    let (files, settings) = (context.files_of(name)?, context.settings()?);
    let config = files.config();
    Err(match daypass_credentials::resolve(&config, &settings, name) {
        // The error says which profile was probably meant.
        Err(error) if config.profile(name).is_none() => context.credentials_failed(&error),
        _ => needs_integration(),
    })
}

/// The shell has looked for a terminal; with `--no-input` there is none to us.
fn pick(context: &Context) -> Result<Exit, Report> {
    if !context.ui.prompts() {
        return Err(Report::new(Exit::Usage, "there is no terminal to pick a profile on")
            .try_command(["daypass", "use", "<NAME>"]));
    }
    let choice = picker::pick(context, &context.files()?, false)?;
    choice.note(context);
    if let Choice::Profile(name) = choice {
        // A shell takes what is printed for the name.
        if !daypass_terminal::is_clean(&name) {
            return Err(Report::new(
                Exit::Configuration,
                format!("profile {name} has no name that a shell takes"),
            ));
        }
        context.print(&Text::from(&name))?;
    }
    Ok(Exit::Done)
}

fn needs_integration() -> Report {
    Report::new(Exit::Usage, "`daypass use` needs the shell integration, which is not loaded here")
        .fact("bash", "eval \"$(daypass init bash)\" in ~/.bashrc")
        .fact("zsh", "eval \"$(daypass init zsh)\" in ~/.zshrc")
        .fact("fish", "daypass init fish | source, in ~/.config/fish/config.fish")
        .fact("pwsh", "daypass init powershell | Out-String | Invoke-Expression, in $PROFILE")
}
