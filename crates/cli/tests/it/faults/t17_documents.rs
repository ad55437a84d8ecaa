//! T17: what a document says of the program is tested here.

use super::t04_environment::{CONFIG, signed_in};
use std::fs;

/// A document of the repository, its lines joined.
fn document(name: &str) -> String {
    let text = fs::read_to_string(format!("{}/../../{name}", env!("CARGO_MANIFEST_DIR")));
    text.expect("a document").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// T17-04: what `--no-verify-ssl` costs is said by each run.
#[test]
fn t17_04_what_no_verification_costs() {
    assert!(document("SECURITY.md").contains("each run says on stderr what it costs"));
    let home = signed_in(CONFIG);
    for words in ["whoami -p p --no-verify-ssl", "login p --no-verify-ssl --quiet"] {
        let outcome = home.run(words).ok();
        assert!(
            outcome.stderr.contains("any server that answers in AWS's place gets the tokens"),
            "{outcome}"
        );
    }
    assert!(!home.run("whoami -p p").ok().stderr.contains("any server that answers"));
}

/// T17-05: what the state folder holds, and that it stays.
#[test]
fn t17_05_the_state_folder() {
    let security = document("SECURITY.md");
    assert!(
        security.contains("listings with names and e-mail addresses of accounts; they stay after `logout`")
    );
    assert!(security.contains("copies of the config file from before `populate` and `doctor --fix`"));
    let home = signed_in(CONFIG);
    let state = home.path().join(".aws/state");
    let home = home.set("XDG_STATE_HOME", &state.to_string_lossy());
    let _listed = home.run("roles --sso-session corp").ok();
    let _populated = home.run("configure populate --sso-session corp --yes").ok();
    let _out = home.run("logout --all").ok();
    let state: Vec<_> = home.snapshot().into_iter().filter(|(path, _)| path.starts_with(&state)).collect();
    let held = |text: &str| state.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(text));
    assert!(
        held("AWSReadOnlyAccess") && held("[sso-session corp]"),
        "{:?}",
        state.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    assert!(!held("accessToken") && !held("clientSecret"));
}

/// T17-08: the spellings that the README names, and what SHORTCOMINGS.md says of the others.
#[test]
fn t17_08_spellings_of_the_aws_cli() {
    let (readme, shortcomings) = (document("README.md"), document("SHORTCOMINGS.md"));
    assert!(!readme.contains("changes one word"));
    let home = signed_in(CONFIG);
    for (spelling, rest) in [
        ("sso login", " --profile p"),
        (
            "configure sso-session",
            " --sso-session s --sso-start-url https://d-1234567890.awsapps.com/start --sso-region eu-west-1 --no-input",
        ),
        ("configure list-profiles", ""),
        ("configure export-credentials", " --profile p"),
        ("sts get-caller-identity", " --profile p"),
        ("configure list", ""),
        ("configure get region", ""),
        ("configure set region eu-west-1", ""),
        ("sso list-accounts", ""),
        ("sso logout", ""),
    ] {
        let _outcome = home.run(&format!("{spelling}{rest}")).ok();
    }
    assert!(readme.contains("docs/aws-cli.md") && shortcomings.contains("docs/aws-cli.md"));
}

/// T17-12: what is meant by the overwriting of secrets, and what is not.
#[test]
fn t17_12_memory_is_not_promised() {
    let security = document("SECURITY.md");
    assert!(security.contains("`serve` keeps the access token, the refresh token and the client secret"));
    assert!(security.contains("On Linux no command leaves a core dump"));
}

/// T17-13: the help of `logout` names all that goes.
#[test]
fn t17_13_the_help_of_logout() {
    let home = daypass_testkit::Home::new();
    let help = home.run("logout --help").ok().stdout;
    assert!(help.contains("tokens, client registrations and role credentials"), "{help}");
}
