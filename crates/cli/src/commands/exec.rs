//! `daypass exec`: a child with credentials in its environment; on Unix it takes this process's place.

mod run;

pub(crate) use run::run;
