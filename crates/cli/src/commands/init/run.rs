//! `daypass init` and `daypass use`: the shell integration.

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

/// Runs `daypass use` outside the shell function, which alone can change the shell: picks a profile for the function, or says
/// that it is missing.
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
        // The error suggests the profile that was probably meant.
        Err(error) if config.profile(name).is_none() => context.credentials_failed(&error),
        _ => needs_integration(),
    })
}

/// Prints the name of the profile that the person picks.
fn pick(context: &Context) -> Result<Exit, Report> {
    if !context.ui.prompts() {
        return Err(Report::new(Exit::Usage, "there is no terminal to pick a profile on")
            .try_command(["daypass", "use", "<NAME>"]));
    }
    let choice = picker::pick(context, &context.files()?, false)?;
    choice.note(context);
    if let Choice::Profile(name) = choice {
        // The shell function uses the printed text as the name.
        if !daypass_terminal::is_clean(&name) {
            return Err(Report::new(
                Exit::Configuration,
                format!("the name of profile {name} cannot be printed for a shell"),
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
