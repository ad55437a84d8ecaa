//! The program from outside: a home of its own, a simulated AWS, one rendering of each whole result.

mod docs;
