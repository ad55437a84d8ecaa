//! A unix socket that only programs of its user can reach: in a folder of the user's own, with mode 0600.

use crate::{Limits, Server, server::Accept};
use http::{Request, Response};
use rustix::process::{getegid, geteuid};
use std::{
    fs::{self, DirBuilder, File, Metadata, Permissions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt as _, FileTypeExt as _, MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};
use tokio::net::{UnixListener, UnixStream};

/// A bound unix socket that is not served yet. Dropping it, or the server of it, removes the socket.
///
/// The socket is for programs of this user and of root: it has mode 0600, lies in a folder that no other user can
/// change, and a connection of another user is closed before its request is read, whatever the modes are by then.
#[derive(Debug)]
pub struct SocketListener {
    socket: UnixListener,
    place: Place,
}

impl SocketListener {
    /// Opens a socket at this path, and creates its folder with mode 0700 if it is missing.
    ///
    /// The socket of a server that was killed is replaced: one of this user's at which nothing listens. Nothing else is
    /// ever removed: not a link, a file, a socket of another user's, or one that is served.
    ///
    /// ```
    /// use daypass_loopback::SocketListener;
    ///
    /// # let home = std::env::temp_dir().join(format!("daypass-own-socket-{}", std::process::id()));
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
    /// let path = home.join("sockets/dev.sock");
    /// let listener = SocketListener::bind(&path).await?;
    /// assert_eq!(SocketListener::bind(&path).await.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    /// drop(listener);
    /// assert!(!path.exists());
    /// # std::fs::remove_dir_all(&home)?;
    /// # Ok::<(), std::io::Error>(())
    /// # })?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// `PermissionDenied` if another user could change the folder or one above it, `AlreadyExists` if something else is
    /// at the path, `AddrInUse` if the socket is served, `InvalidInput` if the path is too long for a socket (107 bytes
    /// on Linux); else as the system fails.
    pub async fn bind(path: &Path) -> io::Result<Self> {
        let name =
            path.file_name().ok_or_else(|| refusal(io::ErrorKind::InvalidInput, path, "is no file"))?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if !folder.exists() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let folder = fs::canonicalize(folder)?;
        judge_folders(&folder)?;
        // Two servers that find one stale socket must not both replace it. The kernel frees the lock of a killed process.
        let lock = File::open(&folder)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(refusal(io::ErrorKind::AddrInUse, &folder, "is in use by another process"));
            }
            // Some file systems lock no folders.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let path = folder.join(name);
        remove_stale(&path).await?;
        let socket = UnixListener::bind(&path)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        let place = Place { id: id(&fs::symlink_metadata(&path)?), path };
        Ok(Self { socket, place })
    }

    /// Returns the path of the socket, links in it followed.
    pub fn path(&self) -> &Path {
        &self.place.path
    }

    /// Serves on the current tokio runtime until the [`Server`] is stopped or dropped, to programs of this user and of
    /// root, whatever [`Limits::peers`] says.
    pub fn serve<F, R>(self, limits: Limits, handler: F) -> Server
    where
        F: Fn(Request<()>) -> R + Send + Sync + 'static,
        R: Future<Output = Response<Vec<u8>>> + Send + 'static,
    {
        Server::start(self, 0, limits, handler)
    }
}

impl Accept for SocketListener {
    type Stream = UnixStream;

    /// The next connection of this user or of root. The kernel says who it is (`SO_PEERCRED`, `LOCAL_PEERCRED`).
    async fn accept(&self, _: &Limits) -> io::Result<Option<UnixStream>> {
        let (stream, _) = self.socket.accept().await?;
        let user = stream.peer_cred()?.uid();
        Ok((user == geteuid().as_raw() || user == 0).then_some(stream))
    }
}

/// Where the socket is, to remove exactly that one.
#[derive(Debug)]
struct Place {
    path: PathBuf,
    id: (u64, u64),
}

impl Drop for Place {
    fn drop(&mut self) {
        if fs::symlink_metadata(&self.path).is_ok_and(|found| id(&found) == self.id) {
            drop(fs::remove_file(&self.path));
        }
    }
}

fn id(data: &Metadata) -> (u64, u64) {
    (data.dev(), data.ino())
}

fn refusal(kind: io::ErrorKind, path: &Path, why: &str) -> io::Error {
    io::Error::new(kind, format!("{} {why}", path.display()))
}

/// Refuses a folder that another user could change or replace: who can, could put another socket at the path.
fn judge_folders(folder: &Path) -> io::Result<()> {
    const STICKY: u32 = 0o1000;
    let (me, my_group) = (geteuid().as_raw(), getegid().as_raw());
    let denied = |path, why| Err(refusal(io::ErrorKind::PermissionDenied, path, why));
    if fs::metadata(folder)?.uid() != me {
        return denied(folder, "belongs to another user");
    }
    for (above, path) in folder.ancestors().enumerate() {
        let data = fs::metadata(path)?;
        if data.uid() != me && data.uid() != 0 {
            return denied(path, "belongs to another user");
        }
        let of_group = data.mode() & 0o020 != 0 && data.gid() != my_group && data.gid() != 0;
        let can_be_written = data.mode() & 0o002 != 0 || of_group;
        // In a sticky folder, such as /tmp, nobody can rename or remove what is another's.
        if can_be_written && (above == 0 || data.mode() & STICKY == 0) {
            return denied(path, "can be written by other users");
        }
    }
    Ok(())
}

/// Removes the socket that a killed server has left.
async fn remove_stale(path: &Path) -> io::Result<()> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !found.file_type().is_socket() || found.uid() != geteuid().as_raw() {
        return Err(refusal(io::ErrorKind::AlreadyExists, path, "exists and is no socket of this user"));
    }
    match UnixStream::connect(path).await {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path),
        // Also one that is too busy to accept is served.
        _ => Err(refusal(io::ErrorKind::AddrInUse, path, "is served by another process")),
    }
}
