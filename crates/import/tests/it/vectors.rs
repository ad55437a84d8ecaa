//! Homes of other tools with the plan that should come of each. They are not in this repository: in their absence the test
//! says that it is skipped. `samples.rs` has smaller ones of our own.

use daypass_config_parse::{Config, Dialect, Document, Section};
use daypass_import::{Action, CredentialSource, ImportPlan};
use daypass_other_tools::{Surroundings, Tool, VARIABLES};
use daypass_populate::Backup;
use daypass_settings::SettingValue;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A sample: its home, and what should come of it.
struct Sample {
    home: PathBuf,
    expected: Value,
    config: Document,
    credentials: Option<Document>,
    around: Surroundings,
    tool: Tool,
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

impl Sample {
    fn read(folder: &Path) -> Self {
        let file = fs::read(folder.join("expected.json")).expect("a readable file");
        let expected: Value = serde_json::from_slice(&file).expect("valid JSON");
        let home = folder.join("home");
        let mut variables = BTreeMap::new();
        for (name, value) in expected.get("env").and_then(Value::as_object).into_iter().flatten() {
            let value = value.as_str().unwrap_or_default();
            variables.insert(name.clone(), value.replace("$HOME", &home.display().to_string()));
        }
        let path = |variable: &str, usual: &str| {
            variables.get(variable).map_or_else(|| home.join(".aws").join(usual), PathBuf::from)
        };
        let config = Document::parse(fs::read(path("AWS_CONFIG_FILE", "config")).unwrap_or_default());
        let credentials = fs::read(path("AWS_SHARED_CREDENTIALS_FILE", "credentials")).ok();
        let mut around = Surroundings::new(&home);
        around.machine_ids = vec!["another machine".into(), text(&expected, "machine_id").into()];
        around.variables =
            variables.into_iter().filter(|(name, _)| VARIABLES.contains(&name.as_str())).collect();
        let tool = text(&expected, "peer").parse().expect("a tool");
        Self {
            home,
            config,
            credentials: credentials.map(Document::parse_credentials),
            around,
            tool,
            expected,
        }
    }

    fn plan(&self, config: &Document) -> ImportPlan {
        let plan = ImportPlan::new(self.tool, &self.around, config, self.credentials.as_ref());
        plan.unwrap_or_else(|error| panic!("{}: {error}", self.home.display()))
    }

    /// What is wrong with the plan, a line each.
    fn faults(&self) -> Vec<String> {
        let plan = self.plan(&self.config);
        let mut faults = self.sessions(&plan);
        faults.extend(self.profiles(&plan));
        faults.extend(self.settings(&plan));
        faults.extend(self.lines(&plan));
        faults.extend(self.words(&plan));
        let again = self.plan(&plan.after);
        if again.after.as_bytes() != plan.after.as_bytes() || !again.changes.is_empty() {
            faults.push(format!("a second import changes {:?}", again.changes));
        }
        let before = self.config.as_bytes().to_vec();
        let backup =
            Backup::of_texts(Some(before.clone()), plan.after.as_bytes().to_vec(), plan.changes.clone());
        let backup = Backup::from_bytes(&backup.to_bytes()).expect("a backup");
        let undone = backup.undo(&plan.after).ok().and_then(|undo| undo.after);
        if undone.is_none_or(|undone| undone.as_bytes() != before) {
            faults.push("undo does not give the file back".to_owned());
        }
        faults
    }

    fn sessions(&self, plan: &ImportPlan) -> Vec<String> {
        let normal = |url: &str| url.trim_end_matches(['/', '#']).to_lowercase();
        let row = |url: &str, region: &str, exists: bool, scopes: Option<&str>| {
            format!("{} {region} {exists} {scopes:?}", normal(url))
        };
        let mut found: Vec<_> = plan
            .sessions
            .iter()
            .map(|session| {
                row(&session.start_url, &session.region, session.exists, session.scopes.as_deref())
            })
            .collect();
        let mut wanted: Vec<_> = list(&self.expected, "sessions")
            .iter()
            .map(|session| {
                let scopes = session.get("sso_registration_scopes").and_then(Value::as_str);
                row(
                    text(session, "sso_start_url"),
                    text(session, "sso_region"),
                    session["exists"] == true,
                    scopes,
                )
            })
            .collect();
        found.sort();
        wanted.sort();
        let mut faults = difference("sessions", &json!(found), &json!(wanted));
        let names: BTreeSet<_> = plan.sessions.iter().map(|session| session.name.as_str()).collect();
        let proposed: BTreeSet<_> =
            list(&self.expected, "sessions").iter().map(|session| text(session, "name")).collect();
        faults.extend(difference("names of sessions", &json!(names), &json!(proposed)));
        faults
    }

    fn profiles(&self, plan: &ImportPlan) -> Vec<String> {
        let mut faults = Vec::new();
        let config = Config::new(&plan.after, None, Dialect::AwsCli);
        for wanted in list(&self.expected, "profiles") {
            let name = text(wanted, "name");
            let Some(found) = plan.profiles.iter().find(|profile| profile.name == name) else {
                faults.push(format!("{name} is not in the plan"));
                continue;
            };
            faults.extend(difference(
                &format!("{name}: action"),
                &json!(found.action.word()),
                &wanted["action"],
            ));
            if found.action == Action::Keep {
                let has_reason = found.reason.as_ref().is_some_and(|reason| !reason.is_empty());
                faults.extend((!has_reason).then(|| format!("{name} is kept without a reason")));
                continue;
            }
            let kind = match &found.credentials {
                Some(CredentialSource::Role { .. }) => "sso",
                Some(CredentialSource::Chain { .. }) => "chain",
                _ => "other",
            };
            faults.extend(difference(&format!("{name}: kind"), &json!(kind), &wanted["kind"]));
            let section = config.profile(name);
            let mut keys: BTreeMap<String, Value> = BTreeMap::new();
            let own =
                ["sso_account_id", "sso_role_name", "region", "role_arn", "source_profile", "external_id"];
            for key in own.into_iter().filter(|key| wanted.get(key).is_some()) {
                keys.insert(key.to_owned(), wanted[key].clone());
            }
            if let Some(session) = wanted.get("session") {
                keys.insert("sso_session".to_owned(), session.clone());
            }
            for (key, value) in wanted.get("keys").and_then(Value::as_object).into_iter().flatten() {
                keys.insert(key.clone(), value.clone());
            }
            for (key, value) in keys {
                let is = section.as_ref().and_then(|section| section.get(&key));
                faults.extend(difference(&format!("{name}: {key}"), &json!(is), &value));
            }
            faults.extend(marks_left(name, section.as_ref()));
            if let Some(header) = wanted.get("header").and_then(Value::as_str) {
                let bytes = String::from_utf8_lossy(plan.after.as_bytes());
                faults.extend(
                    (!bytes.lines().any(|line| line == header)).then(|| format!("{name}: no {header}")),
                );
            }
        }
        let wanted: BTreeSet<_> =
            list(&self.expected, "profiles").iter().map(|profile| text(profile, "name")).collect();
        let changed = plan.profiles.iter().filter(|profile| profile.action != Action::Keep);
        faults.extend(
            changed
                .filter(|profile| !wanted.contains(profile.name.as_str()))
                .map(|profile| format!("{} should not change", profile.name)),
        );
        faults
    }

    fn settings(&self, plan: &ImportPlan) -> Vec<String> {
        let mut found = BTreeMap::new();
        for setting in &plan.settings {
            let value = match &setting.value {
                SettingValue::List(list) => json!(list),
                other => json!(other.shown()),
            };
            found.insert(setting.full_name(), value);
        }
        let mut wanted = BTreeMap::new();
        for (name, value) in self.expected.get("settings").and_then(Value::as_object).into_iter().flatten() {
            match value.as_object() {
                Some(table) => {
                    wanted.extend(table.iter().map(|(key, value)| (format!("{name}.{key}"), value.clone())));
                }
                None => drop(wanted.insert(name.clone(), value.clone())),
            }
        }
        difference("settings", &json!(found), &json!(wanted))
    }

    /// Lines of sections that are kept stay, and marks go where they should.
    fn lines(&self, plan: &ImportPlan) -> Vec<String> {
        let (before, after) = (self.config.as_bytes(), plan.after.as_bytes());
        let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
        let kept: BTreeSet<_> = plan
            .profiles
            .iter()
            .filter(|profile| profile.action == Action::Keep)
            .map(|profile| profile.name.as_str())
            .collect();
        let marks: Vec<_> = plan.marks.iter().flat_map(|mark| mark.split(" … ")).collect();
        let (mut faults, mut rest, mut is_kept) = (Vec::new(), after.lines(), true);
        for line in before.lines() {
            if let Some(header) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
                let name = header.0.trim_start_matches("profile").trim();
                is_kept = kept.contains(name)
                    || header.0.starts_with("sso-session")
                    || header.0.starts_with("services");
            }
            if is_kept && !marks.contains(&line.trim_end()) && !rest.any(|found| found == line) {
                faults.push(format!("the line {line:?} changed or moved"));
            }
        }
        for mark in list(&self.expected, "sections_removed").iter().filter_map(Value::as_str) {
            for mark in mark.split(" … ") {
                let mark = mark.split(" (the comment").next().unwrap_or_default();
                faults.extend(
                    after
                        .lines()
                        .any(|line| line.trim_end() == mark)
                        .then(|| format!("the mark {mark} stays")),
                );
            }
        }
        let expects_marks = !list(&self.expected, "sections_removed").is_empty();
        faults.extend((expects_marks == plan.marks.is_empty()).then(|| format!("marks: {:?}", plan.marks)));
        faults
    }

    /// What is left has a reason, the way to leave is told, and no secret is shown or written.
    fn words(&self, plan: &ImportPlan) -> Vec<String> {
        let mut faults = Vec::new();
        let shown =
            format!("{} {:?} {}", plan.to_json(), plan, String::from_utf8_lossy(plan.after.as_bytes()));
        for secret in list(&self.expected, "secrets").iter().filter_map(Value::as_str) {
            faults.extend(shown.contains(secret).then(|| format!("the secret {secret} is shown")));
        }
        let said: String = plan.left.iter().map(|left| format!("{} {}\n", left.what, left.why)).collect();
        for what in list(&self.expected, "left").iter().map(|left| text(left, "what")) {
            let words = what.split([' ', ',', '*', '(', ')', '[', ']', '`']).filter(|word| word.len() > 2);
            // Names of things are compared, not the wording.
            let known = ["the", "and", "tags", "account", "profile", "names", "scopes", "way", "first"];
            let mut names = words.clone().filter(|word| !known.contains(word)).peekable();
            let is_said = names.peek().is_none() || names.any(|name| said.contains(name));
            faults.extend((!is_said).then(|| format!("nothing is said of {what}")));
        }
        if plan.warnings.len() < list(&self.expected, "warn").len() {
            faults.push(format!("warnings: {:?}, wanted {}", plan.warnings, self.expected["warn"]));
        }
        faults
    }
}

/// Keys of other tools that must not stay in a converted profile.
fn marks_left(name: &str, section: Option<&Section<'_>>) -> Vec<String> {
    let keys = section.map(Section::keys).unwrap_or_default();
    let is_mark = |key: &str| {
        key.starts_with("granted_sso_")
            || matches!(
                key,
                "sso_start_url"
                    | "sso_region"
                    | "credential_process"
                    | "include_profile"
                    | "parent_profile"
                    | "common_fate_generated_from"
                    | "sso_auto_populated"
                    | "sso_account_name"
            )
    };
    keys.into_iter().filter(|key| is_mark(key)).map(|key| format!("{name}: {key} stays")).collect()
}

fn difference(what: &str, found: &Value, wanted: &Value) -> Vec<String> {
    (found != wanted).then(|| format!("{what}: {found}, wanted {wanted}")).into_iter().collect()
}

#[test]
fn each_sample_is_planned_as_expected() {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/peers-files");
    let folder = Path::new(own);
    let Ok(tools) = fs::read_dir(folder) else {
        println!("skipped: the vectors of other tools are not in {own}");
        return;
    };
    let (mut faults, mut count) = (String::new(), 0);
    let cases = tools.flatten().filter_map(|tool| fs::read_dir(tool.path()).ok()).flatten().flatten();
    for case in cases.filter(|case| case.path().join("expected.json").is_file()) {
        let sample = Sample::read(&case.path());
        count += 1;
        for fault in sample.faults() {
            faults.push_str(&format!("{} {}: {fault}\n", sample.tool, case.file_name().display()));
        }
    }
    assert!(count >= 28, "{count} samples");
    assert!(faults.is_empty(), "{faults}");
}
