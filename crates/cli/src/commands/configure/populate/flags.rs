//! Flags of populate that need a look before they become options.

use crate::{
    exit::Exit,
    report::{Report, clean},
    settings::refused_key,
};
use daypass_populate::Template;
use std::collections::HashSet;

/// Each once, in the order given.
pub(super) fn distinct(regions: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    regions.iter().filter(|region| seen.insert(region.as_str())).cloned().collect()
}

/// `--template`; with several regions it names the region, too.
pub(super) fn template(text: &str, regions: &[String]) -> Result<Template, Report> {
    let parsed = Template::parse(text).map_err(|error| {
        Report::new(Exit::Usage, format!("--template cannot be used: {error}")).mend([
            "daypass",
            "configure",
            "populate",
            "--template",
            Template::DEFAULT,
        ])
    })?;
    Ok(if regions.len() > 1 { parsed.with_region() } else { parsed })
}

/// `--set KEY=VALUE`.
pub(super) fn setting(pair: &str) -> Result<(String, String), Report> {
    let refuse =
        |reason: &str| Report::new(Exit::Usage, format!("--set {} cannot be used: {reason}", clean(pair)));
    let (key, value) = pair.split_once('=').ok_or_else(|| refuse("it is not KEY=VALUE"))?;
    let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
    match refused_key(&key, value) {
        Some(reason) => Err(refuse(reason)),
        None => Ok((key, value.to_owned())),
    }
}

/// The settings' keys with those of the flags over them.
pub(super) fn merged(settings: Vec<(String, String)>, given: Vec<(String, String)>) -> Vec<(String, String)> {
    let names: HashSet<_> = given.iter().map(|(key, _)| key.clone()).collect();
    settings.into_iter().filter(|(key, _)| !names.contains(key)).chain(given).collect()
}
