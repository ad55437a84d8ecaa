//! `--role-arn`: a role that no profile names, and `login --fresh`.

use crate::home::Home;
use daypass_simulator::{AutoApprove, Operation, World};

const CONFIG: &str = "\
[profile work]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";

fn signed_in() -> Home {
    let home = Home::with(World::scenario("chained").expect("a scenario")).config(CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

const DEPLOY: &str = "arn:aws:iam::111122223333:role/Deploy";

#[cfg(unix)]
#[test]
fn a_role_without_a_profile() {
    let home = signed_in();
    let of_work = format!("--profile work --role-arn {DEPLOY}");
    let of_role = format!("--account 051234567822 --role AWSPowerUserAccess --role-arn {DEPLOY}");
    for from in [&of_work, &of_role] {
        let who = home.run(&format!("whoami {from}")).ok().stdout;
        assert!(who.contains("arn:aws:sts::111122223333:assumed-role/Deploy/"), "{who}");
    }
    let env = home.run(&format!("exec {of_work} -- env")).ok().stdout;
    assert!(env.contains("AWS_ACCESS_KEY_ID=") && env.contains("AWS_REGION=eu-west-1\n"), "{env}");
    let keys = home.run(&format!("credentials {of_work} --format env --duration 30m")).ok().stdout;
    assert!(keys.contains("export AWS_SESSION_TOKEN="), "{keys}");
    let log: Vec<_> = home.server().world().lock().log().map(|entry| format!("{entry:?}")).collect();
    assert!(log.iter().any(|entry| entry.contains("AssumeRole")), "{log:?}");
    let url = home.run(&format!("console --print {of_work}")).ok().stdout;
    assert!(url.contains("SigninToken"), "{url}");
    // Keys in the environment assume it, too; no file has changed.
    let keys = home.run("credentials --profile work --format env-no-export").ok().stdout;
    let mut command = home.command(&format!("whoami --role-arn {DEPLOY} --region eu-west-1"));
    command.envs(keys.lines().filter_map(|line| line.split_once('=')));
    let who = home.finish("whoami", command).ok().stdout;
    assert!(who.contains("assumed-role/Deploy/"), "{who}");
    assert_eq!(home.read(".aws/config"), CONFIG);
}

#[test]
fn what_the_role_asks_for() {
    let home = signed_in();
    let partner = "whoami --profile work --role-arn arn:aws:iam::111122223333:role/Partner";
    let refused = home.run(partner);
    assert_eq!(refused.code, Some(5), "{refused}");
    let who = home.run(&format!("{partner} --external-id blue-river")).ok().stdout;
    assert!(who.contains("assumed-role/Partner/"), "{who}");
    for (words, code, said) in [
        ("whoami --profile work --role-arn Deploy", 2, "is not the ARN of a role"),
        ("whoami --profile work --external-id x", 2, "--role-arn"),
        ("whoami --profile work --duration 30m", 2, "--role-arn"),
        ("whoami --profile work --role-arn arn:aws:iam::1:role/x --duration 10m", 2, "from 15m to 12h"),
        ("exec --serve --profile work --role-arn arn:aws:iam::1:role/x -- true", 2, "--role-arn"),
    ] {
        let outcome = home.run(words);
        assert!(outcome.code == Some(code) && outcome.stderr.contains(said), "{outcome}");
    }
    // A sign-in that is needed is named by its session.
    let _out = home.run("logout").ok();
    let outcome = home.run(&format!("whoami --profile work --role-arn {DEPLOY}"));
    assert!(outcome.stderr.ends_with("try: daypass login --sso-session corp\n"), "{outcome}");
    assert_eq!(outcome.code, Some(3));
}

/// A fresh sign-in ends the one before at the portal.
#[test]
fn a_fresh_sign_in() {
    let home = signed_in();
    let count = |operation| home.server().world().lock().count(operation);
    let outcome = home.run("login corp --fresh --use-device-code --no-browser").ok();
    assert!(outcome.stderr.contains("Signed in to corp"), "{outcome}");
    assert_eq!(count(Operation::Logout), 1);
    assert_eq!(home.run("whoami --profile work").code, Some(0));
    let _out = home.run("logout").ok();
    let _again = home.run("login corp --fresh --use-device-code --no-browser").ok();
    assert_eq!(count(Operation::Logout), 2, "nobody was signed in");
    assert_eq!(home.run("login corp --fresh --wait").code, Some(2));
}
