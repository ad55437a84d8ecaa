//! What a path is, if it is not a regular file.

use std::{fmt, fs::FileType};

/// A file type other than a regular file. `Display` is a noun with its article, such as "a folder".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NonRegular {
    /// A folder.
    Folder,
    /// A symbolic link, if links are not followed or lead in a circle.
    Link,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A character or block device: `/dev/null`, a terminal, a disk.
    Device,
    /// A type that has no name here.
    Other,
}

impl NonRegular {
    /// Classifies a file type; `None` for a regular file.
    pub(crate) fn of(found: FileType) -> Option<Self> {
        if found.is_file() {
            return None;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::FileTypeExt as _;
            if found.is_fifo() {
                return Some(Self::Pipe);
            }
            if found.is_socket() {
                return Some(Self::Socket);
            }
            if found.is_char_device() || found.is_block_device() {
                return Some(Self::Device);
            }
        }
        Some(if found.is_dir() {
            Self::Folder
        } else if found.is_symlink() {
            Self::Link
        } else {
            Self::Other
        })
    }
}

impl fmt::Display for NonRegular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Pipe => "a pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
            Self::Other => "no regular file",
        })
    }
}
