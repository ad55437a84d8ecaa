//! T23: words of the AWS CLI and of other tools work, or the error suggests the command to type.

use super::t04_environment::{CONFIG, signed_in};
use daypass_testkit::Home;

const OTHER: &str = "[sso-session other]\nsso_start_url = https://d-9067000018.awsapps.com/start#\n\
    sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\
    [profile o]\nsso_session = other\nsso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\n";

/// T23-01, T23-06: help and version, as words and as the AWS CLI has them.
#[test]
fn t23_01_t23_06_help_and_version() {
    let home = Home::new();
    for (words, same) in [
        ("help", "--help"),
        ("help configure sso", "configure sso --help"),
        ("login help", "login --help"),
        ("sso logout help", "sso logout --help"),
        ("version", "--version"),
    ] {
        let (said, expected) = (home.run(words).ok(), home.run(same).ok());
        assert_eq!(said.stdout, expected.stdout, "{words}");
    }
}

/// T23-02: a bare word is a session or a profile; an address has a scheme.
#[test]
fn t23_02_a_word_is_a_session_or_a_profile() {
    let home = signed_in(&format!("{CONFIG}{OTHER}"));
    for (words, said) in [
        ("login p", "corp is signed in"),
        ("login corp", "corp is signed in"),
        ("sso login p --no-browser", "corp is signed in"),
        ("logout p --dry-run", "Would sign out of corp"),
        ("sso logout corp --dry-run", "Would sign out of corp"),
        ("logout other --dry-run", "Nobody is signed in"),
    ] {
        let outcome = home.run(words).ok();
        assert!(outcome.stderr.contains(said), "{outcome}");
    }
    for words in ["status p", "status corp"] {
        let outcome = home.run(words).ok();
        assert!(outcome.stdout.contains("corp") && !outcome.stdout.contains("other"), "{outcome}");
    }
    assert_eq!(home.run("status other").code, Some(3));
    for (words, meant) in [("login crop", "login corp"), ("logout othre", "logout other")] {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(outcome.stderr.ends_with(&format!("try: daypass {meant}\n")), "{outcome}");
    }
    for words in ["logout p --sso-session corp", "logout p --profile p", "status p --profile p"] {
        assert_eq!(home.run(words).code, Some(2), "{words}");
    }
}

/// A name that is both: the session, and it is said.
#[test]
fn t23_02_a_session_comes_before_a_profile_of_its_name() {
    let home = signed_in(&format!("{CONFIG}{OTHER}[profile corp]\nsso_session = other\n"));
    let outcome = home.run("login corp").ok();
    assert!(
        outcome.stderr.contains("corp is the name of a session and of a profile; using the session."),
        "{outcome}"
    );
}

/// The AWS CLI's options without a meaning here, wherever they stand; a trace shows no secret.
#[test]
fn t23_04_options_of_the_aws_cli() {
    let home = signed_in(CONFIG);
    for words in [
        "sso login --profile p --debug",
        "--no-cli-pager sso login --profile p",
        "whoami -p p --no-cli-auto-prompt --no-paginate --cli-binary-format raw-in-base64-out",
        "sts get-caller-identity --profile p --no-cli-pager",
        "exec p -- true",
        "whoami p --color off",
    ] {
        let _outcome = home.run(words).ok();
    }
    let traced = home.run("whoami p --debug").ok();
    assert!(traced.stderr.contains("POST ") && traced.stderr.contains(" → 200"), "{traced}");
    let credentials = home.run("credentials p").ok().stdout;
    let secrets = credentials.split('"').filter(|part| part.len() > 30);
    assert!(secrets.clone().count() > 0 && secrets.into_iter().all(|secret| !traced.stderr.contains(secret)));
}

/// T23-05: the AWS CLI's words for when to colour.
#[test]
fn t23_05_colours() {
    let home = Home::new().config(CONFIG);
    for (when, coloured) in
        [("on", true), ("off", false), ("auto", false), ("always", true), ("never", false)]
    {
        let outcome = home.run(&format!("credentials -p nobody --color {when}"));
        assert_eq!((outcome.code, outcome.stderr.contains('\u{1b}')), (Some(4), coloured), "{outcome}");
    }
}

/// T23-04: no tip hides an option behind `--`.
#[test]
fn t23_04_no_tip_is_worse_than_none() {
    let home = Home::new().config(CONFIG);
    for words in ["sso login --profile p --nonsense", "whoami --nonsense", "logout --nonsense"] {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert!(outcome.stderr.contains("--nonsense") && !outcome.stderr.contains("-- --"), "{outcome}");
    }
    for (words, said) in [
        ("whoami --no-sign-request", "leave the option out"),
        ("login --endpoint-url https://x", "AWS_ENDPOINT_URL"),
        ("update", "does not update itself"),
        ("list", "try: daypass profiles\n"),
        ("auth login", "try: daypass login\n"),
        ("open p", "try: daypass console p\n"),
        ("env p", "try: daypass credentials --format env p\n"),
        ("s3 ls", "try: daypass exec -- aws s3 ls\n"),
        ("--profile p s3 ls", "try: daypass exec --profile p -- aws s3 ls\n"),
    ] {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert!(outcome.stderr.contains(said), "{outcome}");
    }
}

/// T23-09: signing out of one session says which others stay; so does nobody else in the AWS CLI.
#[test]
fn t23_09_who_stays_signed_in_is_said() {
    let home = signed_in(&format!("{CONFIG}{OTHER}"));
    let _other = home.run("login other --use-device-code --no-browser").ok();
    let outcome = home.run("sso logout --profile p").ok();
    assert!(outcome.stderr.contains("Signed out of corp.\nStill signed in to other (--all"), "{outcome}");
    let outcome = home.run("sso logout --profile o").ok();
    assert!(!outcome.stderr.contains("Still"), "{outcome}");
}

/// T23-10: names, whatever `--output` says, under the AWS CLI's spelling.
#[test]
fn t23_10_names_of_profiles() {
    let home = Home::new().config(CONFIG);
    for words in ["configure list-profiles", "configure list-profiles --output json"] {
        assert_eq!(home.run(words).ok().stdout, "default\np\n", "{words}");
    }
    assert!(home.run("profiles --output json").ok().stdout.starts_with('['));
}

/// T23-12: the profile's own output, unless the flag says another.
#[test]
fn t23_12_the_form_that_the_profile_asks_for() {
    let home = signed_in(&CONFIG.replace("[profile p]", "[profile p]\noutput = text"));
    let text = home.run("whoami -p p").ok().stdout;
    assert!(text.starts_with("111122223333\tarn:"), "{text}");
    assert!(home.run("whoami -p p -o json").ok().stdout.starts_with('{'));
    assert!(home.run("whoami").ok().stdout.starts_with('{'));
}
