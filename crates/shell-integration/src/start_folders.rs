//! Where shells look for their start files.

use crate::Shell;
use daypass_environment::{Environment, Paths, Variable};
use std::path::{Path, PathBuf};

/// The folders in which shells look for their start files.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartFolders {
    /// The home directory.
    pub home: PathBuf,
    /// `~/.config` or XDG_CONFIG_HOME.
    pub config: PathBuf,
    /// The home directory or ZDOTDIR: the folder of zsh.
    pub zsh: PathBuf,
}

impl StartFolders {
    /// Returns the folders by this environment; a relative path in a variable counts as not set.
    pub fn of(environment: &Environment, paths: &Paths) -> Self {
        let absolute = |variable| {
            let folder = environment.raw(variable).map(PathBuf::from);
            folder.filter(|folder| folder.is_absolute())
        };
        Self {
            config: absolute(Variable::ConfigHome).unwrap_or_else(|| paths.home.join(".config")),
            zsh: absolute(Variable::ZshFolder).unwrap_or_else(|| paths.home.clone()),
            home: paths.home.clone(),
        }
    }

    /// Returns the usual folders of a home directory.
    pub fn below(home: &Path) -> Self {
        Self { home: home.to_owned(), config: home.join(".config"), zsh: home.to_owned() }
    }

    /// Lists the start files of a shell; a line that loads the integration goes into the first.
    pub(crate) fn start_files(&self, shell: Shell) -> Vec<PathBuf> {
        let (home, config, zsh) = (&self.home, &self.config, &self.zsh);
        match shell {
            Shell::Bash => [".bashrc", ".bash_profile", ".profile"].map(|name| home.join(name)).to_vec(),
            Shell::Zsh => [".zshrc", ".zshenv"].map(|name| zsh.join(name)).to_vec(),
            Shell::Fish => vec![config.join("fish/config.fish")],
            Shell::PowerShell => {
                let folder =
                    if cfg!(windows) { home.join("Documents/PowerShell") } else { config.join("powershell") };
                ["Microsoft.PowerShell_profile.ps1", "profile.ps1"].map(|name| folder.join(name)).to_vec()
            }
            Shell::Nushell => vec![config.join("nushell/config.nu")],
            Shell::Elvish => vec![config.join("elvish/rc.elv"), home.join(".elvish/rc.elv")],
            Shell::Xonsh => vec![config.join("xonsh/rc.xsh"), home.join(".xonshrc")],
        }
    }

    /// Returns the file that holds the whole integration. Fish, nushell and xonsh read it where it lies; the others need a line
    /// in a start file.
    pub(crate) fn script_file(&self, shell: Shell) -> PathBuf {
        self.config.join(match shell {
            Shell::Bash => "daypass/daypass.bash",
            Shell::Zsh => "daypass/daypass.zsh",
            Shell::Fish => "fish/conf.d/daypass.fish",
            Shell::PowerShell => "daypass/daypass.ps1",
            Shell::Nushell => "nushell/autoload/daypass.nu",
            Shell::Elvish => "daypass/daypass.elv",
            Shell::Xonsh => "xonsh/rc.d/daypass.xsh",
        })
    }
}
