//! The regions that an edit brings into a config file.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_sso_types::Region;

/// Returns the regions of profiles in `after` that the profile does not have in `before`, each once.
///
/// ```
/// use daypass_config_files::new_regions;
/// use daypass_config_parse::Document;
///
/// let before = Document::parse("[profile a]\nregion = eu-west-1\n");
/// let after = Document::parse("[profile a]\nregion = eu-west-1\n[default]\nregion = us-east-1\n");
/// let new: Vec<_> = new_regions(&before, &after).iter().map(ToString::to_string).collect();
/// assert_eq!(new, ["us-east-1"]);
/// ```
pub fn new_regions(before: &Document, after: &Document) -> Vec<Region> {
    let (before, after) = (config(before), config(after));
    let new = after.profiles().filter_map(|profile| {
        let region = profile.get("region")?;
        let known = before.profile(profile.name());
        let is_known = known.is_some_and(|known| known.get("region") == Some(region));
        if is_known { None } else { Region::new(region).ok() }
    });
    let mut new: Vec<_> = new.collect();
    new.sort();
    new.dedup();
    new
}

fn config(document: &Document) -> Config<'_> {
    Config::new(document, None, Dialect::AwsCli)
}
