//! The settings and the cache of aws-sso-cli: portals, accounts, roles, the format of names.

use crate::{
    Error, ErrorKind, Surroundings, go_template,
    process::{padded, role_of_arn},
    yaml::Yaml,
};
use daypass_sso_types::{Region, StartUrl};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The names that aws-sso-cli gives to profiles where no format is set, since 2.0.0.
const DEFAULT_FORMAT: &str = "{{ FirstItem .AccountName (.AccountAlias | nospace) }}:{{ .RoleName }}";

/// An SSO instance: a portal, under a name by the person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsSsoInstance {
    /// The name.
    pub name: String,
    /// The start URL.
    pub start_url: String,
    /// The region of the portal.
    pub region: String,
}

/// A role of the settings or of the cache.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsSsoRole {
    /// Its instance, by its place in [`AwsSsoSettings::instances`].
    pub instance: usize,
    /// The id of the account, as it is written.
    pub account: String,
    /// The name of the role.
    pub name: String,
    /// The name of the account: that of AWS if the cache has it, else the one given by hand.
    pub account_name: Option<String>,
    /// The name of its profile, given by hand.
    pub profile: Option<String>,
    /// The default region: its own, else that of the account, of the instance, or of all.
    pub region: Option<String>,
    /// The account and the role on top of which it is taken.
    pub via: Option<(String, String)>,
    /// The external id with which it is taken.
    pub external_id: Option<String>,
    /// The source identity with which it is taken.
    pub source_identity: Option<String>,
}

impl AwsSsoRole {
    /// Returns its instance, account and name.
    pub fn key(&self) -> (usize, String, String) {
        (self.instance, self.account.clone(), self.name.clone())
    }
}

/// The settings of aws-sso-cli, and the roles that its cache knows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsSsoSettings {
    /// The settings, as they stand in the file.
    pub root: Yaml,
    /// The files that were read: settings, cache.
    pub reads: Vec<PathBuf>,
    /// A settings file that is not in force, since the older folder exists.
    pub unused: Option<PathBuf>,
    /// The instances that can be used.
    pub instances: Vec<AwsSsoInstance>,
    /// The names of the other instances, and why they cannot be used.
    pub refused: Vec<(String, &'static str)>,
    /// The default instance, by its place: the one that is named, else the only one.
    pub default: Option<usize>,
    /// The roles of the settings, then those that only the cache has.
    pub roles: Vec<AwsSsoRole>,
    /// The format of names as a template of populate.
    pub template: Option<String>,
    /// Functions of the format that were left out, so that names may differ.
    pub nearest: Vec<String>,
    /// What of the format has no counterpart, if it has none.
    pub untranslated: Option<String>,
}

impl AwsSsoSettings {
    /// Reads the settings and the cache; a file that does not exist is an empty one.
    ///
    /// # Errors
    /// A file cannot be read, or is not YAML or JSON.
    pub fn read(around: &Surroundings) -> Result<Self, Error> {
        let folder = around.aws_sso_folder();
        let path = match around.variable("AWS_SSO_CONFIG") {
            Some(path) => around.expanded(path),
            None => folder.join("config.yaml"),
        };
        let text = Surroundings::read(&path)?;
        let root = text.as_deref().map_or(Ok(Yaml::Null), |text| Yaml::parse(&path, text))?;
        let unused = around.home.join(".config/aws-sso/config.yaml");
        let is_unused = folder == around.home.join(".aws-sso") && unused.is_file();
        let mut settings = Self {
            root,
            reads: text.map(|_| path).into_iter().collect(),
            unused: is_unused.then_some(unused),
            instances: Vec::new(),
            refused: Vec::new(),
            default: None,
            roles: Vec::new(),
            template: None,
            nearest: Vec::new(),
            untranslated: None,
        };
        settings.usable();
        settings.cache(&folder.join("cache.json"))?;
        settings.format();
        Ok(settings)
    }

    /// Finds an instance by its name, and returns its place.
    pub fn instance(&self, name: &str) -> Option<usize> {
        self.instances.iter().position(|known| known.name == name)
    }

    /// Returns the place of the only instance; `None` if there are none or more.
    pub fn only(&self) -> Option<usize> {
        (self.instances.len() == 1).then_some(0)
    }

    /// Finds a role by its instance, account and name.
    pub fn role(&self, instance: usize, account: &str, role: &str) -> Option<&AwsSsoRole> {
        self.roles.iter().find(|known| {
            (known.instance, known.account.as_str(), known.name.as_str()) == (instance, account, role)
        })
    }

    fn usable(&mut self) {
        let Some(instances) = self.root.get("SSOConfig") else { return };
        for (name, instance) in instances.entries() {
            let (Some(url), Some(region)) = (instance.text_at("StartUrl"), instance.text_at("SSORegion"))
            else {
                self.refused.push((name.clone(), "its start URL or its region is missing"));
                continue;
            };
            if StartUrl::new(url).is_err() || Region::new(region).is_err() {
                self.refused.push((name.clone(), "its start URL or its region cannot be used"));
                continue;
            }
            let at = self.instances.len();
            self.instances.push(AwsSsoInstance {
                name: name.clone(),
                start_url: url.to_owned(),
                region: region.to_owned(),
            });
            for (account, body) in instance.get("Accounts").map_or(&[][..], Yaml::entries) {
                for (role, body_of_role) in body.get("Roles").map_or(&[][..], Yaml::entries) {
                    let text = |key: &str| body_of_role.text_at(key).map(str::to_owned);
                    let region =
                        text("DefaultRegion").or_else(|| body.text_at("DefaultRegion").map(str::to_owned));
                    let region = region.or_else(|| instance.text_at("DefaultRegion").map(str::to_owned));
                    self.roles.push(AwsSsoRole {
                        instance: at,
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
        self.default = self.instance(named).or(self.only());
    }

    /// Adds the roles that only the cache knows: they are reachable, and so are those that are taken on top of them.
    fn cache(&mut self, path: &Path) -> Result<(), Error> {
        let Some(text) = Surroundings::read(path)? else { return Ok(()) };
        let malformed = |_| Error::new(ErrorKind::Malformed, path, "it is not JSON");
        let cache: Value = serde_json::from_str(&text).map_err(malformed)?;
        self.reads.push(path.to_owned());
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        for (at, instance) in self.instances.iter().enumerate() {
            let accounts = cache
                .pointer("/SSO")
                .and_then(|all| all.get(&instance.name))
                .and_then(|one| one.pointer("/Roles/Accounts"));
            for (account, body) in accounts.and_then(Value::as_object).into_iter().flatten() {
                let account = &padded(account);
                for (role, found) in body.get("Roles").and_then(Value::as_object).into_iter().flatten() {
                    let alias = text(body, "Alias");
                    let is_it = |known: &&mut AwsSsoRole| {
                        (known.instance, &known.account, &known.name) == (at, account, role)
                    };
                    if let Some(known) = self.roles.iter_mut().find(is_it) {
                        known.account_name = alias.or(known.account_name.take());
                        continue;
                    }
                    self.roles.push(AwsSsoRole {
                        instance: at,
                        account: account.clone(),
                        name: role.clone(),
                        account_name: alias,
                        profile: text(found, "Profile").filter(|name| !name.is_empty()),
                        region: text(found, "DefaultRegion"),
                        via: text(found, "Via").and_then(|via| role_of_arn(&via)),
                        ..AwsSsoRole::default()
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
