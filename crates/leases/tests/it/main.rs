//! What a lease answers, as its callers see it: by time, uses, host and end; and what its record holds.

mod answers;
mod records;
