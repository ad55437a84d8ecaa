//! How many roles a profile leads through, known for all profiles of a chain after one walk along it.

use super::hops::MAX_HOPS;
use daypass_config_parse::Config;
use std::{cell::RefCell, collections::BTreeMap};

/// The lengths of the chains that were walked so far, by the profile that they begin at.
#[derive(Debug, Default)]
pub(super) struct ChainLengths(RefCell<BTreeMap<String, usize>>);

impl ChainLengths {
    /// Whether a profile leads through more roles than are followed. A chain that goes in a circle has no length.
    pub(super) fn is_too_long(&self, config: &Config<'_>, name: &str) -> bool {
        let mut known = self.0.borrow_mut();
        let (mut walked, mut next) = (Vec::new(), Some(name.to_owned()));
        let mut length = 0;
        while let Some(name) = next.take() {
            if let Some(rest) = known.get(&name) {
                length = *rest;
                break;
            }
            // Until its own length is known, a profile that is met again ends the walk.
            known.insert(name.clone(), 0);
            next = following(config, &name);
            // What is at the end is no role.
            if next.is_some() {
                walked.push(name);
            }
        }
        for name in walked.into_iter().rev() {
            length += 1;
            known.insert(name, length);
        }
        known.get(name).is_some_and(|length| *length > MAX_HOPS)
    }
}

/// The profile whose credentials assume the role of this one.
fn following(config: &Config<'_>, name: &str) -> Option<String> {
    let profile = config.profile(name)?;
    let is_role = profile.text("role_arn").is_some() && profile.text("credential_source").is_none();
    profile.text("source_profile").filter(|_| is_role).map(str::to_owned)
}
