//! Tests of the relay's program, over real sockets.
#![cfg(target_os = "linux")]

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod ends;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod ways;
