//! Faults planted in a healthy home on disk, with everything that is then said of it.

mod caches;
mod environment;
mod logins;
mod profiles;

use daypass_doctor::{Finding, Snapshot, examine};
use daypass_environment::{Environment, Paths};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// A config that every tool reads alike.
pub(crate) const HEALTHY: &str = "\
[sso-session corp]
sso_start_url = https://d-abc123.awsapps.com/start
sso_region = us-east-1

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = us-east-1

[profile ops]
role_arn = arn:aws:iam::111122223333:role/Ops
source_profile = dev
region = us-east-1
";

/// SHA-1 of `corp`.
pub(crate) const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
pub(crate) const ROLE: &str = ".aws/cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json";
const CREDENTIALS: &str = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2098-01-01T00:00:00Z"}}"#;

/// 2026-11-22T12:00:00Z
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_348_800)
}

/// A home, and the variables that are set in it.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    variables: Vec<(&'static str, String)>,
}

impl Home {
    pub(crate) fn healthy() -> Self {
        let home = Self { folder: tempfile::tempdir().expect("a folder"), variables: Vec::new() };
        home.put(".aws/config", HEALTHY).put(TOKEN, &token(&[])).put(ROLE, CREDENTIALS);
        for folder in [".aws/sso/cache", ".aws/cli/cache", ".aws/sso", ".aws/cli", ".aws", ""] {
            home.mode(folder, 0o700);
        }
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that is the owner's alone, last written a day ago.
    pub(crate) fn put(&self, name: &str, text: &str) -> &Self {
        self.put_bytes(name, text.as_bytes())
    }

    pub(crate) fn put_bytes(&self, name: &str, bytes: &[u8]) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let mut file = fs::File::create(&path).expect("made");
        std::io::Write::write_all(&mut file, bytes).expect("written");
        self.aged(name, 86_400).mode(name, 0o600)
    }

    /// Sets when it was last written.
    pub(crate) fn aged(&self, name: &str, seconds: u64) -> &Self {
        let file = fs::File::options().append(true).open(self.path(name)).expect("a file");
        file.set_modified(now() - Duration::from_secs(seconds)).expect("a time");
        self
    }

    pub(crate) fn mode(&self, name: &str, bits: u32) -> &Self {
        #[cfg(unix)]
        fs::set_permissions(self.path(name), std::os::unix::fs::PermissionsExt::from_mode(bits))
            .expect("a mode");
        #[cfg(not(unix))]
        let _only_unix = (name, bits);
        self
    }

    /// The healthy config with this in the place of that.
    pub(crate) fn instead(&self, old: &str, new: &str) -> &Self {
        assert!(HEALTHY.contains(old), "{old}");
        self.put(".aws/config", &HEALTHY.replacen(old, new, 1))
    }

    /// The healthy config with more behind it.
    pub(crate) fn with(&self, more: &str) -> &Self {
        self.put(".aws/config", &format!("{HEALTHY}{more}"))
    }

    /// The healthy token with these members, as JSON; none takes one away.
    pub(crate) fn token(&self, change: &[(&str, Option<&str>)]) -> &Self {
        self.put(TOKEN, &token(change))
    }

    pub(crate) fn gather(&self) -> Snapshot {
        let mut paths = Paths::below(self.folder.path());
        let of = |name: &str| self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        for (name, path) in
            [("AWS_CONFIG_FILE", &mut paths.config), ("AWS_SHARED_CREDENTIALS_FILE", &mut paths.credentials)]
        {
            if let Some(value) = of(name) {
                // As the program expands it.
                let home = self.folder.path().display().to_string();
                let value = value.replacen('~', &home, 1).replacen("$HOME", &home, 1);
                *path = Some(PathBuf::from(value)).filter(|path| !path.as_os_str().is_empty());
            }
        }
        Snapshot::gather(paths, Environment::of(self.variables.clone()), now())
    }

    /// What is said of it, a line each, with `~` for the home.
    pub(crate) fn told(&self) -> String {
        let lines: Vec<_> = examine(&self.gather()).iter().map(line).collect();
        lines.join("\n").replace(&self.folder.path().display().to_string(), "~")
    }
}

fn token(change: &[(&str, Option<&str>)]) -> String {
    let mut members = vec![
        ("startUrl", "\"https://d-abc123.awsapps.com/start\""),
        ("region", "\"us-east-1\""),
        ("accessToken", "\"planted\""),
        ("expiresAt", "\"2098-01-01T00:00:00Z\""),
        ("clientId", "\"id\""),
        ("clientSecret", "\"planted\""),
        ("registrationExpiresAt", "\"2098-02-01T00:00:00Z\""),
        ("refreshToken", "\"planted\""),
    ];
    for (key, value) in change {
        members.retain(|(known, _)| known != key);
        members.extend(value.map(|value| (*key, value)));
    }
    let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

/// A finding: code, severity, place, what is wrong, for whom, and what fixes it.
fn line(finding: &Finding) -> String {
    let mut line = format!("{} {}", finding.code, finding.severity.word());
    if let Some(file) = &finding.file {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let number = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        line.push_str(&format!(" {name}{number}"));
    }
    line.push_str(&format!(" {} | {}", finding.message, finding.affects));
    if let Some(fix) = &finding.fix {
        line.push_str(&format!(" | {fix:?}"));
    }
    if let Some(step) = &finding.step {
        let words = step.system_command().map(|words| words.join(" "));
        line.push_str(&format!(" | {}", words.unwrap_or_else(|| format!("{step:?}"))));
    }
    line
}

/// A fault by its name, and what plants it.
type Planted<'a> = (&'a str, fn(&mut Home));

/// What is said of each of these homes, under its name.
pub(crate) fn all(rows: &[Planted<'_>]) -> String {
    let mut told = String::new();
    for (name, plant) in rows {
        let mut home = Home::healthy();
        plant(&mut home);
        told.push_str(&format!("# {name}\n{}\n", home.told()));
    }
    assert!(!told.contains("planted"), "a secret is told: {told}");
    told
}

impl Home {
    pub(crate) fn set(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Sets a variable to a path in this home.
    pub(crate) fn set_path(&mut self, name: &'static str, path: impl AsRef<Path>) -> &mut Self {
        let path = self.folder.path().join(path).display().to_string();
        self.variables.push((name, path));
        self
    }
}

#[test]
fn a_healthy_home_has_no_finding() {
    assert_eq!(Home::healthy().told(), "");
}
