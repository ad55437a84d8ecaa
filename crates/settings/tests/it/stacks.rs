//! Random stacks of all files at once: a company's, an imported one, a person's, a folder's pin. What the rows show is what each
//! command gets, for all and for one session, and nothing goes before what is locked. `crates/cli/tests/it/stacks` does the
//! same with commands.

use daypass_guard::{Ask, Guard, GuardTarget};
use daypass_settings::{CompanyFile, SettingRow, UserSettings};
use proptest::{collection::vec, option, prelude::*};

/// What one part of a file says: template, regions, default session, and what a guard asks.
#[derive(Debug, Clone, Default)]
struct Says {
    template: Option<u8>,
    regions: Option<u8>,
    session: Option<u8>,
    ask: Option<usize>,
    /// Regions for one session.
    of_corp: Option<u8>,
}

fn says() -> impl Strategy<Value = Says> {
    let value = || option::of(0..3u8);
    let parts = (value(), value(), value(), option::of(0..3usize), value());
    parts.prop_map(|(template, regions, session, ask, of_corp)| Says {
        template,
        regions,
        session,
        ask,
        of_corp,
    })
}

impl Says {
    fn toml(&self, table: &str) -> String {
        let mut text = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
        let mut line = |line: Option<String>| text.push_str(&line.unwrap_or_default());
        line(self.template.map(|value| format!("template = '{{id}}.{value}'\n")));
        line(self.regions.map(|value| format!("regions = ['eu-west-{value}']\n")));
        line(self.session.map(|value| format!("sso_session = 's{value}'\n")));
        let dot = if table.is_empty() { String::new() } else { format!("{table}.") };
        line(self.of_corp.map(|value| format!("[{dot}sso-session.corp]\nregions = ['us-east-{value}']\n")));
        let word = |ask: usize| Ask::WORDS.get(ask).copied().unwrap_or_default();
        line(self.ask.map(|ask| format!("[{dot}guard.'prod*']\nask = '{}'\n", word(ask))));
        text
    }
}

fn shown(rows: &[SettingRow], name: &str) -> String {
    rows.iter().find(|row| row.setting == name).map(|row| row.value.shown()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn what_is_shown_is_what_is_done(
        files in vec((says(), says()), 0..3),
        imported in option::of(says()),
        person in says(),
        pinned in option::of(0..3u8),
    ) {
        let company = files.iter().enumerate().map(|(index, (recommended, locked))| {
            let text = format!("format = 1\n{}{}", recommended.toml(""), locked.toml("locked"));
            CompanyFile { name: format!("{index}.toml"), text: Ok(text) }
        });
        let mut settings = UserSettings::parse(&person.toml("")).expect("right");
        if let Some(imported) = &imported {
            let text = format!("format = 1\n{}", imported.toml(""));
            settings = settings.with_imported("imported.toml", &text).expect("right");
        }
        if let Some(pinned) = pinned {
            let session = format!("s{pinned}");
            settings = settings.with_folder("pin", [("sso_session", session.as_str(), 1)]);
        }
        let settings = settings.with_company(company);
        let rows = settings.rows(|_| None);
        // Each command asks its own question; the table has one answer.
        let built_in = |text: Option<&str>| text.unwrap_or_default().to_owned();
        if settings.template("corp").is_some() {
            prop_assert_eq!(shown(&rows, "template"), built_in(settings.template("corp")));
        }
        prop_assert_eq!(shown(&rows, "regions"), settings.regions("other").join(", "));
        let of_corp = ["sso-session.corp.regions", "regions"].into_iter().find(|name| {
            rows.iter().any(|row| row.setting == *name)
        });
        prop_assert_eq!(shown(&rows, of_corp.unwrap_or_default()), settings.regions("corp").join(", "));
        prop_assert_eq!(shown(&rows, "sso_session"), built_in(settings.sso_session().map(|(name, _)| name)));
        let rules = settings.guard_rules(|_| String::new());
        let mut target = GuardTarget::default();
        target.account = Some("111122223333".to_owned());
        target.names = vec!["prod-shop".to_owned()];
        let asks = Guard::of(&rules, &target).map(|guard| guard.ask);
        let word = shown(&rows, "guard.prod*.ask");
        // Two files that lock one setting to two values leave unknown what they guard; `settings` warns of it.
        let is_closed = settings.company_problems().iter().any(|found| found.hides_guards);
        let least = if is_closed { Ask::Yes } else { Ask::Nothing };
        prop_assert_eq!(asks.unwrap_or_default(), Ask::parse(&word).unwrap_or_default().max(least));
        // What is locked wins, and of a guard nothing is looser than what is locked.
        let locked = |part: fn(&Says) -> Option<u8>| files.iter().rev().find_map(|(_, locked)| part(locked));
        if let Some(value) = locked(|says| says.template) {
            prop_assert_eq!(settings.template("corp").map(str::to_owned), Some(format!("{{id}}.{value}")));
        }
        if let Some(value) = locked(|says| says.regions) {
            prop_assert_eq!(settings.regions("other"), [format!("eu-west-{value}")]);
        }
        if let Some(value) = locked(|says| says.session) {
            prop_assert_eq!(settings.sso_session().map(|(name, _)| name.to_owned()), Some(format!("s{value}")));
        } else if let Some(value) = pinned.or(person.session) {
            prop_assert_eq!(settings.sso_session().map(|(name, _)| name.to_owned()), Some(format!("s{value}")));
        }
        let strictest = files.iter().filter_map(|(_, locked)| locked.ask).max();
        let of_locked = strictest.and_then(|ask| Ask::WORDS.get(ask).and_then(|word| Ask::parse(word)));
        prop_assert!(asks.unwrap_or_default() >= of_locked.unwrap_or_default());
    }
}
