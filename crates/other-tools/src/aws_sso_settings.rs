//! The settings and the cache of aws-sso-cli: portals, accounts, roles, the format of names.

use crate::{
    Error, ErrorKind, Surroundings,
    draft::Draft,
    go_template,
    process::{padded, role_of_arn},
    yaml::Yaml,
};
use daypass_sso_types::{Region, StartUrl};
use serde_json::Value;
use std::path::Path;

/// The names that aws-sso-cli gives to profiles where no format is set, since 2.0.0.
const DEFAULT_FORMAT: &str = "{{ FirstItem .AccountName (.AccountAlias | nospace) }}:{{ .RoleName }}";

/// A role of the settings or of the cache.
#[derive(Debug, Clone, Default)]
pub(super) struct Role {
    pub(super) portal: usize,
    pub(super) account: String,
    pub(super) name: String,
    pub(super) account_name: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) region: Option<String>,
    pub(super) via: Option<(String, String)>,
    pub(super) external_id: Option<String>,
    pub(super) source_identity: Option<String>,
}

impl Role {
    pub(super) fn key(&self) -> (usize, String, String) {
        (self.portal, self.account.clone(), self.name.clone())
    }

    /// The key `region` of a new profile.
    pub(super) fn region_key(&self) -> Vec<(String, String)> {
        let region = self.region.clone().filter(|region| Region::new(region.as_str()).is_ok());
        region.into_iter().map(|region| ("region".to_owned(), region)).collect()
    }
}

/// The settings of aws-sso-cli.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) root: Yaml,
    /// The instances and their portals.
    pub(super) instances: Vec<(String, usize)>,
    pub(super) roles: Vec<Role>,
    pub(super) template: Option<String>,
    pub(super) nearest: Vec<String>,
    pub(super) untranslated: Option<String>,
}

impl Settings {
    /// Reads the files, and adds a portal for each instance.
    pub(super) fn read(draft: &mut Draft<'_>) -> Result<Self, Error> {
        let folder = draft.around.aws_sso_folder();
        let path = match draft.around.variable("AWS_SSO_CONFIG") {
            Some(path) => draft.around.expanded(path),
            None => folder.join("config.yaml"),
        };
        let text = Surroundings::read(&path)?;
        let root = text.as_deref().map_or(Ok(Yaml::Null), |text| Yaml::parse(&path, text))?;
        if text.is_some() {
            draft.reads.push(path);
        }
        let unused = draft.around.home.join(".config/aws-sso/config.yaml");
        if folder == draft.around.home.join(".aws-sso") && unused.is_file() {
            let unused = draft.around.shown(&unused);
            draft.left(unused, "not in force while ~/.aws-sso exists");
        }
        let mut settings = Self {
            root,
            instances: Vec::new(),
            roles: Vec::new(),
            template: None,
            nearest: Vec::new(),
            untranslated: None,
        };
        settings.portals(draft);
        settings.cache(draft, &folder.join("cache.json"))?;
        settings.format();
        Ok(settings)
    }

    /// Finds the portal of an instance.
    pub(super) fn instance(&self, name: &str) -> Option<usize> {
        self.instances.iter().find(|(known, _)| known == name).map(|(_, portal)| *portal)
    }

    /// The portal of the only instance.
    pub(super) fn only(&self) -> Option<usize> {
        match self.instances.as_slice() {
            [(_, portal)] => Some(*portal),
            _ => None,
        }
    }

    pub(super) fn role(&self, portal: usize, account: &str, role: &str) -> Option<&Role> {
        self.roles.iter().find(|known| {
            (known.portal, known.account.as_str(), known.name.as_str()) == (portal, account, role)
        })
    }

    fn portals(&mut self, draft: &mut Draft<'_>) {
        let Some(instances) = self.root.get("SSOConfig") else { return };
        for (name, instance) in instances.entries() {
            let (Some(url), Some(region)) = (instance.text_at("StartUrl"), instance.text_at("SSORegion"))
            else {
                draft.left(format!("SSOConfig.{name}"), "its start URL or its region is missing");
                continue;
            };
            if StartUrl::new(url).is_err() || Region::new(region).is_err() {
                draft.left(format!("SSOConfig.{name}"), "its start URL or its region cannot be used");
                continue;
            }
            let portal = draft.entry(name, url, region);
            self.instances.push((name.clone(), portal));
            if instance.get("AuthUrlAction").is_some() {
                draft.left(
                    format!("AuthUrlAction of {name}"),
                    "a browser for sign-ins alone is a setting of the session",
                );
            }
            for (account, body) in instance.get("Accounts").map_or(&[][..], Yaml::entries) {
                for (role, body_of_role) in body.get("Roles").map_or(&[][..], Yaml::entries) {
                    let text = |key: &str| body_of_role.text_at(key).map(str::to_owned);
                    let region =
                        text("DefaultRegion").or_else(|| body.text_at("DefaultRegion").map(str::to_owned));
                    let region = region.or_else(|| instance.text_at("DefaultRegion").map(str::to_owned));
                    self.roles.push(Role {
                        portal,
                        account: account.clone(),
                        name: role.clone(),
                        account_name: body.text_at("Name").map(str::to_owned),
                        profile: text("Profile"),
                        region: region.or_else(|| self.root.text_at("DefaultRegion").map(str::to_owned)),
                        via: text("Via").and_then(|via| role_of_arn(&via)),
                        external_id: text("ExternalId"),
                        source_identity: text("SourceIdentity"),
                    });
                }
            }
        }
        let named = self.root.text_at("DefaultSSO").unwrap_or("Default");
        draft.default = self.instance(named).or(self.only());
    }

    /// Adds the roles that only the cache knows: they are reachable, and so are those that are taken on top of them.
    fn cache(&mut self, draft: &mut Draft<'_>, path: &Path) -> Result<(), Error> {
        let Some(text) = Surroundings::read(path)? else { return Ok(()) };
        let malformed = |_| Error::new(ErrorKind::Malformed, path, "it is not JSON");
        let cache: Value = serde_json::from_str(&text).map_err(malformed)?;
        draft.reads.push(path.to_owned());
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        for (name, portal) in &self.instances {
            let accounts = cache
                .pointer("/SSO")
                .and_then(|all| all.get(name))
                .and_then(|one| one.pointer("/Roles/Accounts"));
            for (account, body) in accounts.and_then(Value::as_object).into_iter().flatten() {
                let account = &padded(account);
                for (role, found) in body.get("Roles").and_then(Value::as_object).into_iter().flatten() {
                    let alias = text(body, "Alias");
                    let is_it = |known: &&mut Role| {
                        (known.portal, &known.account, &known.name) == (*portal, account, role)
                    };
                    if let Some(known) = self.roles.iter_mut().find(is_it) {
                        known.account_name = alias.or(known.account_name.take());
                        continue;
                    }
                    self.roles.push(Role {
                        portal: *portal,
                        account: account.clone(),
                        name: role.clone(),
                        account_name: alias,
                        profile: text(found, "Profile").filter(|name| !name.is_empty()),
                        region: text(found, "DefaultRegion"),
                        via: text(found, "Via").and_then(|via| role_of_arn(&via)),
                        ..Role::default()
                    });
                }
            }
        }
        Ok(())
    }

    fn format(&mut self) {
        let given = self.root.text_at("ProfileFormat");
        if self.instances.is_empty() {
            return;
        }
        match go_template::translated(given.unwrap_or(DEFAULT_FORMAT)) {
            Ok(found) => {
                self.template = Some(found.template);
                self.nearest = if given.is_some() { found.nearest } else { Vec::new() };
            }
            Err(why) => self.untranslated = Some(why),
        }
    }
}
