//! The server, over real sockets.

#[cfg(test)]
mod handover;
#[cfg(test)]
mod server;
