//! `daypass use` outside the shell function, which alone can change the shell.

use super::{Use, install};
use crate::{context::Context, exit::Exit, picker, report::Report};
use daypass_at_terminal::Choice;
use daypass_shell_integration::Shell;
use daypass_terminal::Text;

/// Picks a profile for the shell function, or says that it is missing.
pub(crate) fn switch(context: &Context, flags: &Use) -> Result<Exit, Report> {
    if flags.pick {
        return pick(context);
    }
    let Some(name) = flags.name.as_deref().filter(|name| *name != "-") else {
        return Err(needs_integration(context));
    };
    let (files, settings) = (context.files_of(name)?, context.settings()?);
    let config = files.config();
    Err(match daypass_credentials::resolve(&config, &settings, name) {
        // The error suggests the profile that was probably meant.
        Err(error) if config.profile(name).is_none() => context.credentials_failed(&error),
        _ => needs_integration(context),
    })
}

/// Prints the name of the profile that the person picks.
fn pick(context: &Context) -> Result<Exit, Report> {
    if !context.ui.prompts() {
        return Err(Report::new(Exit::Usage, "there is no terminal to pick a profile on")
            .try_command(["daypass", "use", "<NAME>"]));
    }
    let choice = picker::pick(context, &context.files()?, false)?;
    picker::note_use(context, &choice);
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

/// Leads to the integration of the person's shell, or says that the next shell has it.
fn needs_integration(context: &Context) -> Report {
    let named = Shell::of_person(&context.env);
    let shell = named.as_ref().copied().unwrap_or(Shell::Bash);
    let message = "`daypass use` needs the shell integration, which is not loaded here";
    if install::is_done(context, shell) {
        let message = format!("{message}: the next {} has it", shell.name());
        return Report::new(Exit::Usage, message);
    }
    let report = Report::new(Exit::Usage, message);
    match named {
        Ok(_) => report.try_command(["daypass", "init", "--install"]),
        Err(_) => report.try_command(["daypass", "init", shell.name(), "--install"]),
    }
}
