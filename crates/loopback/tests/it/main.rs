//! Tests of the server over real sockets.

#[cfg(test)]
mod hand_over;
#[cfg(test)]
mod link;
#[cfg(test)]
mod server;
#[cfg(test)]
mod sockets;
#[cfg(test)]
mod users;
