//! From an AWS profile name to credentials: cache, refresh, single flight, role chaining.
