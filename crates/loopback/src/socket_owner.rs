//! Asks the kernel for the owner of one TCP socket (Linux, sock_diag(7)): one look-up, however many connections there are.

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, netlink::SocketAddrNetlink, recv,
    sendto, socket_with,
};
use std::net::{IpAddr, SocketAddr};

/// A user id that no user has.
pub(crate) const NO_USER: u32 = u32::MAX;

/// `SOCK_DIAG_BY_FAMILY` of linux/sock_diag.h.
const BY_FAMILY: u16 = 20;
/// `NLM_F_REQUEST` of linux/netlink.h: one answer, no dump.
const REQUEST: u16 = 1;
/// `IPPROTO_TCP`.
const TCP: u8 = 6;
/// The bytes of a `nlmsghdr` and of what stands before the socket's addresses in an `inet_diag_msg`.
const BEFORE_ADDRESSES: usize = 16 + 4;
/// The bytes of the ports and addresses in an `inet_diag_sockid`.
const ADDRESSES: usize = 36;
/// The bytes of the interface and the cookie after them, and of `expires`, `rqueue` and `wqueue`.
const BEFORE_USER: usize = 12 + 12;

/// Returns the user of the socket from `client` to `server`; [`NO_USER`] for one that its program has closed, `None` where
/// the kernel does not tell.
pub(crate) fn socket_owner(client: SocketAddr, server: SocketAddr) -> Option<u32> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket =
        socket_with(AddressFamily::NETLINK, SocketType::DGRAM, flags, Some(netlink::SOCK_DIAG)).ok()?;
    sendto(&socket, &request(client, server)?, SendFlags::empty(), &SocketAddrNetlink::new(0, 0)).ok()?;
    let mut answer = [0; 512];
    // The kernel has answered when the request is sent.
    let (length, _) = recv(&socket, &mut answer, RecvFlags::empty()).ok()?;
    owner(answer.get(..length)?, &addresses(client, server)?)
}

fn request(client: SocketAddr, server: SocketAddr) -> Option<Vec<u8>> {
    let family =
        if client.ip().to_canonical().is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let any_state = u32::MAX.to_ne_bytes();
    let (any_interface, no_cookie) = ([0; 4], [0xff; 8]);
    let body = [
        &[u8::try_from(family.as_raw()).ok()?, TCP, 0, 0][..],
        &any_state,
        &addresses(client, server)?,
        &any_interface,
        &no_cookie,
    ]
    .concat();
    let length = u32::try_from(16 + body.len()).ok()?.to_ne_bytes();
    let sequence_and_port = [0; 8];
    Some([&length[..], &BY_FAMILY.to_ne_bytes(), &REQUEST.to_ne_bytes(), &sequence_and_port, &body].concat())
}

/// The ports and addresses of a socket in network byte order, the socket's own first; `None` for two families.
fn addresses(own: SocketAddr, other: SocketAddr) -> Option<[u8; ADDRESSES]> {
    let address = |ip: IpAddr| match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let mut bytes = [0; 16];
            bytes.iter_mut().zip(ip.octets()).for_each(|(byte, octet)| *byte = octet);
            bytes
        }
        IpAddr::V6(ip) => ip.octets(),
    };
    if own.ip().to_canonical().is_ipv4() != other.ip().to_canonical().is_ipv4() {
        return None;
    }
    let ports = [own.port().to_be_bytes(), other.port().to_be_bytes()];
    [ports.as_flattened(), &address(own.ip()), &address(other.ip())].concat().try_into().ok()
}

/// Reads the user from an answer about exactly this socket.
fn owner(answer: &[u8], wanted: &[u8; ADDRESSES]) -> Option<u32> {
    let kind = answer.get(4..6)?;
    let (found, rest) = answer.get(BEFORE_ADDRESSES..)?.split_at_checked(ADDRESSES)?;
    if kind != BY_FAMILY.to_ne_bytes() || found != wanted {
        return None;
    }
    let number = |at: usize| Some(u32::from_ne_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    let (user, inode) = (number(BEFORE_USER)?, number(BEFORE_USER + 4)?);
    Some(if inode == 0 { NO_USER } else { user })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{TcpListener, TcpStream};

    #[test]
    fn the_kernel_tells_the_user_of_a_connection() {
        use std::os::unix::fs::MetadataExt as _;
        let own = std::fs::metadata("/proc/self").expect("a process").uid();
        for address in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(listener) = TcpListener::bind(address) else { continue };
            let server = listener.local_addr().expect("an address");
            let client = TcpStream::connect(server).expect("a connection");
            let peer = client.local_addr().expect("an address");
            let Some(user) = socket_owner(peer, server) else {
                println!("skipped: this kernel has no sock_diag for TCP");
                return;
            };
            assert_eq!(user, own, "{address}");
            let nobody = SocketAddr::new(peer.ip(), 1);
            assert_eq!(socket_owner(nobody, server), None, "{address}");
        }
    }

    #[test]
    fn an_answer_counts_for_the_socket_that_was_asked_for() {
        let (client, server) = ("127.0.0.1:40960".parse(), "127.0.0.1:8080".parse());
        let asked = addresses(client.expect("an address"), server.expect("an address")).expect("one family");
        let answer = |kind: u16, addresses: &[u8], user: u32, inode: u32| {
            let head = [&[0; 4][..], &kind.to_ne_bytes(), &[0; 14]].concat();
            [&head[..], addresses, &[0; BEFORE_USER], &user.to_ne_bytes(), &inode.to_ne_bytes()].concat()
        };
        let mut other = asked;
        other[1] ^= 1;
        assert_eq!(owner(&answer(BY_FAMILY, &asked, 1001, 7), &asked), Some(1001));
        assert_eq!(owner(&answer(BY_FAMILY, &asked, 0, 0), &asked), Some(NO_USER));
        assert_eq!(owner(&answer(BY_FAMILY, &other, 1001, 7), &asked), None);
        assert_eq!(owner(&answer(2, &asked, 1001, 7), &asked), None, "an error");
        let whole = answer(BY_FAMILY, &asked, 1001, 7);
        for length in 0..whole.len() {
            assert_eq!(owner(&whole[..length], &asked), None, "{length} bytes");
        }
        let mixed = addresses("127.0.0.1:1".parse().expect("v4"), "[::1]:1".parse().expect("v6"));
        assert_eq!(mixed, None);
    }
}
