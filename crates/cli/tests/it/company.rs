//! A company's settings in `/etc/daypass`: seen by the program as on a machine of that company, in a mount namespace of the
//! test's own. Only root can make one; elsewhere the tests say that they are skipped.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "a skip is said")]

use crate::home::{Home, Outcome};
use daypass_simulator::{AutoApprove, World};
use std::{fs, os::unix::fs::PermissionsExt as _};

const SESSION: &str =
    "[sso-session.corp]\nstart_url = 'https://d-9067000018.awsapps.com/start#'\nregion = 'eu-west-1'\n";

/// A home on a machine whose `/etc` has this file.
pub(crate) fn machine(settings: &str) -> Home {
    let home = Home::with(World::demo());
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home.write("etc/daypass/settings.toml", settings);
    let folder = home.path().join("etc/daypass");
    for path in [home.path().join("etc"), folder.clone(), folder.join("settings.toml")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    home
}

/// daypass there; `None` where no namespace can be had.
pub(crate) fn run(home: &Home, words: &str) -> Option<Outcome> {
    let script = "mount -t overlay overlay -o lowerdir=\"$0\":/etc /etc && exec \"$@\"";
    let program = home.command(words);
    let mut command = home.other("unshare");
    command.args(["-m", "sh", "-c", script]).arg(home.path().join("etc")).arg(program.get_program());
    command.args(program.get_args());
    command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let outcome = home.finish(words, command);
    if outcome.stderr.starts_with("unshare:") || outcome.stderr.starts_with("mount:") {
        println!("skipped: only root has a namespace with another /etc");
        return None;
    }
    Some(outcome)
}

/// A colleague's first hour on a machine that came with a file of the company's and nothing else.
#[test]
fn a_bare_machine_of_a_company_signs_in() {
    let home = machine(&format!("format = 1\nsupport = 'https://help.example.com'\n{SESSION}"));
    let Some(outcome) = run(&home, "login --use-device-code --no-browser") else { return };
    assert_eq!(outcome.code, Some(0), "{outcome}");
    assert!(
        outcome.stderr.contains("Wrote the session corp of your organisation to ~/.aws/config."),
        "{outcome}"
    );
    insta::assert_snapshot!(home.read(".aws/config"), @"
    [sso-session corp]
    sso_start_url = https://d-9067000018.awsapps.com/start#
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ");
    // Once is enough, and what stands there stays.
    let again = run(&home, "login").expect("as before");
    assert!(!again.stderr.contains("of your organisation"), "{again}");
}

#[test]
fn policy_refuses_with_its_place_and_obeys_when_the_file_is_changed() {
    let policy = "format = 1\nsupport = 'https://help.example.com'\n[locked]\nforbid = ['device-code']\nportal_hosts = ['d-9067000018.*']\n";
    let home = machine(&format!("{policy}{}", SESSION.replace("[sso-session", "[locked.sso-session")));
    let Some(outcome) = run(&home, "login --use-device-code --no-browser") else { return };
    insta::assert_snapshot!(outcome, @"
    $ daypass login --use-device-code --no-browser
    [stderr]
    Wrote the session corp of your organisation to ~/.aws/config.
    error: a sign-in with a device code is forbidden here
      set by   /etc/daypass/settings.toml:4
      help     https://help.example.com
    [exit 4]
    ");
    let foreign =
        run(&home, "login https://d-9067000019.awsapps.com/start --sso-region eu-west-1").expect("as before");
    insta::assert_snapshot!(foreign, @"
    $ daypass login https://d-9067000019.awsapps.com/start --sso-region eu-west-1
    [stderr]
    error: signing in to https://d-9067000019.awsapps.com/start is not allowed: its host is not in `portal_hosts`
      set by   /etc/daypass/settings.toml:5
      help     https://help.example.com
    [exit 4]
    ");
    let unverified = run(&home, "login --no-verify-ssl --no-browser --timeout 1s").expect("as before");
    assert_eq!(unverified.code, Some(7), "that is not forbidden: {unverified}");
    home.write("etc/daypass/settings.toml", &format!("format = 1\n{SESSION}"));
    let allowed = run(&home, "login --use-device-code --no-browser").expect("as before");
    assert_eq!(allowed.code, Some(0), "{allowed}");
}

#[test]
fn endpoints_http_and_unverified_tls_can_be_forbidden() {
    for (forbidden, words, said) in [
        (
            "endpoint-override",
            "login --use-device-code",
            "may not be called: /etc/daypass/settings.toml:3 forbids it",
        ),
        (
            "plain-http",
            "login --use-device-code",
            "may not be called: /etc/daypass/settings.toml:3 forbids it",
        ),
        ("no-verify-ssl", "login --no-verify-ssl --use-device-code", "--no-verify-ssl is forbidden here"),
    ] {
        let home = machine(&format!(
            "format = 1\n[locked]\nforbid = ['{forbidden}']\n{}",
            SESSION.replace("[sso", "[locked.sso")
        ));
        let Some(outcome) = run(&home, words) else { return };
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(
            outcome.stderr.contains(said) && outcome.stderr.contains("/etc/daypass/settings.toml:3"),
            "{outcome}"
        );
        // Nothing that is in one's own file or environment changes that.
        home.write(
            ".config/daypass/settings.toml",
            "forbid = []\nallowed_endpoints = ['127.0.0.1', 'localhost']\n",
        );
        assert_eq!(run(&home, words).expect("as before").code, Some(4));
    }
}

#[test]
fn a_file_that_is_broken_or_not_roots_forbids_everything_and_stops_nothing_else() {
    let home = machine("format = 1\n[locked]\nfuture = 'yes'\n");
    let Some(shown) = run(&home, "settings") else { return };
    assert_eq!(shown.code, Some(0), "{shown}");
    assert!(
        shown.stderr.contains("/etc/daypass/settings.toml:3: there is no setting `future`")
            && shown.stderr.contains("; everything that can be forbidden is, until it is fixed"),
        "{shown}"
    );
    fs::set_permissions(home.path().join("etc/daypass/settings.toml"), fs::Permissions::from_mode(0o666))
        .expect("a mode");
    let shown = run(&home, "settings").expect("as before");
    assert!(shown.stderr.contains("others can write"), "{shown}");
    assert_eq!(run(&home, "status").expect("as before").code, Some(0));
}

#[test]
fn settings_shows_levels() {
    let home = machine("format = 1\nbrowser = 'recommended'\n[locked]\nregions = ['eu-west-1']\n");
    home.write(".config/daypass/settings.toml", "browser = 'mine'\nregions = ['us-east-1']\n");
    let Some(outcome) = run(&home, "settings") else { return };
    insta::assert_snapshot!(outcome, @"
    $ daypass settings
    SETTING                VALUE              FROM                                    OUTVOTED
    sso_session                               built in
    browser                mine               ~/.config/daypass/settings.toml:1       recommended (/etc/daypass/settings.toml:2)
    template               {account}.{role}   built in
    regions                eu-west-1          /etc/daypass/settings.toml:4 (locked)   us-east-1 (~/.config/daypass/settings.toml:2)
    include                                   built in
    exclude                                   built in
    keys                                      built in
    allowed_endpoints                         built in
    forbid                                    built in
    portal_hosts                              built in
    allowed_regions                           built in
    max_console_duration                      built in
    max_serve_lifetime                        built in
    [exit 0]
    ");
}

/// A script of a shell there.
fn script(home: &Home, script: &str) -> Option<String> {
    let folder =
        std::path::Path::new(env!("CARGO_BIN_EXE_daypass")).parent().expect("a folder").display().to_string();
    let mount = "mount -t overlay overlay -o lowerdir=\"$0\":/etc /etc && exec bash -c \"$1\"";
    let mut command = home.other("unshare");
    command.args(["-m", "sh", "-c", mount]).arg(home.path().join("etc")).arg(script);
    command.envs(home.command("status").get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("PATH", format!("{folder}:/usr/bin:/bin"));
    let outcome = home.finish("a script", command);
    let is_none = outcome.stderr.starts_with("unshare:") || outcome.stderr.starts_with("mount:");
    (!is_none).then(|| format!("{}{}", outcome.stdout, outcome.stderr))
}

/// A rollout: an image with a managed file and no `~/.aws`. A colleague signs in, gets profiles under the company's names, uses
/// one; then the company guards production and forbids codes, and the next command obeys.
#[test]
fn a_rollout_from_a_bare_image_to_a_changed_rule() {
    let rules = "format = 1\nsupport = 'https://help.example.com'\ntemplate = '{account|lower}.{role}'\nregions = ['eu-west-1']\n";
    let home = machine(&format!("{rules}{SESSION}"));
    let Some(outcome) = run(&home, "login --use-device-code --no-browser") else { return };
    assert_eq!(outcome.code, Some(0), "{outcome}");
    assert_eq!(run(&home, "configure populate --yes").expect("as before").code, Some(0));
    // What `aws s3 ls` gets: the profile of the shell, in its region, with keys.
    let used = "eval \"$(daypass init bash)\"\ndaypass use production.AWSPowerUserAccess\necho \"$AWS_PROFILE\"\n\
        daypass exec -- sh -c 'echo \"$AWS_REGION ${AWS_ACCESS_KEY_ID%${AWS_ACCESS_KEY_ID#????}}\"'";
    let shown = script(&home, used).expect("as before");
    assert_eq!(shown, "production.AWSPowerUserAccess\neu-west-1 ASIA\n");
    let guard = "[locked]\nforbid = ['device-code']\n[locked.guard.'prod*/*Power*']\nask = 'name'\n";
    home.write("etc/daypass/settings.toml", &format!("{rules}{SESSION}{guard}"));
    let shown = script(&home, used).expect("as before");
    assert!(
        shown.contains(
            "Production (111122223333) AWSPowerUserAccess is guarded: there is no terminal to ask on"
        ) && shown.contains("https://help.example.com"),
        "{shown}"
    );
    // Nothing of one's own loosens it.
    home.write(".config/daypass/settings.toml", "[guard.'prod*/*Power*']\nask = 'nothing'\n");
    assert!(script(&home, used).expect("as before").contains("is guarded"));
    let code = run(&home, "login --use-device-code --no-browser --force").expect("as before");
    assert!(
        code.code == Some(4) && code.stderr.contains("a sign-in with a device code is forbidden here"),
        "{code}"
    );
}
