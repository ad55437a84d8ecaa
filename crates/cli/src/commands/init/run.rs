//! `daypass init` and `daypass use`: this program inside a shell.

use super::{InitShell, Use};
use crate::{
    context::{Context, Files},
    exit::Exit,
    integration, output,
    picker::{self, Choice},
    report::Report,
};
use daypass_terminal::{Terminal, Text};

pub(crate) fn run(ui: &Terminal, shell: InitShell) -> Result<Exit, Report> {
    output::print(ui, &Text::block(&integration::script(shell)))?;
    Ok(Exit::Done)
}

/// The shell's own function does it; a program cannot change the shell that started it. It comes here with what
/// it does not know.
pub(crate) fn switch(context: &Context, flags: &Use) -> Result<Exit, Report> {
    let files = context.files()?;
    if flags.pick {
        return pick(context, &files);
    }
    let config = files.config();
    let (Some(name), settings) = (&flags.name, context.settings()?) else {
        return Err(needs_integration());
    };
    // The error says which profile was probably meant.
    if name != "-" && config.profile(name).is_none() {
        let error = daypass_credentials::resolve(&config, &settings, name).err();
        return Err(error.map_or_else(needs_integration, |error| context.credentials_failed(&error)));
    }
    Err(needs_integration())
}

/// The shell has looked for a terminal; with `--no-input` there is none to us.
fn pick(context: &Context, files: &Files) -> Result<Exit, Report> {
    if !context.ui.prompts() {
        return Err(Report::new(Exit::Usage, "there is no terminal to pick a profile on")
            .mend(["daypass", "use", "<NAME>"]));
    }
    let choice = picker::pick(context, files, false)?;
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
