//! `configure sso` on a pseudo-terminal: question by question, and interrupted at each question.

use crate::{browser, home::Home};
use daypass_simulator::World;
use daypass_testkit::terminal;
use expectrl::{ControlCode, Expect as _, session::OsSession};
use std::{fs, thread};

const FLAGS: &str = "configure sso --profile my-sso-profile --sso-session my-sso \
    --sso-start-url https://d-9067000018.awsapps.com/start# --sso-region eu-west-1 --sso-account-id 111122223333 \
    --sso-role-name AWSReadOnlyAccess --region eu-west-1 --output json";

/// What is asked, and what a person answers. `\r` is the Enter key.
const DIALOGUE: [(&str, &str); 8] = [
    ("SSO session name (Recommended) [my-sso]: ", "\r"),
    ("SSO start URL [None]: ", "https://d-9067000018.awsapps.com/start#\r"),
    ("SSO region [None]: ", "eu-west-1\r"),
    ("SSO registration scopes [sso:account:access]: ", "\r"),
    ("There are 3 accounts available to you", "produ\r"),
    ("There are 2 roles available to you", "readonly\r"),
    ("Default client Region [None]: ", "eu-west-1\r"),
    ("CLI default output format (json if not specified) [None]: ", "json\r"),
];

/// A wizard on a terminal, with a browser that presses Allow.
struct Wizard {
    session: OsSession,
    person: Option<thread::JoinHandle<String>>,
}

impl Wizard {
    /// Without a browser.
    fn alone(home: &Home, args: &str) -> Self {
        let session = terminal::open(home.command(args)).expect("a pseudo-terminal");
        Self { session, person: None }
    }

    fn start(home: &Home) -> Self {
        let url = home.path().join("browser-url");
        drop(fs::remove_file(&url));
        let mut command = home.command("configure sso --profile my-sso-profile");
        command.env("BROWSER", home.browser_script());
        let session = terminal::open(command).expect("a pseudo-terminal");
        let person = thread::spawn(move || browser::press_when_opened(&url, "allow"));
        Self { session, person: Some(person) }
    }

    fn live(&mut self, dialogue: &[(&str, &str)]) {
        for (question, answer) in dialogue {
            self.session.expect(*question).unwrap_or_else(|error| panic!("{question}: {error}"));
            self.session.send(*answer).expect("typed");
        }
    }

    fn end(mut self) -> i32 {
        // A browser that was never asked for waits no longer than its own patience.
        drop(self.person.take());
        terminal::ended(self.session).0
    }
}

#[test]
fn prompt_by_prompt_and_by_flags_it_writes_the_same_bytes() {
    let asked = Home::with(World::demo());
    let mut wizard = Wizard::start(&asked);
    wizard.live(&DIALOGUE);
    assert_eq!(wizard.end(), 0);
    let told = Home::with(World::demo());
    let _told = told.run_with_browser(FLAGS, "allow").ok();
    assert_eq!(asked.read(".aws/config"), told.read(".aws/config"));
    insta::assert_snapshot!(asked.read(".aws/config"), @"
    [profile my-sso-profile]
    sso_session = my-sso
    sso_account_id = 111122223333
    sso_role_name = AWSReadOnlyAccess
    region = eu-west-1
    output = json

    [sso-session my-sso]
    sso_start_url = https://d-9067000018.awsapps.com/start#
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ");
}

#[test]
fn given_up_at_any_prompt_it_leaves_the_config_as_it_was() {
    const BEFORE: &str = "# mine\n[profile other]\nregion = us-east-1\n";
    for prompts in 0..DIALOGUE.len() {
        let home = Home::with(World::demo()).config(BEFORE);
        let mut wizard = Wizard::start(&home);
        wizard.live(&DIALOGUE[..prompts]);
        let (question, _) = DIALOGUE[prompts];
        wizard.session.expect(question).unwrap_or_else(|error| panic!("{question}: {error}"));
        wizard.session.send(ControlCode::EndOfText).expect("Ctrl-C");
        assert_eq!(wizard.end(), 130, "{question}");
        assert_eq!(home.read(".aws/config"), BEFORE, "{question}");
    }
}

#[test]
fn blanks_are_stripped_and_an_empty_answer_keeps_what_stands() {
    let before = "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n\
        sso_registration_scopes = a, b\n";
    let home = Home::new().config(before);
    let mut wizard = Wizard::alone(&home, "configure sso-session");
    wizard.live(&[
        ("SSO session name (Recommended): ", "  corp  \r"),
        ("SSO start URL [https://d-1.awsapps.com/start]: ", "\r"),
        ("SSO region [eu-west-1]: ", "  us-east-1 \r"),
        ("SSO registration scopes [a, b]: ", "\r"),
    ]);
    assert_eq!(wizard.end(), 0);
    assert_eq!(home.read(".aws/config"), before.replace("eu-west-1", "us-east-1"));
}

#[test]
fn tab_completes_from_what_is_known() {
    let before = "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n\
        sso_registration_scopes = codewhisperer:completions\n";
    let home = Home::new().config(before);
    let mut wizard = Wizard::alone(&home, "configure sso-session");
    wizard.live(&[
        ("SSO session name (Recommended): ", "new\r"),
        ("SSO start URL [None]: ", "https\t\r"),
        ("SSO region [None]: ", "eu-w\t\r"),
        ("SSO registration scopes [sso:account:access]: ", "code\t\r"),
    ]);
    assert_eq!(wizard.end(), 0);
    assert_eq!(
        home.read(".aws/config"),
        format!("{before}\n{}", before.replace("[sso-session corp]", "[sso-session new]"))
    );
}

#[test]
fn an_existing_session_is_shown_when_its_name_is_entered() {
    let home = Home::with(World::demo())
        .config("[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n");
    let mut wizard = Wizard::start(&home);
    wizard.live(&[
        ("SSO session name (Recommended) [corp]: ", "corp\r"),
        ("{\r\n  \"sso_region\": \"eu-west-1\",\r\n  \"sso_start_url\": \"https://", ""),
        ("start#\"\r\n}\r\n", ""),
        ("There are 3 accounts available to you", "\u{3}"),
    ]);
    assert_eq!(wizard.end(), 130);
}

#[test]
fn what_cannot_be_is_said_and_asked_for_again() {
    let home = Home::new();
    let mut wizard = Wizard::alone(&home, "configure sso-session");
    wizard.live(&[
        ("SSO session name (Recommended): ", "\r"),
        ("a session has a name", "corp]\r"),
        ("SSO session name (Recommended): ", "corp\r"),
        ("SSO start URL [None]: ", "d-1.awsapps.com\r"),
        ("SSO start URL [None]: ", "https://d-1.awsapps.com/start\r"),
        ("SSO region [None]: ", "eu west\r"),
        ("SSO region [None]: ", "eu-west-1\r"),
        ("SSO registration scopes [sso:account:access]: ", ",\r"),
        ("separate scopes by commas", "\r"),
    ]);
    assert_eq!(wizard.end(), 0);
    insta::assert_snapshot!(home.read(".aws/config"), @"
    [sso-session corp]
    sso_start_url = https://d-1.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ");
}

#[test]
fn ctrl_d_gives_up_on_an_empty_line_only() {
    let home = Home::new();
    let mut wizard = Wizard::alone(&home, "configure sso-session");
    wizard
        .live(&[("SSO session name (Recommended): ", "ab\u{2}\u{4}\r"), ("SSO start URL [None]: ", "\u{4}")]);
    assert_eq!(wizard.end(), 130);
    assert!(!home.path().join(".aws/config").exists());
}

#[test]
fn what_is_typed_ahead_is_heard() {
    let home = Home::new();
    let mut wizard = Wizard::alone(&home, "configure sso-session");
    wizard.live(&[(
        "SSO session name (Recommended): ",
        "wrong\u{15}corp\rhttps://d-1.awsapps.com/start\reu-west-\t\r\r",
    )]);
    assert_eq!(wizard.end(), 0);
    insta::assert_snapshot!(home.read(".aws/config"), @"
    [sso-session corp]
    sso_start_url = https://d-1.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ");
}

#[test]
fn the_pickers_start_at_what_the_profile_has() {
    let home = Home::with(World::demo());
    let _told = home.run_with_browser(FLAGS, "allow").ok();
    let before = home.read(".aws/config");
    let mut wizard = Wizard::alone(&home, "configure sso --profile my-sso-profile");
    wizard.live(&[
        ("SSO session name [my-sso]: ", "\r"),
        ("There are 3 accounts available to you", "\r"),
        ("There are 2 roles available to you", "\r"),
        ("Default client Region [eu-west-1]: ", "\r"),
        ("[json]: ", "\r"),
    ]);
    assert_eq!(wizard.end(), 0);
    assert_eq!(home.read(".aws/config"), before);
}
