//! Pins in real folders: which one is found, and whether it may be followed, as a caller sees it.

#[cfg(test)]
mod pins;
