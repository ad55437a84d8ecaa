//! The settings of granted: browsers, portals for generated profiles, registries.

use crate::{Error, ErrorKind, Surroundings, draft::Draft, go_template, portal, words::command};
use daypass_sso_types::{Region, StartUrl};
use toml::de::{DeTable, DeValue};

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

/// The short forms of areas, longer ones first.
const AREAS: [(&str, &str); 16] = [
    ("usgov", "us-gov"),
    ("ug", "us-gov"),
    ("us", "us"),
    ("eu", "eu"),
    ("ap", "ap"),
    ("ca", "ca"),
    ("sa", "sa"),
    ("me", "me"),
    ("af", "af"),
    ("il", "il"),
    ("u", "us"),
    ("e", "eu"),
    ("a", "ap"),
    ("c", "ca"),
    ("s", "sa"),
    ("m", "me"),
];

/// The short forms of sides, longer ones first.
const SIDES: [(&str, &str); 9] = [
    ("ne", "northeast"),
    ("nw", "northwest"),
    ("se", "southeast"),
    ("sw", "southwest"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("c", "central"),
];

/// A section `[SSO.NAME]`.
struct Section<'t> {
    name: &'t str,
    table: &'t DeTable<'t>,
}

pub(super) fn read(draft: &mut Draft<'_>) -> Result<(), Error> {
    let path = draft.around.granted_folder().join("config");
    let text = Surroundings::read(&path)?;
    let source = text.as_deref().unwrap_or_default().trim_start_matches('\u{feff}');
    let table = DeTable::parse(source).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| source.get(..span.start).unwrap_or_default().lines().count().max(1));
        Error::new(ErrorKind::Malformed, &path, format!("line {line} is not TOML"))
    })?;
    let table = table.get_ref();
    if text.is_some() {
        draft.reads.push(path);
    }
    let mut sections = Vec::new();
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("SSO", DeValue::Table(sso)) => {
                for (name, section) in sso {
                    if let DeValue::Table(table) = section.get_ref() {
                        sections.push(Section { name: name.get_ref(), table });
                    }
                }
            }
            (key, value) => left(draft, key, value),
        }
    }
    for section in &sections {
        portal_of(draft, section);
    }
    templates(draft, &sections);
    browsers(draft, table);
    Ok(())
}

fn text<'t>(table: &'t DeTable<'_>, key: &str) -> Option<&'t str> {
    let value = table.get(key).and_then(|value| value.get_ref().as_str());
    value.map(str::trim).filter(|value| !value.is_empty())
}

/// Names the portal of a section, or adds it.
fn portal_of(draft: &mut Draft<'_>, section: &Section<'_>) {
    let (Some(url), Some(short)) = (text(section.table, "StartURL"), text(section.table, "SSORegion")) else {
        return;
    };
    let region = expanded(short);
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
        None => draft.entry(section.name, url, &region),
    };
    if is_default {
        draft.default = Some(at);
    } else if let Some(entry) = draft.portals.get_mut(at) {
        entry.name.get_or_insert_with(|| section.name.to_owned());
    }
}

/// Sets the template of names: one for all, or one for each portal.
fn templates(draft: &mut Draft<'_>, sections: &[Section<'_>]) {
    let is_generated =
        draft.config.profiles().any(|profile| profile.get("common_fate_generated_from").is_some());
    let mut templates: Vec<(Option<usize>, String)> = Vec::new();
    for Section { name, table } in sections {
        let of_url = text(table, "StartURL").map(portal::normal);
        let at = draft.portals.iter().position(|entry| Some(portal::normal(&entry.start_url)) == of_url);
        let prefix = text(table, "Prefix").unwrap_or_default();
        let template = format!("{prefix}{}", text(table, "ProfileTemplate").unwrap_or(DEFAULT_TEMPLATE));
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
fn browsers(draft: &mut Draft<'_>, table: &DeTable<'_>) {
    let command_of = |path: &str| command([path, "%s"]);
    match (text(table, "CustomBrowserPath"), text(table, "DefaultBrowser")) {
        (_, Some("STDOUT" | "FIREFOX_STDOUT")) | (None, None | Some("CUSTOM")) => {}
        (Some(path), _) => draft.set_text(None, "browser", command_of(path)),
        (None, Some(name)) => draft.left(format!("DefaultBrowser {name}"), "no path of a browser is set"),
    }
    if let Some(path) = text(table, "CustomSSOBrowserPath") {
        let all = 0..draft.portals.len();
        for at in draft.default.map_or(all, |default| default..default + 1) {
            draft.set_text(Some(at), "browser", command_of(path));
        }
    }
}

/// Says of each other setting why it is not taken over.
fn left(draft: &mut Draft<'_>, key: &str, value: &DeValue<'_>) {
    let is_empty = value.as_str() == Some("") || value.as_bool() == Some(false);
    match key {
        "DefaultBrowser" | "CustomBrowserPath" | "CustomSSOBrowserPath" => {}
        _ if is_empty => {}
        _ if NEEDLESS.contains(&key) => draft.left(key, "daypass has no need of it"),
        "AWSConsoleBrowserLaunchTemplate" | "SSOBrowserLaunchTemplate" => {
            draft.left(
                key,
                "a launch template ({{.Profile}} and the like in a browser command) has no counterpart",
            );
        }
        "CredentialProcessAutoLogin" => draft.left(key, "daypass credential-process never opens a browser"),
        "ProfileRegistryURLS" => draft.left(key, "daypass follows no git registry"),
        "ProfileRegistry" => registry(draft, value),
        "AccessRequestURL" => draft.left(key, "no counterpart"),
        _ if key.starts_with("CommonFate") => draft.left(key, "no counterpart"),
        "ExportCredsToAWS" | "ExportSSOToken" => {
            draft.left(key, "no counterpart: tools read the profiles themselves");
        }
        _ => draft.left(key, "not known"),
    }
}

fn registry(draft: &mut Draft<'_>, value: &DeValue<'_>) {
    let DeValue::Table(table) = value else { return };
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("Registries", DeValue::Array(registries)) => {
                for registry in registries {
                    let DeValue::Table(registry) = registry.get_ref() else { continue };
                    let url = text(registry, "url").or(text(registry, "name")).unwrap_or_default();
                    draft.left(
                        format!("the registry {}", without_user(url)),
                        "daypass follows no git registry; an organisation hands out settings, and people populate",
                    );
                }
            }
            (key @ ("RequiredKeys" | "Variables"), DeValue::Table(table)) if !table.is_empty() => {
                draft.left(key, "only the registry's templates use them");
            }
            _ => {}
        }
    }
}

/// An address without the user and the password in it.
fn without_user(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (host, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
            format!("{scheme}://{}{path}", host.rsplit('@').next().unwrap_or_default())
        }
        None => url.to_owned(),
    }
}

/// Expands granted's short form of a region, such as `ue1` and `as2`.
fn expanded(region: &str) -> String {
    if region.contains('-') {
        return region.to_owned();
    }
    let digits = region.trim_start_matches(|c: char| !c.is_ascii_digit());
    let letters = region.strip_suffix(digits).unwrap_or(region);
    let number = if digits.is_empty() { "1" } else { digits };
    let found = AREAS.into_iter().find_map(|(short, area)| {
        let side = letters.strip_prefix(short)?;
        let (_, side) = SIDES.into_iter().find(|(short, _)| *short == side)?;
        Some(format!("{area}-{side}-{number}"))
    });
    found.unwrap_or_else(|| region.to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn short_regions() {
        for (short, region) in [
            ("ue1", "us-east-1"),
            ("as2", "ap-south-2"),
            ("ase2", "ap-southeast-2"),
            ("ew1", "eu-west-1"),
            ("euw1", "eu-west-1"),
            ("eu-west-1", "eu-west-1"),
            ("mars", "mars"),
        ] {
            assert_eq!(super::expanded(short), region, "{short}");
        }
    }
}
