//! The page at `/`, which describes the simulator.

use crate::{call::Call, page, site::Site, text::escape};
use daypass_transport::Response;

/// Builds the page at `/`.
pub(crate) fn home(site: &Site, call: &Call<'_>) -> Response {
    let organisation = &site.organisation;
    let row = |name: &str, value: &str| format!("<div><dt>{name}</dt><dd>{}</dd></div>\n", escape(value));
    let rows = row("Scenario", &site.name)
        + &row("Start URL", &organisation.start_url)
        + &row("Region", &organisation.region)
        + &row("Users", &organisation.users.join(", "))
        + &row("Accounts", &organisation.accounts.len().to_string());
    let base = escape(&call.base);
    let links = format!("<p><a href=\"{base}/device\">Enter a device code</a></p>");
    page::page(200, "A simulated IAM Identity Center", &format!("<dl>\n{rows}</dl>\n{links}"))
}
