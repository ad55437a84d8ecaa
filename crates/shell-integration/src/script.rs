//! The scripts, from the files in `scripts/`.

use crate::Shell;
use daypass_environment::Variable;

/// Placeholder in the scripts for the variables that set an identity, except AWS_PROFILE, which `use` sets.
const STALE_NAMES: &str = "STALE_NAMES";

/// Writes the integration of a shell, behind the completion script of the command line.
pub fn script(shell: Shell, completion: &str) -> String {
    let script = match shell {
        Shell::Bash => include_str!("scripts/daypass.bash"),
        Shell::Zsh => include_str!("scripts/daypass.zsh"),
        Shell::Fish => include_str!("scripts/daypass.fish"),
        Shell::PowerShell => include_str!("scripts/daypass.ps1"),
    };
    let names = Variable::identity().filter(|name| *name != Variable::Profile).map(Variable::name);
    let names = match shell {
        Shell::PowerShell => names.map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", "),
        Shell::Bash | Shell::Zsh | Shell::Fish => names.collect::<Vec<_>>().join(" "),
    };
    let before = match shell {
        // The script is evaluated, not autoloaded, so it has to load compdef.
        Shell::Zsh => "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\n",
        Shell::Bash | Shell::Fish | Shell::PowerShell => "",
    };
    format!("{before}{completion}\n{}", script.replace(STALE_NAMES, &names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_forgets_what_would_win_over_a_profile() {
        for (shell, part, begins) in [
            (Shell::Bash, "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY", "complete\n"),
            (Shell::Zsh, "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY", "(( $+functions[compdef] ))"),
            (Shell::Fish, "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY", "complete\n"),
            (Shell::PowerShell, "'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'", "complete\n"),
        ] {
            let script = script(shell, "complete");
            assert!(script.contains(part) && script.starts_with(begins), "{shell:?}: {script}");
            assert!(!script.contains(STALE_NAMES) && script.contains("complete\n"), "{shell:?}");
        }
    }
}
