//! What of aws-sso-cli's settings has a counterpart in daypass, and why the rest has none.

use crate::{draft::Draft, words::command};
use daypass_other_tools::{AwsSsoSettings, Yaml};
use daypass_populate::refused_key;
use daypass_settings::SettingValue;
use daypass_sso_types::Region;

/// Settings that daypass has no need of, by name or beginning.
const NEEDLESS: [&str; 24] = [
    "Threads",
    "MaxRetry",
    "MaxBackoff",
    "CacheRefresh",
    "AutoLogin",
    "Log",
    "History",
    "List",
    "Prompt",
    "FirstTag",
    "FullTextSearch",
    "AccountPrimaryTag",
    "AuthWorkflow",
    "SecureStore",
    "JsonStore",
    "SecretServiceCollection",
    "OnePassword",
    "ConfigProfilesBinaryPath",
    "ConfigProfilesUrlAction",
    "ConfigUrlAction",
    "ProfileFormat",
    "FirefoxOpenUrlInContainer",
    "AutoConfigCheck",
    "DefaultSSO",
];

/// Settings that are taken over or spoken of one by one.
const READ: [&str; 10] = [
    "SSOConfig",
    "DefaultRegion",
    "ConfigVariables",
    "Browser",
    "UrlAction",
    "UrlExecCommand",
    "ConsoleDuration",
    "EnvVarTags",
    "ProfileFormat",
    "DefaultSSO",
];

/// Sets what has a counterpart, and says why the rest stays.
pub(super) fn apply(draft: &mut Draft<'_>, settings: &AwsSsoSettings) {
    if let Some(template) = &settings.template {
        draft.set_text(None, "template", template.as_str());
    }
    if let Some(function) = settings.nearest.first() {
        draft.warn(format!("the template is nearest, not equal: {function} has no counterpart"));
    }
    if let Some(why) = &settings.untranslated {
        draft.left("ProfileFormat", why.clone());
    }
    regions(draft, settings);
    keys(draft, settings);
    browser(draft, settings);
    leave(draft, settings);
    tags(draft, settings);
}

/// The region of the default instance, else the one for all; instances with another region of their own have it.
fn regions(draft: &mut Draft<'_>, settings: &AwsSsoSettings) {
    let of =
        |name: &str| settings.root.get("SSOConfig")?.get(name)?.text_at("DefaultRegion").map(str::to_owned);
    let default = settings.default.and_then(|at| settings.instances.get(at));
    let top = settings.root.text_at("DefaultRegion").map(str::to_owned);
    let for_all = default.and_then(|instance| of(&instance.name)).or(top.clone());
    let list = |region: &str| SettingValue::List(vec![region.to_owned()]);
    let is_region = |region: &String| Region::new(region.as_str()).is_ok();
    if let Some(region) = for_all.clone().filter(is_region) {
        draft.set(None, "regions", list(&region));
    }
    for (portal, instance) in settings.instances.iter().enumerate() {
        let own = of(&instance.name).filter(is_region).filter(|region| Some(region) != for_all.as_ref());
        if let Some(region) = own.filter(|_| Some(portal) != draft.default) {
            draft.set(Some(portal), "regions", list(&region));
        }
    }
}

fn keys(draft: &mut Draft<'_>, settings: &AwsSsoSettings) {
    for (key, value) in settings.root.get("ConfigVariables").map_or(&[][..], Yaml::entries) {
        let (name, text) = (key.to_ascii_lowercase(), value.text().unwrap_or_default());
        match refused_key(&name, text) {
            None => draft.set_text(None, &format!("keys.{name}"), text),
            Some(why) => draft.left(format!("ConfigVariables.{key}"), why),
        }
    }
}

/// The browser, if the action opens one or starts a command.
fn browser(draft: &mut Draft<'_>, settings: &AwsSsoSettings) {
    let action = settings.root.text_at("UrlAction").unwrap_or("open");
    let exec = match settings.root.get("UrlExecCommand") {
        Some(Yaml::List(words)) => Some(words.iter().filter_map(Yaml::text).collect::<Vec<_>>()),
        Some(Yaml::Text(word)) if !word.contains(' ') && !word.is_empty() => Some(vec![word.as_str()]),
        Some(Yaml::Text(word)) if !word.is_empty() => {
            draft.left(
                "UrlExecCommand",
                "one text with spaces: it cannot be split into words without guessing",
            );
            None
        }
        _ => None,
    };
    match action {
        "exec" | "granted-containers" | "open-url-in-container" => {
            if action != "exec" {
                draft.left(
                    format!("UrlAction {action}"),
                    "needs the Firefox extension; the command alone is taken",
                );
            }
            if let Some(words) = exec.filter(|words| !words.is_empty()) {
                draft.set_text(None, "browser", command(words));
            }
        }
        "open" => {
            if let Some(browser) = settings.root.text_at("Browser") {
                let words: &[&str] = if browser.trim_end_matches('/').rsplit('.').next() == Some("app") {
                    &["open", "-a", browser, "%s"]
                } else {
                    &[browser, "%s"]
                };
                draft.set_text(None, "browser", command(words.iter().copied()));
            }
        }
        other => {
            draft.left(format!("UrlAction {other}"), "daypass shows or opens the address as its flags say");
        }
    }
}

/// Says why each other setting is not taken over.
fn leave(draft: &mut Draft<'_>, settings: &AwsSsoSettings) {
    let mut needless = Vec::new();
    for (key, value) in settings.root.entries() {
        if READ.contains(&key.as_str()) {
            continue;
        }
        match NEEDLESS.iter().any(|known| key.starts_with(known)) {
            true => needless.push(key.as_str()),
            false => draft.left(key.as_str(), "not known"),
        }
        if key == "AutoConfigCheck" && value.text() == Some("true") {
            draft.warn(
                "AutoConfigCheck is on: aws-sso would write its block again at its next login or cache; turn it off",
            );
        }
    }
    if !needless.is_empty() {
        draft.left(needless.join(", "), "daypass has no need of them");
    }
    if let Some(minutes) = settings.root.text_at("ConsoleDuration") {
        draft.left(format!("ConsoleDuration {minutes} minutes"), "daypass has no such setting yet");
    }
}

/// Names tags, colours, and names given by hand.
fn tags(draft: &mut Draft<'_>, settings: &AwsSsoSettings) {
    let (mut tags, mut names, mut colours) = (Vec::new(), Vec::new(), Vec::new());
    let instances = settings.root.get("SSOConfig").map_or(&[][..], Yaml::entries).iter();
    for (id, account) in
        instances.flat_map(|(_, instance)| instance.get("Accounts").map_or(&[][..], Yaml::entries))
    {
        names.extend(account.text_at("Name"));
        let roles = account.get("Roles").map_or(&[][..], Yaml::entries).iter().map(|(_, role)| role);
        for tag in
            std::iter::once(account).chain(roles).filter_map(|node| node.get("Tags")).flat_map(tag_names)
        {
            if tag == "Color" {
                colours.push(id.as_str());
            } else if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    if !tags.is_empty() {
        draft.left(format!("tags {}", tags.join(", ")), "daypass keeps no tags");
    }
    if settings.root.get("EnvVarTags").is_some_and(|node| *node != Yaml::Null) {
        draft.left("EnvVarTags", "daypass keeps no tags");
    }
    if !colours.is_empty() {
        draft.left(format!("Color of {}", colours.join(", ")), "daypass has no colours of accounts yet");
    }
    if !names.is_empty() {
        draft.left(
            format!("account names given by hand ({})", names.join(", ")),
            "daypass names accounts as AWS does; the template cannot say them",
        );
    }
}

/// The names of tags: a map, or in older files a list of maps.
fn tag_names(tags: &Yaml) -> Vec<&str> {
    let maps = match tags {
        Yaml::List(maps) => maps.as_slice(),
        other => std::slice::from_ref(other),
    };
    maps.iter().flat_map(Yaml::entries).map(|(name, _)| name.as_str()).collect()
}
