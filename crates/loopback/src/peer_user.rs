//! Finds the user at the other end of a loopback connection, if the system tells (Linux).

#[cfg(target_os = "linux")]
use crate::socket_owner::{NO_USER, socket_owner};
use std::net::SocketAddr;

/// Says whether the client's user may connect: this process's user, or one of them is root. True if unknown.
#[cfg(target_os = "linux")]
pub(crate) fn is_allowed(client: SocketAddr, server: SocketAddr) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // The owner of /proc/self is the effective user of this process.
    let Ok(own) = std::fs::metadata("/proc/self").map(|process| process.uid()) else { return true };
    if own == 0 {
        return true;
    }
    let tables = || {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
        tables.iter().find_map(|path| uid(&std::fs::read_to_string(path).ok()?, client, server))
    };
    // The tables have a line for each connection of the machine, the kernel's own look-up takes no longer with many.
    socket_owner(client, server).or_else(tables).is_none_or(|user| may_connect(user, own))
}

/// Says whether the users are equal or one is root: a container's root and a desktop's user may share a loopback
/// interface, and root can read everything on the machine.
#[cfg(target_os = "linux")]
fn may_connect(user: u32, own: u32) -> bool {
    user == own || user == 0 || own == 0
}

/// Allows every client, because the system does not tell the user.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_allowed(_: SocketAddr, _: SocketAddr) -> bool {
    true
}

/// Finds the user of the socket from `client` to `server` in the text of `/proc/net/tcp` or `/proc/net/tcp6`.
#[cfg(target_os = "linux")]
fn uid(table: &str, client: SocketAddr, server: SocketAddr) -> Option<u32> {
    table.lines().skip(1).find_map(|line| {
        let mut words = line.split_ascii_whitespace().skip(1);
        let (local, remote) = (address(words.next()?)?, address(words.next()?)?);
        let is_it = local == canonical(client) && remote == canonical(server);
        // The columns between are state, queues, timer and retransmissions; after the user come timeout and inode. The
        // table gives user 0 and inode 0 for a socket that its program has closed, whose user is then unknown.
        is_it.then(|| {
            let user = words.nth(4)?.parse().ok()?;
            Some(if words.nth(1) == Some("0") { NO_USER } else { user })
        })?
    })
}

/// Parses `0100007F:1F90`, or four such words before the colon: each is a 32-bit word in the processor's byte order.
#[cfg(target_os = "linux")]
fn address(text: &str) -> Option<SocketAddr> {
    let (host, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let word = |at: usize| {
        let word = host.get(at * 8..at * 8 + 8)?;
        u32::from_str_radix(word, 16).ok().map(u32::to_ne_bytes)
    };
    let address = match host.len() {
        8 => SocketAddr::from((word(0)?, port)),
        32 => {
            let words = [word(0)?, word(1)?, word(2)?, word(3)?];
            let bytes: [u8; 16] = words.as_flattened().try_into().ok()?;
            SocketAddr::from((bytes, port))
        }
        _ => return None,
    };
    Some(canonical(address))
}

/// Converts an IPv4-mapped IPv6 address to IPv4.
#[cfg(target_os = "linux")]
fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// Rows of a little-endian kernel.
    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
        \x20  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0\n\
        \x20  1: 0100007F:1F90 0100007F:A000 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 0 10 -1\n\
        \x20  2: 0100007F:A000 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0 20 4 0 10 -1\n\
        \x20  3: 0000000000000000FFFF00000100007F:A001 0000000000000000FFFF00000100007F:1F90 01 0:0 0:0 0 1002 0 4\n\
        \x20  4: 00000000000000000000000001000000:A000 00000000000000000000000001000000:1F90 01 0:0 0:0 0 1003 0 5\n\
        \x20  5: 0100007F:A003 0100007F:1F90 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 0 10 -1\n\
        \x20  6: broken\n";

    #[test]
    fn t13_03_equal_users_and_root_may_connect() {
        for (user, own, ours) in [(1000, 1000, true), (1001, 1000, false), (0, 1000, true), (1000, 0, true)] {
            assert_eq!(may_connect(user, own), ours, "{user} {own}");
        }
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn t13_03_the_client_s_row_has_its_user() {
        for (client, server, expected) in [
            ("127.0.0.1:40960", "127.0.0.1:8080", Some(1001)),
            ("127.0.0.1:40961", "127.0.0.1:8080", Some(1002)),
            ("127.0.0.1:40963", "127.0.0.1:8080", Some(NO_USER)),
            ("[::1]:40960", "[::1]:8080", Some(1003)),
            ("127.0.0.1:8080", "127.0.0.1:40960", Some(1000)),
            ("127.0.0.1:40962", "127.0.0.1:8080", None),
            ("127.0.0.2:40960", "127.0.0.1:8080", None),
        ] {
            let (from, to) = (client.parse().expect("an address"), server.parse().expect("an address"));
            assert_eq!(uid(TABLE, from, to), expected, "{client}");
        }
    }
}
