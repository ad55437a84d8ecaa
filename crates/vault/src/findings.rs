//! What is wrong with a vault, for an examination of the home.

use crate::{Vault, plain::remains};
use daypass_findings::Finding;
use daypass_token_cache::Store;
use std::error::Error as _;

/// Finds what is wrong with a vault and with what it is to seal. Gets the key once; with
/// [`Questions::Forbidden`](daypass_key_holders::Questions) nobody is asked for it.
///
/// * V701: the settings of the vault cannot be used.
/// * V702: sessions in plain, although the vault is on.
/// * V703: the key is not at hand, and something is sealed or to be sealed.
pub fn findings(vault: &Vault, store: &Store) -> Vec<Finding> {
    let settings = match vault.settings() {
        Ok(Some(settings)) => settings,
        Ok(None) => return Vec::new(),
        Err(error) => {
            let finding = Finding::error("V701", error.to_string());
            return vec![
                finding.affects("daypass: no session is sealed, and none that is sealed is renewed"),
            ];
        }
    };
    // A folder that cannot be listed is a finding of its own.
    let found = remains(store).unwrap_or_default();
    let mut findings = Vec::new();
    if let (true, Some(first)) = (settings.on, found.plain.first()) {
        let message = format!("the vault is on, and sessions are in plain: {}", found.plain.len());
        let who = "whoever reads the disk or a backup; the next use by daypass seals them";
        findings.push(Finding::warning("V702", message).at(store.path(first), None).affects(who));
    }
    if !settings.on && found.sealed.is_empty() {
        return findings;
    }
    if let Err(error) = vault.unlock() {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        let finding = Finding::error("V703", format!("{error}{cause}"))
            .affects("daypass renews no sealed session; each is good until its access token ends");
        findings.push(match error.remedy() {
            Some(remedy) => finding.remedy(remedy.clone()),
            None => finding,
        });
    }
    findings
}
