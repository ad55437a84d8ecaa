//! The endpoint, over real sockets.

#[cfg(test)]
mod served;
