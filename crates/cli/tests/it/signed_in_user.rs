//! The name of the user after a sign-in, and the warning if another user signed in last time.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};
use daypass_testkit::{terminal, world::CORP_CONFIG};

const LOGIN: &str = "login --sso-session corp --force --use-device-code --no-browser";

/// What a person at a terminal sees.
fn seen(home: &Home) -> String {
    let session = terminal::open(home.command(LOGIN)).expect("a pseudo-terminal");
    let (code, shown) = terminal::ended(session);
    assert_eq!(code, 0, "{shown}");
    shown
}

#[test]
fn who_has_signed_in_is_said_and_another_is_warned_of() {
    let home = Home::with(World::demo()).config(CORP_CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    for _ in 0..2 {
        let shown = seen(&home);
        assert!(shown.contains("You are") && shown.contains("testuser@example.com"), "{shown}");
        assert!(!shown.contains("last sign-in"), "{shown}");
    }
    // The SHA-1 of the session's name.
    let file = ".local/state/daypass/users/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    let known = home.read(file);
    assert!(known.contains("testuser@example.com"), "{known}");
    home.write(file, &known.replace("testuser@", "mallory@"));
    let shown = seen(&home);
    // Lines end between words.
    let whole = shown.replace("\r\n", " ");
    assert!(whole.contains("at the last sign-in it was mallory@example.com"), "{shown}");
    assert!(!seen(&home).contains("last sign-in"), "it is known now");
    // Another portal has other people.
    home.write(file, &known.replace("testuser@", "mallory@").replace("d-9067000018", "d-1111111111"));
    assert!(!seen(&home).contains("last sign-in"));
    assert!(!home.path().join(".aws/cli/cache").exists(), "the keys are forgotten");
}

/// Where nobody watches, by `configure sso`, and for a session that no profile uses, by a role of the listing.
#[test]
fn every_way_to_sign_in_says_who() {
    const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
        sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n";
    const WIZARD: &str = "configure sso --profile q --sso-session corp --sso-account-id 051234567822 \
        --sso-role-name AWSPowerUserAccess --use-device-code --no-browser --no-input --timeout 60s";
    const FILE: &str = ".local/state/daypass/users/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    for (config, line) in [(CORP_CONFIG, LOGIN), (SESSION, LOGIN), (SESSION, WIZARD)] {
        let home = Home::with(World::demo()).config(config);
        home.server().world().lock().set_auto_approve(AutoApprove::Allow);
        let outcome = home.run(line).ok();
        assert!(outcome.stderr.contains("You are testuser@example.com.\n"), "{outcome}");
        assert!(!home.path().join(".aws/cli/cache").exists(), "the keys are forgotten");
        home.write(FILE, &home.read(FILE).replace("testuser@", "mallory@"));
        if line == WIZARD {
            let _signed_out = home.run("logout --all").ok();
        }
        let outcome = home.run(&format!("{line} --quiet")).ok();
        assert!(outcome.stderr.contains("at the last sign-in it was mallory@example.com"), "{outcome}");
    }
}
