//! The start URL that a client names must be this site's, where the settings ask for it.

use crate::{
    failure::{Failure, INVALID_REQUEST},
    site::organisation::Organisation,
};

/// Checks that two start URLs mean the same portal: a trailing `/` or `#` makes no difference.
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
