//! The shells that have an integration.

use daypass_environment::{Environment, Variable};
use std::{
    error, fmt,
    path::{Path, PathBuf},
};

/// A shell that has an integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shell {
    /// GNU Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// PowerShell.
    PowerShell,
    /// Nushell, 0.108 or later.
    Nushell,
    /// Elvish.
    Elvish,
    /// Xonsh.
    Xonsh,
}

/// The error of a person whose shell has no integration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoShell {
    /// The name of the program; `None` if SHELL is not set.
    pub name: Option<String>,
}

impl fmt::Display for NoShell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "there is no integration for {name}, which SHELL names"),
            None => f.write_str("no shell is named, and SHELL is not set"),
        }
    }
}

impl error::Error for NoShell {}

impl Shell {
    /// All shells that have an integration.
    pub const ALL: [Self; 7] =
        [Self::Bash, Self::Zsh, Self::Fish, Self::PowerShell, Self::Nushell, Self::Elvish, Self::Xonsh];

    /// Returns the shell of a program, as SHELL names it.
    pub fn of_path(program: &Path) -> Option<Self> {
        let name = program.file_name()?.to_str()?;
        let known = match name {
            "nu" => "nushell",
            "pwsh" => "powershell",
            name => name,
        };
        Self::ALL.into_iter().find(|shell| shell.name() == known)
    }

    /// Returns the shell that SHELL names: a person's own.
    ///
    /// # Errors
    /// Fails if SHELL is not set, or names a shell without an integration; the error says which.
    pub fn of_person(environment: &Environment) -> Result<Self, NoShell> {
        let program = environment.hint(Variable::Shell).map(PathBuf::from);
        let name =
            program.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        program.as_deref().and_then(Self::of_path).ok_or(NoShell { name })
    }

    /// Returns the name, as `daypass init` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::PowerShell => "powershell",
            Self::Nushell => "nushell",
            Self::Elvish => "elvish",
            Self::Xonsh => "xonsh",
        }
    }

    /// Returns the usual start file, as a person writes its name.
    pub fn start_file(self) -> &'static str {
        match self {
            Self::Bash => "~/.bashrc",
            Self::Zsh => "~/.zshrc",
            Self::Fish => "config.fish",
            Self::PowerShell => "$PROFILE",
            Self::Nushell => "nushell, once",
            Self::Elvish => "rc.elv",
            Self::Xonsh => "~/.xonshrc",
        }
    }

    /// Returns the line of a start file that loads the integration, by starting daypass. Nushell reads whole files alone: there
    /// it is typed once, and again after an upgrade.
    pub fn start_line(self) -> &'static str {
        match self {
            Self::Bash => "eval \"$(daypass init bash)\"",
            Self::Zsh => "eval \"$(daypass init zsh)\"",
            Self::Fish => "daypass init fish | source",
            Self::PowerShell => "daypass init powershell | Out-String | Invoke-Expression",
            Self::Nushell => {
                "daypass init nushell | save --force ($nu.user-autoload-dirs.0 | path join daypass.nu)"
            }
            Self::Elvish => "eval (daypass init elvish | slurp)",
            Self::Xonsh => "execx($(daypass init xonsh))",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_by_their_program() {
        for (path, expected) in [
            ("/bin/bash", Some(Shell::Bash)),
            ("zsh", Some(Shell::Zsh)),
            ("/opt/fish", Some(Shell::Fish)),
            ("/usr/bin/powershell", Some(Shell::PowerShell)),
            ("/usr/bin/pwsh", Some(Shell::PowerShell)),
            ("/usr/bin/nu", Some(Shell::Nushell)),
            ("/usr/bin/elvish", Some(Shell::Elvish)),
            ("/usr/bin/xonsh", Some(Shell::Xonsh)),
            ("/bin/dash", None),
        ] {
            assert_eq!(Shell::of_path(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn the_shell_of_a_person_is_that_of_shell() {
        let of = |pairs: &[(&str, &str)]| Shell::of_person(&Environment::of(pairs.iter().copied()));
        assert_eq!(of(&[("SHELL", "/usr/bin/fish")]), Ok(Shell::Fish));
        let none = of(&[("SHELL", "/bin/dash")]).map_err(|error| error.to_string());
        assert_eq!(none, Err("there is no integration for dash, which SHELL names".to_owned()));
        let unset = of(&[]).map_err(|error| error.to_string());
        assert_eq!(unset, Err("no shell is named, and SHELL is not set".to_owned()));
    }
}
