//! The binary `daypass`.
#![allow(missing_docs)]
