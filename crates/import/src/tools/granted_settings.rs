//! What of granted's settings has a counterpart in daypass, and why the rest has none.

use crate::{draft::Draft, words::command};
use daypass_other_tools::{Error, GrantedSection, GrantedSettings, go_template, portal};
use daypass_sso_types::{Region, StartUrl};

/// Settings that daypass has no need of.
const NEEDLESS: [&str; 8] = [
    "Ordering",
    "Keyring",
    "DisableUsageTips",
    "DisableCredentialProcessCache",
    "ExportCredentialSuffix",
    "LastCheckForUpdates",
    "UseAuthorizationCode",
    "DefaultExportAllEnvVar",
];

/// The template of profile names that granted uses where none is set.
const DEFAULT_TEMPLATE: &str = "{{ .AccountName }}/{{ .RoleName }}";

pub(super) fn read(draft: &mut Draft<'_>) -> Result<(), Error> {
    let settings = GrantedSettings::read(draft.around)?;
    draft.reads.extend(settings.path.clone());
    for key in &settings.others {
        left(draft, &settings, key);
    }
    for section in &settings.sections {
        portal_of(draft, section);
    }
    templates(draft, &settings.sections);
    browsers(draft, &settings);
    Ok(())
}

/// Names the portal of a section, or adds it.
fn portal_of(draft: &mut Draft<'_>, section: &GrantedSection) {
    let (Some(url), Some(short), Some(region)) =
        (section.start_url.as_deref(), section.written_region.as_deref(), section.region())
    else {
        return;
    };
    if StartUrl::new(url).is_err() || Region::new(region.as_str()).is_err() {
        return draft.left(format!("[SSO.{}]", section.name), "its start URL or its region cannot be used");
    }
    let is_url = |other: &str| portal::normal(other) == portal::normal(url);
    let is_default = section.name.eq_ignore_ascii_case("default");
    let known = draft
        .portals
        .iter()
        .position(|entry| is_url(&entry.start_url) && entry.region == region && entry.name.is_none());
    let mut met: Vec<_> = draft
        .portals
        .iter()
        .filter(|entry| is_url(&entry.start_url))
        .map(|entry| entry.region.clone())
        .collect();
    let existing = draft.config.sso_sessions().filter(|known| known.get("sso_start_url").is_some_and(is_url));
    met.extend(existing.filter_map(|known| known.get("sso_region")).map(str::to_owned));
    met.dedup();
    let at = match known {
        Some(at) => at,
        None if met.iter().any(|known| *known != region) => {
            let form = if short == region { String::new() } else { format!(" (a short form of {region})") };
            draft.warn(format!(
                "[SSO.{}] has the region {short}{form}, and profiles of that portal have {}: the region in the profiles \
                 decides",
                section.name,
                met.join(", ")
            ));
            return;
        }
        None => draft.entry(&section.name, url, &region),
    };
    if is_default {
        draft.default = Some(at);
    } else if let Some(entry) = draft.portals.get_mut(at) {
        entry.name.get_or_insert_with(|| section.name.clone());
    }
}

/// Sets the template of names: one for all, or one for each portal.
fn templates(draft: &mut Draft<'_>, sections: &[GrantedSection]) {
    let is_generated =
        draft.config.profiles().any(|profile| profile.get("common_fate_generated_from").is_some());
    let mut templates: Vec<(Option<usize>, String)> = Vec::new();
    for GrantedSection { name, start_url, prefix, template, .. } in sections {
        let of_url = start_url.as_deref().map(portal::normal);
        let at = draft.portals.iter().position(|entry| Some(portal::normal(&entry.start_url)) == of_url);
        let template = format!("{prefix}{}", template.as_deref().unwrap_or(DEFAULT_TEMPLATE));
        match go_template::translated(&template) {
            // Of two sections for one portal the first counts.
            Ok(_) if at.is_some() && templates.iter().any(|(known, _)| *known == at) => {}
            Ok(found) => templates.push((at, found.template)),
            Err(why) => draft.left(format!("ProfileTemplate of [SSO.{name}]"), why),
        }
    }
    if sections.is_empty() && is_generated {
        templates.extend(go_template::translated(DEFAULT_TEMPLATE).ok().map(|found| (None, found.template)));
    }
    let first = templates.first().map(|(_, template)| template.clone());
    let are_equal = templates.iter().all(|(_, template)| Some(template) == first.as_ref());
    if are_equal {
        if let Some(template) = first {
            draft.set_text(None, "template", template);
        }
    } else {
        for (at, template) in templates.into_iter().filter(|(at, _)| at.is_some()) {
            draft.set_text(at, "template", template);
        }
    }
}

/// Sets the browser of the console, and that of sign-ins for the default portal, else for each.
fn browsers(draft: &mut Draft<'_>, settings: &GrantedSettings) {
    let command_of = |path: &str| command([path, "%s"]);
    match (settings.browser_path.as_deref(), settings.browser.as_deref()) {
        (_, Some("STDOUT" | "FIREFOX_STDOUT")) | (None, None | Some("CUSTOM")) => {}
        (Some(path), _) => draft.set_text(None, "browser", command_of(path)),
        (None, Some(name)) => draft.left(format!("DefaultBrowser {name}"), "no path of a browser is set"),
    }
    if let Some(path) = &settings.sso_browser_path {
        let all = 0..draft.portals.len();
        for at in draft.default.map_or(all, |default| default..default + 1) {
            draft.set_text(Some(at), "browser", command_of(path));
        }
    }
}

/// Says of each other setting why it is not taken over.
fn left(draft: &mut Draft<'_>, settings: &GrantedSettings, key: &str) {
    match key {
        _ if NEEDLESS.contains(&key) => draft.left(key, "daypass has no need of it"),
        "AWSConsoleBrowserLaunchTemplate" | "SSOBrowserLaunchTemplate" => {
            draft.left(
                key,
                "a launch template ({{.Profile}} and the like in a browser command) has no counterpart",
            );
        }
        "CredentialProcessAutoLogin" => draft.left(key, "daypass credential-process never opens a browser"),
        "ProfileRegistryURLS" => draft.left(key, "daypass follows no git registry"),
        "ProfileRegistry" => registry(draft, settings),
        "AccessRequestURL" => draft.left(key, "no counterpart"),
        _ if key.starts_with("CommonFate") => draft.left(key, "no counterpart"),
        "ExportCredsToAWS" | "ExportSSOToken" => {
            draft.left(key, "no counterpart: tools read the profiles themselves");
        }
        _ => draft.left(key, "not known"),
    }
}

fn registry(draft: &mut Draft<'_>, settings: &GrantedSettings) {
    for registry in &settings.registries {
        draft.left(
            format!("the registry {registry}"),
            "daypass follows no git registry; an organisation hands out settings, and people populate",
        );
    }
    for key in &settings.registry_keys {
        draft.left(key, "only the registry's templates use them");
    }
}
