//! Names of the simulator's own world, the scenario `article`.

/// Its start URL, as people copy it.
pub const START_URL: &str = "https://d-9067000018.awsapps.com/start#";
/// An account in it.
pub const ACCOUNT: &str = "051234567822";
/// A role of its user in that account.
pub const ROLE: &str = "AWSPowerUserAccess";
