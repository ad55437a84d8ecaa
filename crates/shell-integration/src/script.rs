//! What `daypass init` adds to a shell, from the files in `shell_integration/scripts/`: `daypass use`, and completion of
//! commands, options and of the names in the config files.

use crate::{args::Args, commands::init::InitShell};
use clap::CommandFactory as _;
use clap_complete::Shell;
use daypass_environment::Variable;

/// Placeholder in the scripts for the variables that set an identity, except AWS_PROFILE, which `use` sets.
const STALE_NAMES: &str = "STALE_NAMES";

/// The script for a shell: completion, `daypass use`, names.
pub(crate) fn script(shell: InitShell) -> String {
    let (generator, script) = match shell {
        InitShell::Bash => (Shell::Bash, include_str!("shell_integration/scripts/daypass.bash")),
        InitShell::Zsh => (Shell::Zsh, include_str!("shell_integration/scripts/daypass.zsh")),
        InitShell::Fish => (Shell::Fish, include_str!("shell_integration/scripts/daypass.fish")),
        InitShell::Powershell => (Shell::PowerShell, include_str!("shell_integration/scripts/daypass.ps1")),
    };
    let mut completion = Vec::new();
    clap_complete::generate(generator, &mut Args::command(), "daypass", &mut completion);
    let completion = String::from_utf8_lossy(&completion);
    let names = Variable::identity().filter(|name| *name != Variable::Profile).map(Variable::name);
    let names = match shell {
        InitShell::Powershell => names.map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", "),
        InitShell::Bash | InitShell::Zsh | InitShell::Fish => names.collect::<Vec<_>>().join(" "),
    };
    let before = match shell {
        // The script is evaluated, not autoloaded, so it has to load compdef.
        InitShell::Zsh => "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\n",
        InitShell::Bash | InitShell::Fish | InitShell::Powershell => "",
    };
    format!("{before}{completion}\n{}", script.replace(STALE_NAMES, &names))
}
