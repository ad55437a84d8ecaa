//! Where the sockets of a connection are.

use std::path::{Path, PathBuf};

/// The longest path of a socket, in bytes: 103 on macOS, 107 on Linux.
const LONGEST: usize = 103;
/// What a socket is called at most: a process id and a word, and the 17 characters that ssh puts behind the name of a shared
/// connection while it makes it.
const NAME: usize = "4194304.sock".len() + 17;

/// Returns the folder of the sockets: `ssh` below the folder of the program's state, or, where a socket's path would be too
/// long there, `/tmp/daypass-USER`. Other users may have made that one: the caller makes sure that it is of its user alone.
///
/// ```
/// use daypass_ssh_lending::folder_of_sockets;
/// use std::path::Path;
///
/// let folder = |state: &str| folder_of_sockets(Path::new(state), "1000");
/// assert_eq!(folder("/home/ada/.local/state/daypass"), Path::new("/home/ada/.local/state/daypass/ssh"));
/// let long = format!("/home/{}/.local/state/daypass", "a".repeat(60));
/// assert_eq!(folder(&long), Path::new("/tmp/daypass-1000"));
/// ```
pub fn folder_of_sockets(state: &Path, user: &str) -> PathBuf {
    let usual = state.join("ssh");
    match usual.as_os_str().len() + 1 + NAME <= LONGEST {
        true => usual,
        false => Path::new("/tmp").join(format!("daypass-{user}")),
    }
}
