//! `serve` in the program: forms to copy, and a server behind this process. The endpoint itself is the crate
//! `credential-server`.

pub(crate) mod background;
mod snippets;

pub(crate) use snippets::render;
