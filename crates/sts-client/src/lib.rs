//! AWS STS GetCallerIdentity and AssumeRole, signed with Signature Version 4.
