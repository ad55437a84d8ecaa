//! `daypass init` and `daypass use`: this program inside a shell.

use crate::{
    args::{InitShell, Use},
    context::Context,
    exit::Exit,
    integration,
    report::Report,
};

pub(crate) fn run(context: &Context, shell: InitShell) -> Result<Exit, Report> {
    context.print(&integration::script(shell))?;
    Ok(Exit::Done)
}

/// The shell's own function does it; a program cannot change the shell that started it. It comes here with what
/// it does not know.
pub(crate) fn switch(context: &Context, flags: &Use) -> Result<Exit, Report> {
    let files = context.files()?;
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

fn needs_integration() -> Report {
    Report::new(Exit::Usage, "`daypass use` needs the shell integration, which is not loaded here")
        .fact("bash", "eval \"$(daypass init bash)\" in ~/.bashrc")
        .fact("zsh", "eval \"$(daypass init zsh)\" in ~/.zshrc")
        .fact("fish", "daypass init fish | source, in ~/.config/fish/config.fish")
        .fact("pwsh", "daypass init powershell | Out-String | Invoke-Expression, in $PROFILE")
}
