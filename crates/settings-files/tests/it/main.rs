//! Files on disk: what is in force, what is found wrong, what an import keeps.

mod files;
