//! What a person gave beforehand, as flags: a question that has its answer is not asked.

/// What was given of a session.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs, built with `..Default::default()`")]
pub struct GivenSession {
    /// The name; empty for a profile without a session.
    pub name: Option<String>,
    /// The address of the portal.
    pub start_url: Option<String>,
    /// The region of IAM Identity Center.
    pub region: Option<String>,
    /// The scopes of the sign-in, separated by commas.
    pub scopes: Option<String>,
}

/// What was given of a profile and its session.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs, built with `..Default::default()`")]
pub struct Given {
    /// The session.
    pub session: GivenSession,
    /// The name of the profile.
    pub profile: Option<String>,
    /// The account id of the profile.
    pub account: Option<String>,
    /// The role name of the profile.
    pub role: Option<String>,
    /// The client region of the profile.
    pub region: Option<String>,
    /// The output format of the AWS CLI in the profile.
    pub output: Option<String>,
}
