//! The server, over real sockets.

#[cfg(test)]
mod server;
