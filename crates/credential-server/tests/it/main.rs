//! The endpoint, over real sockets.

#[cfg(test)]
mod kept;
#[cfg(test)]
mod served;
