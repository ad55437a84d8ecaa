//! Times in the format of the AWS CLI's files.

use jiff::Timestamp;
use std::time::SystemTime;

/// Formats a time as `YYYY-MM-DDTHH:MM:SSZ`, in UTC.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
