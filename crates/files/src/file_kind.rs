//! What lies at a path, where it is no regular file.

use std::{fmt, fs::FileType};

/// A kind of thing in a file system that is no regular file. `Display` is a noun with its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// A folder.
    Folder,
    /// A symbolic link, where links are not followed, or where they lead in a circle.
    Link,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device: `/dev/null`, a terminal, a disk.
    Device,
    /// Something that the operating system has no common name for.
    Other,
}

impl FileKind {
    /// The kind; `None` of a regular file.
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

impl fmt::Display for FileKind {
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
