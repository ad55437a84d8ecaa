//! Homes in which a file or folder belongs to another user.
//!
//! Who may become any user runs the commands as one whom the user database does not know; for others, a file that is
//! another's is one that nobody may open.

use super::spec::{Foreign, Spec};
use std::path::Path;

/// A user id that no user has.
#[cfg(unix)]
const STRANGER: u32 = 47_110;

/// Gives each file its owner and mode. Who the commands run as, where that is not who runs this.
#[cfg(unix)]
pub(super) fn settle(folder: &Path, spec: &Spec) -> Result<Option<u32>, String> {
    if spec.foreign == Foreign::Nothing && !spec.homeless {
        return Ok(None);
    }
    let can = can_be_another();
    let home = folder.join("home");
    if can {
        give(folder)?;
    }
    let aws = home.join(".aws");
    match spec.foreign {
        Foreign::Nothing => {}
        Foreign::Config => take(&aws.join("config"), 0o600)?,
        Foreign::Credentials => take(&aws.join("credentials"), 0o600)?,
        Foreign::Tokens => each(&aws.join("sso/cache"), 0o600)?,
        Foreign::Roles => each(&aws.join("cli/cache"), 0o600)?,
        Foreign::Cache => take(&aws.join("sso/cache"), 0o700)?,
        Foreign::Folder => {
            each(&aws, 0o644)?;
            take(&aws, 0o755)?;
        }
        Foreign::Home => take(&home, 0o755)?,
    }
    Ok(can.then_some(STRANGER))
}

/// Tells whether the current user may start programs as another user.
#[cfg(unix)]
pub(super) fn can_be_another() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(unix)]
fn give(path: &Path) -> Result<(), String> {
    std::os::unix::fs::lchown(path, Some(STRANGER), Some(STRANGER)).map_err(|error| error.to_string())?;
    if path.is_dir() && !path.is_symlink() {
        for entry in std::fs::read_dir(path).map_err(|error| error.to_string())?.flatten() {
            give(&entry.path())?;
        }
    }
    Ok(())
}

/// Makes it another's, with what the mode lets its owner do.
#[cfg(unix)]
fn take(path: &Path, mode: u32) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    if !path.exists() || path.is_symlink() {
        return Ok(());
    }
    // For who cannot be another, the owner may what others may.
    let mode = if can_be_another() { mode } else { (mode & 0o007) * 0o111 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        .map_err(|error| error.to_string())?;
    if can_be_another() {
        std::os::unix::fs::lchown(path, Some(0), Some(0)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

#[cfg(unix)]
fn each(folder: &Path, mode: u32) -> Result<(), String> {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_file() {
            take(&entry.path(), mode)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn settle(_: &Path, _: &Spec) -> Result<Option<u32>, String> {
    Ok(None)
}

#[cfg(not(unix))]
pub(super) fn can_be_another() -> bool {
    false
}
