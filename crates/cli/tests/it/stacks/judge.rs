//! What each command should have done, by what `daypass settings` says, beside what it did.

use super::{
    draw::Stack,
    machine::{End, Ends},
};
use serde_json::Value;

/// Where the commands differ from what the settings command says, or from what is locked.
pub(super) fn differences(stack: &Stack, ends: &Ends) -> Vec<String> {
    let end = |name: &str| ends.commands.get(name).cloned().unwrap_or_default();
    let settings = end("settings");
    let Ok(Value::Array(rows)) = serde_json::from_str(&settings.stdout) else {
        return vec![format!("settings: {settings:?}")];
    };
    let says = |text| settings.stderr.contains(text);
    let judge = Judge {
        rows,
        is_closed: says("everything that can be forbidden is"),
        lacks_pin: says("is not followed: it leads to a guarded account"),
        stack,
    };
    let guards_all = settings.stderr.contains("every account is guarded");
    let mut found = judge.locked();
    found.extend(judge.accounts(&end("accounts")));
    found.extend(judge.exec(&end("exec"), guards_all));
    found.extend(judge.console(&end("console"), guards_all));
    found.extend(judge.browser(&end("open"), &ends.browser, guards_all));
    found.extend(judge.login(&end("login")));
    found.extend(judge.populate(&end("populate"), &ends.written));
    found
}

struct Judge<'s> {
    rows: Vec<Value>,
    /// A company's file contradicts another: everything that can be forbidden is.
    is_closed: bool,
    /// The folder's pin would lead to a guarded account, to which nobody has agreed.
    lacks_pin: bool,
    stack: &'s Stack,
}

impl Judge<'_> {
    fn row(&self, name: &str) -> Option<&Value> {
        self.rows.iter().find(|row| row["setting"] == name)
    }

    /// The row that speaks for the session `corp`.
    fn of_corp(&self, name: &str) -> Option<&Value> {
        self.row(&format!("sso-session.corp.{name}")).or_else(|| self.row(name))
    }

    fn is_locked(row: Option<&Value>) -> bool {
        row.is_some_and(|row| row["locked"] == true)
    }

    fn text(row: Option<&Value>) -> Option<String> {
        match &row?["value"] {
            Value::String(text) => Some(text.clone()),
            Value::Array(list) => list.first()?.as_str().map(str::to_owned),
            _ => None,
        }
    }

    /// Whether a list that has to match everywhere has a glob for a text in every file.
    fn allows(&self, list: &str, text: &str) -> bool {
        let rows = self.rows.iter().filter(|row| row["setting"] == list);
        rows.filter_map(|row| row["value"].as_array().filter(|list| !list.is_empty()))
            .all(|list| list.iter().filter_map(Value::as_str).any(|glob| matches(glob, text)))
    }

    /// What the stack locks is what the rows show, as locked.
    fn locked(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (name, value) in self.stack.locked.iter().filter(|(name, _)| *name != "max_console_duration") {
            let row = self.row(name);
            if Self::text(row).as_ref() != Some(value) || !Self::is_locked(row) {
                found.push(format!("{name} is locked to {value}, and shown is {row:?}"));
            }
        }
        found
    }

    fn accounts(&self, end: &End) -> Option<String> {
        let row = self.row("sso_session");
        let set = Self::text(row);
        let is_refused = |flag: &String| Self::is_locked(row) && set.as_ref() != Some(flag);
        let pinned_profile = self.row("profile").is_some() || self.variable("AWS_PROFILE").is_some();
        let expected = match &self.stack.session {
            Some(flag) if is_refused(flag) => "locked",
            Some(flag) => flag.as_str(),
            None if self.refuses_pin() => "no pin",
            // A profile names its session; so does the profile `default` where nobody says anything.
            None if pinned_profile => "corp",
            None => set.as_deref().filter(|set| !set.is_empty()).unwrap_or("corp"),
        };
        let did = match end.code {
            0 => "corp",
            4 if end.stderr.contains("is locked to") => "locked",
            4 if end.stderr.contains("is not followed") => "no pin",
            _ if end.stderr.contains("other") => "other",
            _ => "?",
        };
        (did != expected).then(|| format!("accounts: {expected} is expected, not {did}: {end:?}"))
    }

    fn exec(&self, end: &End, guards_all: bool) -> Option<String> {
        let profile = Self::text(self.row("profile")).or_else(|| self.variable("AWS_PROFILE"));
        let own = if profile.as_deref() == Some("far") { "us-east-1" } else { "eu-west-1" };
        let shown = Self::text(self.row("region")).or_else(|| self.variable("AWS_REGION"));
        let region = self.stack.region.clone().or(shown).unwrap_or_else(|| own.to_owned());
        let expected = match self.allows("allowed_regions", &region) {
            _ if self.refuses_pin() => "exit 4".to_owned(),
            false => "exit 4".to_owned(),
            true if self.asks(guards_all) => "exit 2".to_owned(),
            true => format!("{} {region}", profile.unwrap_or_else(|| "default".to_owned())),
        };
        let did = if end.code == 0 { end.stdout.trim().to_owned() } else { format!("exit {}", end.code) };
        let is_closed = self.is_closed && did == "exit 4";
        (did != expected && !is_closed).then(|| format!("exec: {expected} is expected: {end:?}"))
    }

    fn console(&self, end: &End, guards_all: bool) -> Option<String> {
        let most = Self::text(self.row("max_console_duration"));
        let expected = match self.is_console_refused() || most.as_deref() == Some("1h") {
            true => 4,
            false if self.asks(guards_all) => 2,
            false => 0,
        };
        let is_closed = self.is_closed && end.code == 4;
        (end.code != expected && !is_closed).then(|| format!("console: exit {expected} is expected: {end:?}"))
    }

    fn browser(&self, end: &End, opened: &str, guards_all: bool) -> Option<String> {
        if self.is_console_refused() || self.asks(guards_all) || self.is_closed {
            let is_silent = opened.is_empty() && end.code != 0;
            return (!is_silent).then(|| format!("console: no browser is expected, not {opened}: {end:?}"));
        }
        let of_session = self.of_corp("browser");
        let of_account = self.row("account.051234567822.browser");
        // What is locked for all goes before an account's own, and what is locked for the session before that.
        let for_all = self.row("browser");
        let is_for_all = |row: &Value| {
            for_all.is_some_and(|all| (&all["file"], &all["line"]) == (&row["file"], &row["line"]))
        };
        let locked = of_account.filter(|row| Self::is_locked(Some(row)) && !is_for_all(row));
        let locked = locked.or_else(|| of_session.filter(|row| Self::is_locked(Some(row))));
        let browser = Self::text(locked.or(of_account).or(of_session));
        let name = browser.as_deref().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        (opened != name).then(|| format!("console: {name:?} is expected, not {opened:?}: {end:?}"))
    }

    fn login(&self, end: &End) -> Option<String> {
        let session = self.row("sso_session");
        let is_locked_out = Self::is_locked(session) && Self::text(session).as_deref() != Some("corp");
        let forbids = |row: &&Value| {
            let words = row["value"].as_array();
            row["setting"] == "forbid"
                && words.is_some_and(|words| words.iter().any(|word| word == "device-code"))
        };
        let is_forbidden = self.is_closed || self.rows.iter().any(|row| forbids(&row));
        let is_refused =
            is_locked_out || is_forbidden || !self.allows("portal_hosts", "d-9067000018.awsapps.com");
        let expected = if is_refused { 4 } else { 0 };
        (end.code != expected).then(|| format!("login: exit {expected} is expected: {end:?}"))
    }

    fn populate(&self, end: &End, written: &str) -> Option<String> {
        let session = self.row("sso_session");
        let mut is_refused = Self::is_locked(session) && Self::text(session).as_deref() != Some("corp");
        let mut said = |setting: &str| {
            let row = self.of_corp(setting);
            let flag = self.stack.populate.iter().find(|(_, known, _)| *known == setting);
            let flag = flag.map(|(_, _, value)| value.trim_start_matches("output=").to_owned());
            let set = Self::text(row).filter(|set| !set.is_empty());
            is_refused |= Self::is_locked(row) && flag.is_some() && flag != set;
            flag.or(set)
        };
        let [template, region, include, exclude, output] =
            ["template", "regions", "include", "exclude", "keys.output"].map(&mut said);
        let listed = [
            ("051234567822", "AWSPowerUserAccess"),
            ("111122223333", "AWSReadOnlyAccess"),
            ("111122223333", "AWSPowerUserAccess"),
            ("444455556666", "AWSReadOnlyAccess"),
        ];
        let is_of = |glob: &Option<String>, role: &str| {
            glob.as_deref().map(|glob| glob.trim_start_matches("*/") == role)
        };
        let wanted = listed.iter().filter(|(_, role)| {
            is_of(&include, role).unwrap_or(true) && !is_of(&exclude, role).unwrap_or(false)
        });
        let wanted: Vec<_> = wanted.collect();
        let is_outside = region.as_deref().is_some_and(|region| !self.allows("allowed_regions", region));
        is_refused |= is_outside && !wanted.is_empty();
        if is_refused {
            let is_so = end.code == 4 && written.is_empty();
            return (!is_so).then(|| format!("populate: exit 4 is expected: {end:?} {written}"));
        }
        let template = template.filter(|text| text != "{account}.{role}");
        for (id, role) in &wanted {
            let name = template.as_ref().map(|text| text.replace("{id}", id).replace("{role}", role));
            let key = |name: &str, value: &Option<String>| match value {
                Some(value) => format!("{name} = {value}\n"),
                None => String::new(),
            };
            let header = name.map(|name| format!("[profile {name}]\n")).unwrap_or_default();
            let role = format!("sso_account_id = {id}\nsso_role_name = {role}\n{}", key("region", &region));
            for part in [header, role, key("output", &output)] {
                if !written.contains(&part) {
                    return Some(format!("populate: {part:?} is expected: {end:?}\n{written}"));
                }
            }
        }
        let count = written.matches("[profile ").count();
        let is_right =
            end.code == 0 && count == wanted.len() && (region.is_some() || !written.contains("\nregion ="));
        (!is_right).then(|| format!("populate: {wanted:?} are expected: {end:?}\n{written}"))
    }

    fn is_console_refused(&self) -> bool {
        // A flag names the profile, so that no pin speaks.
        let region = self.variable("AWS_REGION").unwrap_or_else(|| "eu-west-1".to_owned());
        !self.allows("allowed_regions", &region)
    }

    /// Whether the role of all profiles is guarded by a question.
    fn asks(&self, guards_all: bool) -> bool {
        let ask = Self::text(self.row("guard.Dev*/*Power*.ask"));
        guards_all || ask.is_some_and(|ask| ask != "nothing")
    }

    /// Whether a command that takes its profile from the pin is refused.
    fn refuses_pin(&self) -> bool {
        self.lacks_pin && self.variable("AWS_PROFILE").is_none()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.stack.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }
}

/// A glob of one `*`.
fn matches(glob: &str, text: &str) -> bool {
    let (before, after) = glob.split_once('*').unwrap_or((glob, ""));
    text.starts_with(before) && text.ends_with(after) && text.len() >= before.len() + after.len()
}
