//! What of aws-sso-cli's settings has a counterpart in daypass, and why the rest has none.

use super::aws_sso_settings::Settings;
use crate::{draft::Draft, words::command, yaml::Yaml};
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

impl Settings {
    /// Sets what has a counterpart, and says why the rest stays.
    pub(super) fn apply(&self, draft: &mut Draft<'_>) {
        if let Some(template) = &self.template {
            draft.set_text(None, "template", template.as_str());
        }
        if let Some(function) = self.nearest.first() {
            draft.warn(format!("the template is nearest, not equal: {function} has no counterpart"));
        }
        if let Some(why) = &self.untranslated {
            draft.left("ProfileFormat", why.clone());
        }
        self.regions(draft);
        self.keys(draft);
        self.browser(draft);
        self.leave(draft);
        self.tags(draft);
    }

    /// The region of the default instance, else the one for all; instances with another region of their own have it.
    fn regions(&self, draft: &mut Draft<'_>) {
        let of =
            |name: &str| self.root.get("SSOConfig")?.get(name)?.text_at("DefaultRegion").map(str::to_owned);
        let default = self.instances.iter().find(|(_, portal)| Some(*portal) == draft.default);
        let top = self.root.text_at("DefaultRegion").map(str::to_owned);
        let for_all = default.and_then(|(name, _)| of(name)).or(top.clone());
        let list = |region: &str| SettingValue::List(vec![region.to_owned()]);
        let is_region = |region: &String| Region::new(region.as_str()).is_ok();
        if let Some(region) = for_all.clone().filter(is_region) {
            draft.set(None, "regions", list(&region));
        }
        for (name, portal) in &self.instances {
            let own = of(name).filter(is_region).filter(|region| Some(region) != for_all.as_ref());
            if let Some(region) = own.filter(|_| Some(*portal) != draft.default) {
                draft.set(Some(*portal), "regions", list(&region));
            }
        }
    }

    fn keys(&self, draft: &mut Draft<'_>) {
        for (key, value) in self.root.get("ConfigVariables").map_or(&[][..], Yaml::entries) {
            let (name, text) = (key.to_ascii_lowercase(), value.text().unwrap_or_default());
            match refused_key(&name, text) {
                None => draft.set_text(None, &format!("keys.{name}"), text),
                Some(why) => draft.left(format!("ConfigVariables.{key}"), why),
            }
        }
    }

    /// The browser, if the action opens one or starts a command.
    fn browser(&self, draft: &mut Draft<'_>) {
        let action = self.root.text_at("UrlAction").unwrap_or("open");
        let exec = match self.root.get("UrlExecCommand") {
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
                if let Some(browser) = self.root.text_at("Browser") {
                    let words: &[&str] = if browser.trim_end_matches('/').rsplit('.').next() == Some("app") {
                        &["open", "-a", browser, "%s"]
                    } else {
                        &[browser, "%s"]
                    };
                    draft.set_text(None, "browser", command(words.iter().copied()));
                }
            }
            other => draft
                .left(format!("UrlAction {other}"), "daypass shows or opens the address as its flags say"),
        }
    }

    /// Says why each other setting is not taken over.
    fn leave(&self, draft: &mut Draft<'_>) {
        let mut needless = Vec::new();
        for (key, value) in self.root.entries() {
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
        if let Some(minutes) = self.root.text_at("ConsoleDuration") {
            draft.left(format!("ConsoleDuration {minutes} minutes"), "daypass has no such setting yet");
        }
    }

    /// Names tags, colours, and names given by hand.
    fn tags(&self, draft: &mut Draft<'_>) {
        let (mut tags, mut names, mut colours) = (Vec::new(), Vec::new(), Vec::new());
        let instances = self.root.get("SSOConfig").map_or(&[][..], Yaml::entries).iter();
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
        if self.root.get("EnvVarTags").is_some_and(|node| *node != Yaml::Null) {
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
}

/// The names of tags: a map, or in older files a list of maps.
fn tag_names(tags: &Yaml) -> Vec<&str> {
    let maps = match tags {
        Yaml::List(maps) => maps.as_slice(),
        other => std::slice::from_ref(other),
    };
    maps.iter().flat_map(Yaml::entries).map(|(name, _)| name.as_str()).collect()
}
