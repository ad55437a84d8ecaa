//! The server, over real sockets.

#[cfg(test)]
mod handover;
#[cfg(test)]
mod link;
#[cfg(test)]
mod server;
#[cfg(test)]
mod users;
