//! The scripts, from the files in `scripts/`.

use crate::Shell;
use daypass_environment::Variable;

/// Placeholder in the scripts for the variables that set an identity, except AWS_PROFILE, which `use` sets.
const STALE_NAMES: &str = "STALE_NAMES";

/// Writes the integration of a shell. What may follow on a line is asked of the program at each TAB; PowerShell alone gets a
/// completion script of the whole command line, `completion`, in front.
pub fn script(shell: Shell, completion: &str) -> String {
    let script = match shell {
        Shell::Bash => include_str!("scripts/daypass.bash"),
        Shell::Zsh => include_str!("scripts/daypass.zsh"),
        Shell::Fish => include_str!("scripts/daypass.fish"),
        Shell::PowerShell => include_str!("scripts/daypass.ps1"),
        Shell::Nushell => include_str!("scripts/daypass.nu"),
        Shell::Elvish => include_str!("scripts/daypass.elv"),
        Shell::Xonsh => include_str!("scripts/daypass.xsh"),
    };
    let names = Variable::identity().filter(|name| *name != Variable::Profile).map(Variable::name);
    let names = match shell {
        Shell::PowerShell => names.map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", "),
        _ => names.collect::<Vec<_>>().join(" "),
    };
    let script = script.replace(STALE_NAMES, &names);
    if shell == Shell::PowerShell { format!("{completion}\n{script}") } else { script }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_forgets_what_would_win_over_a_profile() {
        for (shell, part) in [
            (Shell::Bash, "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
            (Shell::Zsh, "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
            (Shell::Fish, "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
            (Shell::Nushell, "[AWS_DEFAULT_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
            (Shell::Elvish, "[AWS_DEFAULT_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
            (Shell::Xonsh, "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
            (Shell::PowerShell, "'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'"),
        ] {
            let script = script(shell, "completion of all");
            assert!(script.contains(part) && !script.contains(STALE_NAMES), "{shell:?}: {script}");
            assert_eq!(script.starts_with("completion of all\n"), shell == Shell::PowerShell, "{shell:?}");
        }
    }
}
