//! What an AI agent starts: no sign-in unasked, and of the person's roles those that the rule for agents has.

use crate::home::Home;
use daypass_environment::AGENT_MARKS;
use daypass_simulator::{AutoApprove, World};
use daypass_testkit::terminal;
use expectrl::Expect as _;

const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n\
    [profile admin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n\
    [profile read]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\nregion = eu-west-1\n";

/// A home with these settings; its person is not signed in.
fn signed_out(settings: &str) -> Home {
    let home = Home::with(World::demo()).config(CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home.write(".config/daypass/settings.toml", settings);
    home
}

/// The same, signed in by the person, from here on with the marks of an agent.
fn lent(settings: &str) -> Home {
    let home = signed_out(settings);
    drop(home.run("login --sso-session corp --use-device-code --no-browser").ok());
    home.set("CLAUDECODE", "1")
}

#[test]
fn a_sign_in_is_for_the_person() {
    for mark in AGENT_MARKS {
        let home = signed_out("").set(mark.variable, mark.value.unwrap_or("crush"));
        for words in [
            "login --sso-session corp --use-device-code --no-browser",
            "login --sso-session corp --use-device-code --no-browser --timeout 1m",
            "login --all --use-device-code",
            "sso login --sso-session corp --use-device-code",
        ] {
            let refused = home.run(words);
            assert!(refused.code == Some(3) && refused.stdout.is_empty(), "{mark:?} {words}: {refused}");
            assert!(refused.stderr.contains("does not sign anybody in unasked"), "{refused}");
            assert!(refused.stderr.contains(mark.agent.unwrap_or("crush")), "{refused}");
        }
        assert!(home.server().world().lock().log().next().is_none(), "nothing was begun");
    }
    let home = signed_out("").set("CURSOR_AGENT", "1");
    insta::assert_snapshot!(home.run("login --sso-session corp --use-device-code"), @r"
    $ daypass login --sso-session corp --use-device-code
    [stderr]
    error: Cursor does not sign anybody in unasked: the sign-in is for the person
    try: daypass login --sso-session corp --use-device-code
    [exit 3]
    ");
}

#[test]
fn a_setting_lets_an_agent_sign_in_and_a_terminal_does() {
    let home = signed_out("[agents]\nsign_in = 'allow'\n").set("CLAUDECODE", "1");
    drop(home.run("login --sso-session corp --use-device-code --no-browser").ok());
    let home = signed_out("").set("CLAUDECODE", "1");
    let words = "login --sso-session corp --use-device-code --no-browser";
    let session = terminal::open(home.command(words)).expect("a pseudo-terminal");
    let (code, said) = terminal::ended(session);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_sign_in_that_is_there_is_kept_and_not_thrown_away() {
    let home = lent("");
    assert!(home.run("login --sso-session corp").ok().stderr.contains("Nothing to do"));
    for words in ["login --sso-session corp --fresh", "login --sso-session corp --force"] {
        assert_eq!(home.run(words).code, Some(3), "{words}");
    }
    assert!(home.run("credentials --profile admin").ok().stdout.contains("SecretAccessKey"));
}

#[test]
fn of_the_roles_of_its_person_an_agent_has_those_of_the_rule() {
    let home = lent("[agents]\nroles = ['*/AWSReadOnly*']\n");
    insta::assert_snapshot!(home.run("exec --profile admin -- env"), @r"
    $ daypass exec --profile admin -- env
    [stderr]
    error: Claude Code may not take credentials of 111122223333 AWSPowerUserAccess
      set by   ~/.config/daypass/settings.toml:2
    [exit 4]
    ");
    for words in [
        "exec --profile admin -- env",
        "exec --profile admin --i-mean admin -- env",
        "exec --serve --profile admin -- env",
        "serve admin --background",
        "console --profile admin --print",
        "credentials --profile admin",
        "credentials --profile admin --format env",
        "credentials --profile admin --write-credentials keys",
        "credentials --account 111122223333 --role AWSPowerUserAccess",
        "credentials --profile read --role-arn arn:aws:iam::111122223333:role/Admin",
        "configure export-credentials --profile admin",
    ] {
        let refused = home.run(words);
        assert!(refused.code == Some(4) && refused.stdout.is_empty(), "{words}: {refused}");
        assert!(refused.stderr.contains("Claude Code may not take credentials of"), "{refused}");
    }
    assert!(home.run("credentials --profile read").ok().stdout.contains("SecretAccessKey"));
    let log = home.read(".local/state/daypass/guard.log");
    assert!(log.lines().count() == 1 && log.contains("\"agent\":\"Claude Code\""), "{log}");
    // Its person has both, asked nothing and noted nowhere.
    let person = home.set("CLAUDECODE", "");
    assert!(person.run("credentials --profile admin").ok().stdout.contains("SecretAccessKey"));
    assert_eq!(person.read(".local/state/daypass/guard.log"), log);
}

#[test]
fn what_is_asked_an_agent_does_not_answer_by_an_option() {
    let home = lent("[agents]\nask = 'yes'\n");
    for words in ["exec --profile read -- env", "exec --profile read --i-mean read -- env"] {
        let refused = home.run(words);
        assert!(refused.code == Some(2) && refused.stdout.is_empty(), "{words}: {refused}");
        assert!(!refused.stderr.contains("--i-mean"), "{refused}");
    }
    let command = home.command("exec --profile read -- printenv AWS_ACCESS_KEY_ID");
    let mut session = terminal::open(command).expect("a pseudo-terminal");
    session.expect("Go on?").expect("the question");
    session.send("y\r").expect("typed");
    let (code, said) = terminal::ended(session);
    assert!(code == 0 && said.contains("ASIA"), "{said}");
}
