//! The endpoint, over real sockets.

#[cfg(test)]
mod cached;
#[cfg(test)]
mod served;
