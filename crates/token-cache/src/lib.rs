//! The AWS CLI's on-disk SSO caches: keys, tokens, registrations, role credentials; atomic writes and locks.
