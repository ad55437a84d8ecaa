//! Tests of the endpoint over real sockets, and of cached credentials.

#[cfg(test)]
mod cached;
#[cfg(test)]
mod served;
