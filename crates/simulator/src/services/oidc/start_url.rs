//! Checks that a client names the start URL of this site, if the settings require it.

use crate::{
    failure::{Failure, INVALID_REQUEST},
    site::organisation::Organisation,
};

/// Checks a start URL, ignoring a trailing `/` or `#`.
pub(super) fn check_start_url(
    organisation: &Organisation,
    is_checked: bool,
    url: &str,
) -> Result<(), Failure> {
    let plain = |url: &str| url.trim_end_matches(['#', '/']).to_owned();
    if is_checked && plain(url) != plain(&organisation.start_url) {
        return Err(INVALID_REQUEST.because("The start URL does not belong to this IAM Identity Center."));
    }
    Ok(())
}
