//! Flags of populate that need a look before they become options.

use crate::{
    args::Populate,
    exit::Exit,
    organisation::{
        plan::MARKER,
        template::{DEFAULT, Template},
    },
    report::{Report, clean},
};
use std::collections::HashSet;

/// Keys that `--set` may not touch, besides those that begin with `sso_` or `aws_`: they say where credentials come
/// from, and a profile has one answer to that.
const SOURCES: [&str; 8] = [
    MARKER,
    "credential_process",
    "credential_source",
    "login_session",
    "role_arn",
    "source_profile",
    "web_identity_token_file",
    "region",
];

/// Each once, in the order given.
pub(super) fn distinct(regions: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    regions.iter().filter(|region| seen.insert(region.as_str())).cloned().collect()
}

/// `--template`; with several regions it names the region, too.
pub(super) fn template(flags: &Populate) -> Result<Template, Report> {
    let parsed = Template::parse(&flags.template).map_err(|error| {
        Report::new(Exit::Usage, format!("--template cannot be used: {error}")).mend([
            "daypass",
            "configure",
            "populate",
            "--template",
            DEFAULT,
        ])
    })?;
    Ok(if flags.region.len() > 1 { parsed.with_region() } else { parsed })
}

/// `--set KEY=VALUE`.
pub(super) fn setting(pair: &str) -> Result<(String, String), Report> {
    let refuse =
        |reason: &str| Report::new(Exit::Usage, format!("--set {} cannot be used: {reason}", clean(pair)));
    let (key, value) = pair.split_once('=').ok_or_else(|| refuse("it is not KEY=VALUE"))?;
    let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
    if key == "region" {
        return Err(refuse("regions are given with --region"));
    }
    if key.starts_with("sso_") || key.starts_with("aws_") || SOURCES.contains(&key.as_str()) {
        return Err(refuse("that key says where credentials come from, which is what populate decides"));
    }
    if value.is_empty() {
        let reason = "not every SDK sees a key without a value (for no pager say cli_pager=cat)";
        return Err(refuse(reason));
    }
    Ok((key, value.to_owned()))
}
