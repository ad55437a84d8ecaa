//! Whose program is at the other end of a loopback connection, as far as the system tells.

use std::net::SocketAddr;

/// Whether the client's program is one of this process's user, or either is root's. True where nobody knows.
#[cfg(target_os = "linux")]
pub(crate) fn is_ours(client: SocketAddr, server: SocketAddr) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // The folder of a process belongs to its effective user.
    let Ok(own) = std::fs::metadata("/proc/self").map(|process| process.uid()) else { return true };
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let table = tables.iter().find_map(|path| uid(&std::fs::read_to_string(path).ok()?, client, server));
    table.is_none_or(|user| are_one(user, own))
}

/// A program of the same user, or one of the two is root's: a container's root and a desktop's user may share a
/// loopback interface, and root reads what it likes anyhow.
#[cfg(any(target_os = "linux", test))]
fn are_one(user: u32, own: u32) -> bool {
    user == own || user == 0 || own == 0
}

/// No table to look into.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_ours(_: SocketAddr, _: SocketAddr) -> bool {
    true
}

/// A user that nobody is.
#[cfg(any(target_os = "linux", test))]
const NOBODY: u32 = u32::MAX;

/// The user of the socket whose own address is `client`'s and whose peer is `server`, in a table of the kernel.
#[cfg(any(target_os = "linux", test))]
fn uid(table: &str, client: SocketAddr, server: SocketAddr) -> Option<u32> {
    table.lines().skip(1).find_map(|line| {
        let mut words = line.split_ascii_whitespace().skip(1);
        let (local, remote) = (address(words.next()?)?, address(words.next()?)?);
        let is_it = local == plain(client) && remote == plain(server);
        // State, queues, timer and retransmissions stand between; after the user, a timeout and the inode. A socket that
        // its program has closed has no inode, and the table says root of it whoever it was: then it is nobody's.
        is_it.then(|| {
            let user = words.nth(4)?.parse().ok()?;
            Some(if words.nth(1) == Some("0") { NOBODY } else { user })
        })?
    })
}

/// `0100007F:1F90`, or four such words before the colon: each a word of the address as this processor stores it.
#[cfg(any(target_os = "linux", test))]
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
    Some(plain(address))
}

/// An IPv4 address that stands in an IPv6 one, by itself.
#[cfg(any(target_os = "linux", test))]
fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as a little-endian kernel writes them.
    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
        \x20  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0\n\
        \x20  1: 0100007F:1F90 0100007F:A000 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 0 10 -1\n\
        \x20  2: 0100007F:A000 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0 20 4 0 10 -1\n\
        \x20  3: 0000000000000000FFFF00000100007F:A001 0000000000000000FFFF00000100007F:1F90 01 0:0 0:0 0 1002 0 4\n\
        \x20  4: 00000000000000000000000001000000:A000 00000000000000000000000001000000:1F90 01 0:0 0:0 0 1003 0 5\n\
        \x20  5: 0100007F:A003 0100007F:1F90 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 0 10 -1\n\
        \x20  6: broken\n";

    #[test]
    fn t13_03_another_user_is_not_ours() {
        for (user, own, ours) in [(1000, 1000, true), (1001, 1000, false), (0, 1000, true), (1000, 0, true)] {
            assert_eq!(are_one(user, own), ours, "{user} {own}");
        }
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn t13_03_the_client_s_own_row_tells_whose_it_is() {
        for (client, server, expected) in [
            ("127.0.0.1:40960", "127.0.0.1:8080", Some(1001)),
            ("127.0.0.1:40961", "127.0.0.1:8080", Some(1002)),
            ("127.0.0.1:40963", "127.0.0.1:8080", Some(NOBODY)),
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
