//! A company's policy as commands obey it: versions, regions, lengths, what is locked; and where to get help.
#![cfg(target_os = "linux")]

use crate::company::{machine, run};
use crate::home::{Home, Outcome};

const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n";
const OTHER: &str =
    "[sso-session other]\nsso_start_url = https://d-9067000019.awsapps.com/start\nsso_region = eu-west-1\n";
const PROFILE: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 051234567822\nsso_role_name = AWSPowerUserAccess\n\
    region = eu-west-1\n[profile far]\nsso_session = corp\nsso_account_id = 051234567822\n\
    sso_role_name = AWSPowerUserAccess\nregion = us-west-2\n";

/// A signed-in home on a machine with these rules; `None` where no namespace can be had.
fn signed_in(rules: &str) -> Option<Home> {
    let home = machine("format = 1\n").config(&format!("{SESSION}{PROFILE}"));
    let signed_in = run(&home, "login --sso-session corp --use-device-code --no-browser")?;
    assert_eq!(signed_in.code, Some(0), "{signed_in}");
    home.write(
        "etc/daypass/settings.toml",
        &format!("format = 1\nsupport = 'https://help.example.com'\n{rules}"),
    );
    Some(home)
}

fn of(home: &Home, words: &str) -> Outcome {
    run(home, words).expect("as before")
}

/// Each command line is refused with this sentence, the place of the rule and where to get help.
fn refused(home: &Home, said: &str, command_lines: &[&str]) {
    for words in command_lines {
        let outcome = of(home, words);
        assert_eq!(outcome.code, Some(4), "{outcome}");
        for part in [said, "set by   /etc/daypass/settings.toml:", "help     https://help.example.com"] {
            assert!(outcome.stderr.contains(part), "{part}: {outcome}");
        }
    }
}

fn allowed(home: &Home, command_lines: &[&str]) {
    for words in command_lines {
        let outcome = of(home, words);
        assert_eq!(outcome.code, Some(0), "{outcome}");
    }
}

#[test]
fn a_version_that_is_too_old_shows_what_is_wrong_and_signs_out() {
    let Some(home) = signed_in("[locked]\nminimum_version = '999.0.0'\n") else { return };
    refused(
        &home,
        "error: your company asks for daypass 999.0.0; this is ",
        &[
            "login",
            "accounts",
            "exec --profile dev -- true",
            "credentials --profile dev",
            "configure populate --plan",
        ],
    );
    allowed(&home, &["--version", "settings", "help", "sso logout"]);
    let doctor = of(&home, "doctor");
    assert!(doctor.stdout.contains("S605"), "{doctor}");
    // What is only recommended warns.
    let Some(home) = signed_in("minimum_version = '999.0.0'\n") else { return };
    let shown = of(&home, "accounts");
    assert_eq!(shown.code, Some(0), "{shown}");
    assert!(shown.stderr.contains("warning: your company asks for daypass 999.0.0"), "{shown}");
}

#[test]
fn a_region_that_is_not_allowed_is_neither_worked_in_nor_written() {
    let Some(home) = signed_in("[locked]\nallowed_regions = ['eu-*']\n") else { return };
    let before = home.read(".aws/config");
    refused(
        &home,
        "the region us-west-2 is not in `allowed_regions`",
        &[
            "exec --profile dev --region us-west-2 -- true",
            "exec --profile far -- true",
            "credentials --profile far --format env",
            "console --profile far --print",
            "whoami --profile far",
            "serve far",
            "exec --sso-session corp --account 051234567822 --role AWSPowerUserAccess --region us-west-2 -- true",
            "configure set region us-west-2 --profile dev",
            "configure populate --sso-session corp --region us-west-2 --yes",
        ],
    );
    assert_eq!(home.read(".aws/config"), before);
    allowed(
        &home,
        &[
            "exec --profile dev -- true",
            "exec --profile far --region eu-west-1 -- true",
            "configure set region eu-north-1 --profile far",
            "configure populate --sso-session corp --region eu-central-1 --yes",
        ],
    );
    // A variable is no way around, and one's own list only narrows.
    let home = home.set("AWS_REGION", "us-west-2");
    home.write(".config/daypass/settings.toml", "allowed_regions = ['*']\n");
    refused(&home, "the region us-west-2 is not in `allowed_regions`", &["exec --profile dev -- true"]);
    // `credential-process` hands out no region, cached or not.
    allowed(&home, &["credential-process --profile far"]);
}

#[test]
fn a_console_session_and_a_server_have_a_longest_time() {
    let Some(home) = signed_in("[locked]\nmax_console_duration = '1h'\nmax_serve_lifetime = '2h'\n") else {
        return;
    };
    refused(
        &home,
        "a console session lasts 1h at most here",
        &["console --profile dev --print --duration 90m", "console --profile dev --print --shortcut"],
    );
    allowed(&home, &["console --profile dev --print", "console --profile dev --print --duration 30m"]);
    for (words, most) in [("", "2 h"), (" --guard-passed 60", "1 m"), (" --guard-passed 99999", "2 h")] {
        // The process to wait for has ended long ago.
        let served = of(&home, &format!("serve dev --until-exit 4194300{words}"));
        assert!(served.stderr.contains(&format!("until Ctrl-C, {most} at most.")), "{served}");
    }
    home.write(".config/daypass/settings.toml", "max_console_duration = '12h'\nmax_serve_lifetime = '1h'\n");
    refused(&home, "1h at most", &["console --profile dev --print --duration 2h"]);
    let served = of(&home, "serve dev --until-exit 4194300");
    assert!(served.stderr.contains("until Ctrl-C, 1 h at most."), "one's own limit is stricter: {served}");
}

#[test]
fn no_flag_no_argument_and_no_broken_file_goes_before_what_is_locked() {
    let rules = "[locked]\nsso_session = 'corp'\ntemplate = '{id}.{role}'\nregions = ['eu-west-1']\ninclude = ['*/*Power*']\n\
        exclude = ['x']\nkeys = { output = 'json' }\nbrowser = '/bin/theirs'\n";
    let Some(home) = signed_in(rules) else { return };
    let home = home.config(&format!("{SESSION}{PROFILE}{OTHER}"));
    refused(
        &home,
        " is locked to ",
        &[
            "configure populate --yes --template {account}",
            "configure populate --yes --region us-east-1",
            "configure populate --yes --include *",
            "configure populate --yes --exclude y",
            "configure populate --yes --set output=text",
            "login --sso-session other",
            "login other",
            "accounts --sso-session other",
        ],
    );
    allowed(
        &home,
        &[
            "configure populate --plan --template {id}.{role} --region eu-west-1 --set output=json --set cli_pager=cat",
            "accounts --sso-session corp",
            "accounts",
        ],
    );
    // A mistake in one's own file leaves the company's browser and session in force.
    home.write(".config/daypass/settings.toml", "tempalte = 'x'\nsso_session = 'other'\n");
    let console = of(&home, "console --profile dev");
    assert!(console.stderr.contains("no browser could be started"), "{console}");
    home.write(
        "etc/daypass/settings.toml",
        "format = 1\nsupport = 'https://help.example.com'\n[locked]\nsso_session = 'corp'\n",
    );
    let signed_in = of(&home, "login");
    assert!(signed_in.stderr.contains("corp"), "{signed_in}");
}

#[test]
fn doctor_and_every_failure_say_where_the_rules_and_the_help_are() {
    let Some(home) = signed_in("future = 1\n[locked]\nregions = ['eu-west-1']\n") else { return };
    home.write(".config/daypass/settings.toml", "regions = ['us-east-1']\n");
    let doctor = of(&home, "doctor");
    for part in [
        "S602",
        "/etc/daypass/settings.toml:3",
        "there is no setting `future`",
        "S603",
        "~/.config/daypass/settings.toml:1",
        "`regions` is locked to eu-west-1 in /etc/daypass/settings.toml:5; us-east-1 does not apply",
    ] {
        assert!(doctor.stdout.contains(part), "{part}: {doctor}");
    }
    let failed = of(&home, "credentials --profile gone");
    assert!(failed.stderr.contains("help     https://help.example.com"), "{failed}");
    let failed = of(&home, "credentials --profile gone --output json");
    assert!(failed.stderr.contains("\"help\":\"https://help.example.com\""), "{failed}");
}
