//! The IAM Identity Center portal API: accounts, roles, role credentials, logout.
