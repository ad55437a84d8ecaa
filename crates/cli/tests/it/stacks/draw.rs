//! A stack of files, flags and variables, drawn by chance.

use std::fmt::Write as _;

/// Numbers by chance (splitmix64): equal seeds draw equal stacks.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of these, in one of `rarity` cases.
    fn maybe<'a>(&mut self, rarity: u64, among: &[&'a str]) -> Option<&'a str> {
        let is_drawn = self.next().is_multiple_of(rarity);
        let at = usize::try_from(self.next()).unwrap_or_default() % among.len();
        is_drawn.then(|| among.get(at).copied()).flatten()
    }
}

/// Everything that speaks in one case.
#[derive(Debug, Default, Clone)]
pub(super) struct Stack {
    /// The files, below the home, with their text.
    pub(super) files: Vec<(String, String)>,
    /// Variables.
    pub(super) variables: Vec<(&'static str, String)>,
    /// Flags of `configure populate`, and the setting each speaks of.
    pub(super) populate: Vec<(&'static str, &'static str, String)>,
    /// The flag `--sso-session` of `accounts`.
    pub(super) session: Option<String>,
    /// The flag `--region` of `exec`.
    pub(super) region: Option<String>,
    /// What the last company file that locks it says, by setting.
    pub(super) locked: Vec<(&'static str, String)>,
}

const REGIONS: [&str; 3] = ["eu-west-1", "us-east-1", "eu-north-1"];
const TEMPLATES: [&str; 3] = ["{id}.{role}.t0", "{id}.{role}.t1", "{id}.{role}.t2"];
const ROLES: [&str; 2] = ["*/AWSPowerUserAccess", "*/AWSReadOnlyAccess"];
const SESSIONS: [&str; 2] = ["corp", "other"];
const BROWSERS: [&str; 3] = ["b0", "b1", "b2"];
const TIMES: [&str; 3] = ["1h", "2h", "3h"];

/// What one part of a file says, as TOML below a table. `is_handed_out` leaves out what an import cannot hold.
fn part(
    dice: &mut Dice,
    table: &str,
    home: &str,
    is_handed_out: bool,
) -> (String, Vec<(&'static str, String)>) {
    let mut said = Vec::new();
    let mut text = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
    let dot = if table.is_empty() { String::new() } else { format!("{table}.") };
    let mut texts = |text: &mut String, name: &'static str, drawn: Option<String>| {
        if let Some(value) = drawn {
            let _ = writeln!(text, "{name} = '{value}'");
            said.push((name, value));
        }
    };
    texts(&mut text, "template", dice.maybe(4, &TEMPLATES).map(str::to_owned));
    texts(&mut text, "sso_session", dice.maybe(5, &SESSIONS).map(str::to_owned));
    texts(&mut text, "max_console_duration", dice.maybe(5, &TIMES).map(str::to_owned));
    if !is_handed_out {
        texts(&mut text, "browser", dice.maybe(4, &BROWSERS).map(|name| format!("{home}/{name}")));
    }
    let mut lists = |text: &mut String, name: &'static str, drawn: Option<&str>| {
        if let Some(value) = drawn {
            let _ = writeln!(text, "{name} = ['{value}']");
            said.push((name, value.to_owned()));
        }
    };
    lists(&mut text, "regions", dice.maybe(4, &REGIONS));
    lists(&mut text, "include", dice.maybe(6, &ROLES));
    lists(&mut text, "exclude", dice.maybe(8, &ROLES));
    for (name, rarity, among) in [
        ("forbid", 12, &["device-code", "no-verify-ssl"][..]),
        ("portal_hosts", 12, &["*.awsapps.com", "d-9067000018.*", "*.example.com"]),
        ("allowed_regions", 8, &["eu-*", "*-1", "us-*"]),
    ] {
        if let Some(value) = dice.maybe(rarity, among) {
            let _ = writeln!(text, "{name} = ['{value}']");
        }
    }
    if let Some(output) = dice.maybe(4, &["json", "text"]) {
        let _ = writeln!(text, "keys = {{ output = '{output}' }}");
    }
    if let Some(region) = dice.maybe(5, &REGIONS) {
        let _ = writeln!(text, "[{dot}sso-session.corp]\nregions = ['{region}']");
        if let Some(browser) = dice.maybe(3, &BROWSERS).filter(|_| !is_handed_out) {
            let _ = writeln!(text, "browser = '{home}/{browser}'");
        }
    }
    if let Some(browser) = dice.maybe(6, &BROWSERS).filter(|_| !is_handed_out) {
        let _ = writeln!(text, "[{dot}account.051234567822]\nbrowser = '{home}/{browser}'");
    }
    if let Some(ask) = dice.maybe(10, &["nothing", "yes", "name"]) {
        let _ = writeln!(text, "[{dot}guard.'Dev*/*Power*']\nask = '{ask}'");
    }
    (text, said)
}

impl Stack {
    /// Draws a stack for this home.
    pub(super) fn draw(dice: &mut Dice, home: &str) -> Self {
        let mut stack = Self::default();
        let drop_in = dice.maybe(3, &["etc/daypass/settings.d/10-team.toml"]);
        for name in Some("etc/daypass/settings.toml").into_iter().chain(drop_in) {
            let (recommended, _) = part(dice, "", home, false);
            let (locked, said) = part(dice, "locked", home, false);
            stack.files.push((name.to_owned(), format!("format = 1\n{recommended}{locked}")));
            stack.locked.retain(|(known, _)| said.iter().all(|(name, _)| name != known));
            stack.locked.extend(said);
        }
        if dice.maybe(2, &[""]).is_some() {
            let text = format!("format = 1\n{}", part(dice, "", home, true).0);
            stack.files.push((".config/daypass/imported.toml".to_owned(), text));
        }
        stack.files.push((".config/daypass/settings.toml".to_owned(), part(dice, "", home, false).0));
        let pin = dice.maybe(4, &["sso_session = 'corp'", "sso_session = 'other'", "profile = 'far'"]);
        if let Some(pin) = pin {
            let region = dice.maybe(2, &REGIONS).map(|region| format!("region = '{region}'\n"));
            let text = format!("{pin}\n{}", region.unwrap_or_default());
            stack.files.push(("work/.daypass.toml".to_owned(), text));
        }
        let mut variable =
            |name, drawn: Option<String>| stack.variables.extend(drawn.map(|value| (name, value)));
        // Without one, the system's would be waited for.
        variable("BROWSER", dice.maybe(1, &BROWSERS).map(|name| format!("{home}/{name}")));
        variable("AWS_REGION", dice.maybe(4, &REGIONS).map(str::to_owned));
        variable("AWS_PROFILE", dice.maybe(4, &["dev", "far"]).map(str::to_owned));
        for (flag, setting, drawn) in [
            ("--template", "template", dice.maybe(6, &TEMPLATES).map(str::to_owned)),
            ("--region", "regions", dice.maybe(6, &REGIONS).map(str::to_owned)),
            ("--include", "include", dice.maybe(8, &ROLES).map(str::to_owned)),
            ("--exclude", "exclude", dice.maybe(12, &ROLES).map(str::to_owned)),
            ("--set", "keys.output", dice.maybe(6, &["output=json", "output=text"]).map(str::to_owned)),
        ] {
            stack.populate.extend(drawn.map(|value| (flag, setting, value)));
        }
        stack.session = dice.maybe(4, &SESSIONS).map(str::to_owned);
        stack.region = dice.maybe(5, &REGIONS).map(str::to_owned);
        stack
    }
}
