//! The command lines that are tried: every subcommand, its common flags, names that are there and names that are not.

use super::{
    dice::Dice,
    spec::{Kind, Spec},
};

/// `P` stands for a profile, `S` for a session; a word that holds blanks is one word.
pub(crate) const LINES: &[&str] = &[
    "credentials --profile P",
    "credentials --profile P",
    "credentials --profile P --format env",
    "credentials --profile P --output json",
    "credentials",
    "credentials --account 111122223333 --role AWSReadOnlyAccess",
    "credential-process --profile P",
    "credential-process --profile P",
    "configure export-credentials --profile P",
    "exec --profile P -- /bin/sh -c exit",
    "exec --profile P -- /usr/bin/env",
    "exec -- /bin/true",
    "whoami --profile P",
    "whoami --profile P",
    "whoami",
    "whoami --all",
    "console --profile P --print",
    "token eks --cluster-name prod --profile P",
    "token rds --hostname db.example --port 5432 --username ada --region eu-west-1 --profile P",
    "token ecr --profile no-such-profile",
    "token codeartifact --domain d --profile no-such-profile",
    "docker-credential list",
    "status",
    "status --profile P --output json",
    "status --verify",
    "status --output json",
    "profiles",
    "profiles --output csv",
    "accounts",
    "accounts --sso-session S",
    "roles --sso-session S",
    "roles --profile P",
    "login --profile P --no-browser --use-device-code --timeout 1s",
    "login --sso-session S --no-browser --use-device-code --timeout 1s",
    "login --sso-session S --force --no-browser --use-device-code --timeout 1s --events ndjson",
    "login --no-browser --use-device-code --timeout 1s",
    "login --all --no-browser --use-device-code --timeout 1s",
    "login --sso-session S --timeout 2s",
    "login --profile P --timeout 2s",
    "login --sso-session S --force --timeout 2s",
    "login --profile P --console --no-browser --timeout 1s",
    "login --profile P --remote --timeout 1s",
    "login --wait --timeout 1s",
    "sso login --profile P --no-browser --use-device-code --timeout 1s",
    "logout",
    "logout --dry-run",
    "logout --sso-session S",
    "logout --all",
    "logout --profile P",
    "logout --profile P --revoke",
    "logout --all --revoke --output json",
    "sso logout",
    "doctor",
    "doctor --output json",
    "doctor --fix",
    "configure list-profiles",
    "configure sso-session --sso-session new --sso-start-url https://d-9067000018.awsapps.com/start --sso-region eu-west-1 --no-input",
    "configure sso-session --sso-session S --no-input",
    "configure sso --profile new --sso-session S --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess --region eu-west-1 --output json --use-device-code --no-browser --no-input",
    "configure sso --profile P --use-device-code --no-browser --no-input",
    "configure populate --sso-session S --plan",
    "configure populate --sso-session S --yes",
    "configure populate --plan",
    "import",
    "import aws-cli-legacy --yes",
    "import aws-vault --yes",
    "import --undo --yes",
    "settings",
    "lease list",
    "lease new --profile P --host build1",
    "lease end --all",
    "lend --profile P -- /bin/true",
    "pin",
    "vault status",
    "vault on --key no-such-program --yes",
    "vault off --yes",
    "vault rekey --yes",
    "prompt",
    "complete-names profile",
    "complete-names session c",
    "init bash",
    "init zsh --install --yes",
    "init zsh --uninstall --plan",
    "completions zsh",
    "use P",
    "serve P --no-such-flag",
];

/// The command lines that ask questions on a terminal.
const ASKING: &[&str] = &[
    "login",
    "login --no-browser",
    "logout",
    "whoami",
    "credentials",
    "exec -- /bin/true",
    "console --print",
    "accounts",
    "roles",
    "use",
    "configure sso",
    "configure sso --profile P",
    "configure sso-session",
    "configure populate",
    "serve",
];

/// Chooses command lines for a home.
pub(super) fn some(dice: &mut Dice, spec: &Spec) -> Vec<Vec<String>> {
    let count = dice.pick(&[1, 2, 3, 4]);
    let mut lines: Vec<_> = (0..count).map(|_| line(dice, spec, LINES)).collect();
    if spec.terminal && dice.percent(70) {
        lines.insert(0, line(dice, spec, ASKING));
    }
    lines
}

fn line(dice: &mut Dice, spec: &Spec, lines: &[&'static str]) -> Vec<String> {
    let profile = |dice: &mut Dice| match spec.profiles.get(dice.below(spec.profiles.len())) {
        Some(profile) if dice.percent(93) => profile.name.clone(),
        _ => "nobody".to_owned(),
    };
    let session = |dice: &mut Dice| match spec.sessions.get(dice.below(spec.sessions.len())) {
        Some(session) if dice.percent(93) => session.name.clone(),
        _ => "nowhere".to_owned(),
    };
    let words: Vec<&str> = dice.pick(lines).split(' ').collect();
    let mut line: Vec<String> = Vec::new();
    for word in words {
        match word {
            "P" => line.push(profile(dice)),
            "S" => line.push(session(dice)),
            // An equals sign keeps a name that begins with a dash from being a flag.
            "--profile" | "--sso-session" if dice.percent(50) => line.push(format!("{word}=")),
            word => line.push(word.to_owned()),
        }
    }
    joined(line)
}

/// `--profile=` and the word behind it are one.
fn joined(line: Vec<String>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line {
        match words.last_mut() {
            Some(last) if last.ends_with('=') && last.starts_with("--") => last.push_str(&word),
            _ => words.push(word),
        }
    }
    words
}

/// Returns the value of an option, written `--option value` or `--option=value`.
pub(super) fn option<'a>(words: &'a [String], name: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let mut before = words.iter().take(at);
    while let Some(word) = before.next() {
        if word == name {
            return before.next().map(String::as_str);
        }
        if let Some(value) = word.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value);
        }
    }
    None
}

/// Returns the profiles that name an sso-session.
pub(super) fn of_session<'a>(spec: &'a Spec, session: &'a str) -> impl Iterator<Item = &'a str> {
    spec.profiles.iter().filter_map(move |profile| match &profile.kind {
        Kind::Sso { session: name, .. } if name == session => Some(profile.name.as_str()),
        _ => None,
    })
}
