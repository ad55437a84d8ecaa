//! Every command, with hostile names in the config, in the environment and among its arguments: no character comes out
//! that a terminal obeys (T12).

use super::super::{
    attack::{Attack, Kind, Lawful, Verdict, through},
    victim::{Victim, VictimHome},
    weak::Weakness,
};
use crate::{clean, explore::commands};

/// Writes the clipboard, clears the screen; C1; right-to-left; no width; a title; a line of its own.
const NAME: &str = "c\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{2028}x";

pub(super) fn kinds() -> Vec<Kind> {
    let lines = || {
        let mut lines = commands::LINES.to_vec();
        lines.dedup();
        lines.into_iter().chain(MORE.iter().copied())
    };
    let kind = |name, lines: Vec<&'static str>, play: fn(Victim, &str) -> Verdict| Kind {
        name,
        attacks: lines
            .into_iter()
            .map(|line| Attack::new(case(line), Weakness::RepeatsWords, move |victim| play(victim, line)))
            .collect(),
        lawful: vec![Lawful::twin(Weakness::RepeatsWords, |victim| in_arguments(victim, "status"))],
    };
    let is_told = |line: &&str| line.split(' ').any(|word| ["P", "S", "X", "--X"].contains(&word));
    vec![
        kind("escapes in the config", lines().collect(), in_config),
        kind("escapes in the environment", lines().collect(), in_environment),
        kind("escapes in arguments", lines().filter(is_told).collect(), in_arguments),
    ]
}

/// The line, with the case whose command it is.
fn case(line: &str) -> String {
    match line {
        "login --sso-session S --timeout 2s" => format!("T12-01 {line}"),
        "accounts --sso-session S" => format!("T12-02 {line}"),
        line => line.to_owned(),
    }
}

/// What the lists of explore leave out.
const MORE: &[&str] = &[
    "profiles --output json",
    "profiles --output text",
    "profiles --output table",
    "accounts --sso-session S --output csv",
    "roles --sso-session S --account X",
    "whoami --all --output csv",
    "doctor --bundle",
    "settings --output csv",
    "credentials --profile P --output json",
    "login X",
    "use X",
    "pin X",
    "settings import X",
    "trust X",
    "untrust X",
    "X",
    "--X",
    "logout --sso-session S --dry-run",
    "configure sso-session --sso-session X --no-input",
    "configure list",
    "configure list --profile P",
    "configure get X",
    "configure get region --profile P",
    "configure set X value",
    "configure set output X --profile P",
    "eject --plan",
    "import --plan",
    "sso list-accounts --access-token X --region eu-west-1",
    "sso list-account-roles --access-token X --account-id X --region eu-west-1",
    "sso get-role-credentials --access-token X --account-id X --role-name X --region eu-west-1",
    "lease list --all",
    "lease list --output csv",
    "lease new --profile P --host X --note X",
    "lease show X",
    "lease end X",
    "lease log X",
    "lease file X X",
    "lend --profile P --note X -- X",
    "ssh --profile P X -- X",
    "ssh --lease X X",
    "relay --tcp X --port 0",
    "relay --socket X -- X",
    "man",
];

fn words(line: &str, profile: &str, session: &str) -> Vec<String> {
    line.split(' ')
        .map(|word| match word {
            "P" => profile.to_owned(),
            "S" => session.to_owned(),
            "X" => NAME.to_owned(),
            "--X" => format!("--{NAME}"),
            word => word.to_owned(),
        })
        .collect()
}

fn in_config(victim: Victim, line: &str) -> Verdict {
    let scene = VictimHome::signed_in(false)?;
    scene.write(
        ".aws/config",
        &format!(
            "[sso-session {NAME}]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
             sso_registration_scopes = sso:account:access\n\
             [profile {NAME}]\nsso_session = {NAME}\nsso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\n\
             region = {NAME}\noutput = {NAME}\n\
             [profile second]\nsso_session = {NAME}-nowhere\nsso_account_id = {NAME}\nsso_role_name = {NAME}\n\
             [profile third]\nsource_profile = {NAME}-nobody\nrole_arn = {NAME}\nmfa_serial = {NAME}\n\
             [default]\ncredential_source = {NAME}\nendpoint_url = {NAME}\nca_bundle = {NAME}\nservices = {NAME}\n"
        ),
    )?;
    for profile in [NAME, "second", "third"] {
        judged(victim, &scene, line, profile, NAME)?;
        if !line.contains(" P") {
            break;
        }
    }
    Ok(())
}

fn in_environment(victim: Victim, line: &str) -> Verdict {
    for names in [
        &["AWS_PROFILE", "DAYPASS_EXEC", "AWS_PAGER"][..],
        &["AWS_REGION", "AWS_DEFAULT_REGION", "BROWSER", "TERM"],
        &["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_CA_BUNDLE", "NO_PROXY"],
        &["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"],
    ] {
        let mut scene = VictimHome::signed_in(false)?;
        for name in names {
            scene = scene.set(*name, NAME);
        }
        judged(victim, &scene, line, "p", "corp")?;
    }
    Ok(())
}

fn in_arguments(victim: Victim, line: &str) -> Verdict {
    let scene = VictimHome::signed_in(false)?;
    judged(victim, &scene, line, NAME, NAME)
}

fn judged(victim: Victim, scene: &VictimHome, line: &str, profile: &str, session: &str) -> Verdict {
    let words = words(line, profile, session);
    let seen = victim.run(scene, &words.iter().map(String::as_str).collect::<Vec<_>>())?;
    seen.ended()?;
    // Scripts for shells are the program's own words.
    let has_tabs =
        ["text", "init", "completions", "man"].iter().any(|word| line.split(' ').any(|part| part == *word));
    // What a command of the person's says on standard output is that command's.
    let stdout = if line.starts_with("exec ") { "" } else { &seen.stdout };
    judge(stdout, &seen.stderr, if has_tabs { "\t" } else { "" }).map_err(|failure| failure.with(&seen))
}

/// The rule.
fn judge(stdout: &str, stderr: &str, layout: &str) -> Verdict {
    for (name, text, layout) in [("standard output", stdout, layout), ("standard error", stderr, "")] {
        if let Some(c) = clean::foreign(text, layout) {
            return through(format!("U+{:04X} on {name}", c as u32));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{MORE, commands};
    use xtask::places;

    #[test]
    fn every_command_is_tried() {
        let reference =
            std::fs::read_to_string(places::root().join("docs/cli-reference.md")).expect("a page");
        let named = reference.lines().filter_map(|line| line.strip_prefix("## daypass "));
        // What only groups others does nothing but print its help.
        let all: Vec<_> = named.filter(|name| !["configure", "sso"].contains(name)).collect();
        assert!(all.len() > 30, "{all:?}");
        for name in all {
            let mut lines = commands::LINES.iter().chain(MORE);
            let is_tried = lines.any(|line| *line == name || line.starts_with(&format!("{name} ")));
            assert!(is_tried, "{name} is not among the lines");
        }
    }
}
