//! The settings of granted: browsers, portals for generated profiles, registries.

use crate::{Error, ErrorKind, Surroundings};
use std::path::PathBuf;
use toml::de::{DeTable, DeValue};

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

/// The settings of granted, as its TOML file has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrantedSettings {
    /// The file; `None` if it does not exist, and nothing else is known then.
    pub path: Option<PathBuf>,
    /// The sections `[SSO.NAME]`, by name.
    pub sections: Vec<GrantedSection>,
    /// `CustomBrowserPath`: the program that opens the console.
    pub browser_path: Option<String>,
    /// `DefaultBrowser`: granted's word for a browser, such as `CHROME`.
    pub browser: Option<String>,
    /// `CustomSSOBrowserPath`: the program that opens sign-ins.
    pub sso_browser_path: Option<String>,
    /// The keys of all other settings, by name, but for those that are empty or `false`.
    pub others: Vec<String>,
    /// The addresses of the registries of `[ProfileRegistry]`, without user and password.
    pub registries: Vec<String>,
    /// Which of `RequiredKeys` and `Variables` the table `[ProfileRegistry]` fills.
    pub registry_keys: Vec<String>,
}

/// A section `[SSO.NAME]`: a portal, and how its generated profiles are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrantedSection {
    /// The name.
    pub name: String,
    /// The start URL, as it is written.
    pub start_url: Option<String>,
    /// The region, as it is written: in full or in granted's short form, such as `ue1`.
    pub written_region: Option<String>,
    /// What comes before the names of profiles.
    pub prefix: String,
    /// The Go template of the names of profiles, if one is set.
    pub template: Option<String>,
}

impl GrantedSettings {
    /// Reads the file below the home directory or the XDG folder.
    ///
    /// # Errors
    /// The file cannot be read, or is not TOML.
    pub fn read(around: &Surroundings) -> Result<Self, Error> {
        let path = around.granted_folder().join("config");
        let Some(source) = Surroundings::read(&path)? else { return Ok(Self::default()) };
        let source = source.trim_start_matches('\u{feff}');
        let table = DeTable::parse(source).map_err(|error| {
            let line = error
                .span()
                .map_or(1, |span| source.get(..span.start).unwrap_or_default().lines().count().max(1));
            Error::new(ErrorKind::Malformed, &path, format!("line {line} is not TOML"))
        })?;
        let table = table.get_ref();
        let mut settings = Self {
            path: Some(path),
            browser_path: text(table, "CustomBrowserPath"),
            browser: text(table, "DefaultBrowser"),
            sso_browser_path: text(table, "CustomSSOBrowserPath"),
            ..Self::default()
        };
        for (key, value) in table {
            settings.setting(key.get_ref(), value.get_ref());
        }
        Ok(settings)
    }

    fn setting(&mut self, key: &str, value: &DeValue<'_>) {
        let is_empty = value.as_str() == Some("") || value.as_bool() == Some(false);
        match (key, value) {
            ("SSO", DeValue::Table(sections)) => {
                for (name, section) in sections {
                    if let DeValue::Table(table) = section.get_ref() {
                        self.sections.push(GrantedSection::of(name.get_ref(), table));
                    }
                }
                return;
            }
            ("ProfileRegistry", DeValue::Table(table)) => self.registry(table),
            _ => {}
        }
        let is_browser = matches!(key, "DefaultBrowser" | "CustomBrowserPath" | "CustomSSOBrowserPath");
        if !is_empty && !is_browser {
            self.others.push(key.to_owned());
        }
    }

    fn registry(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("Registries", DeValue::Array(registries)) => {
                    for registry in registries {
                        let DeValue::Table(registry) = registry.get_ref() else { continue };
                        let url = text(registry, "url").or(text(registry, "name")).unwrap_or_default();
                        self.registries.push(without_user(&url));
                    }
                }
                (key @ ("RequiredKeys" | "Variables"), DeValue::Table(table)) if !table.is_empty() => {
                    self.registry_keys.push(key.to_owned());
                }
                _ => {}
            }
        }
    }
}

impl GrantedSection {
    fn of(name: &str, table: &DeTable<'_>) -> Self {
        Self {
            name: name.to_owned(),
            start_url: text(table, "StartURL"),
            written_region: text(table, "SSORegion"),
            prefix: text(table, "Prefix").unwrap_or_default(),
            template: text(table, "ProfileTemplate"),
        }
    }

    /// Returns the region in full: `us-east-1` for `ue1`.
    pub fn region(&self) -> Option<String> {
        self.written_region.as_deref().map(expanded)
    }
}

fn text(table: &DeTable<'_>, key: &str) -> Option<String> {
    let value = table.get(key).and_then(|value| value.get_ref().as_str());
    value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
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
