//! A stateful AWS IAM Identity Center on loopback, for tests and demonstrations.
