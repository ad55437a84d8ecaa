//! Choices, sentences and reports, which need no terminal.

use crate::bench::{Bench, START_URL, session, with_config};
use daypass_at_terminal::{
    AssignedChoice, Choice, Choices, NotChosen, SignOutReport, import_text, leave_text, outlook,
};
use daypass_config_parse::Document;
use daypass_import::ImportPlan;
use daypass_inventory::{ListedAccount, Listing, Usage};
use daypass_other_tools::{Surroundings, Tool};
use daypass_portal_client::Account;
use daypass_sign_in::{Event, Person as _};
use daypass_sso_types::{AccountId, Clock as _, RoleName, WebAddress};
use daypass_terminal::{Terminal, TerminalOptions};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A terminal on which nothing is asked or said.
fn silent() -> Terminal {
    Terminal::new(TerminalOptions { no_input: true, quiet: true, ..TerminalOptions::default() })
}

#[test]
fn one_of_the_assigned_is_chosen() {
    let chosen = |given, current, roles: &[&str]| {
        let choice = AssignedChoice { what: "role", place: "", given, current };
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        match choice.choose(&silent(), roles, String::as_str, |role| format!("the role {role}")) {
            Ok(role) => role,
            Err(NotChosen::NotAssigned(have)) => format!("not among {have}"),
            Err(NotChosen::NotGiven(have)) => format!("one of {have}"),
            Err(NotChosen::NoneAssigned) => "none".to_owned(),
            Err(NotChosen::Question(error)) => format!("{error}"),
        }
    };
    for (given, current, roles, expected) in [
        (Some("B"), None, &["A", "B"][..], "B"),
        (Some("b"), None, &["A", "B"], "not among A, B"),
        (Some("B"), Some("A"), &["A"], "not among A"),
        (None, None, &[], "none"),
        (None, Some("A"), &[], "none"),
        (None, None, &["A"], "A"),
        (None, Some("B"), &["A"], "A"),
        (None, Some("B"), &["A", "B", "C"], "B"),
        (None, Some("D"), &["A", "B"], "one of A, B"),
        (None, None, &["A", "B"], "one of A, B"),
    ] {
        assert_eq!(chosen(given, current, roles), expected, "{given:?} {current:?} {roles:?}");
    }
}

const CONFIG: &str = "[default]\nregion = eu-west-1\n\
    [profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
    [profile prod]\nrole_arn = arn:aws:iam::444455556666:role/x\nsource_profile = dev\n\
    [profile other]\nsso_session = else\nsso_account_id = 444455556666\nsso_role_name = Reader\n\
    [sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n";

/// The accounts of a person, one with a name, one with an address, and one with neither.
fn listing() -> Listing {
    let account = |id: &str, name: Option<&str>, email: Option<&str>| Account {
        id: AccountId::new(id).expect("an id"),
        name: name.map(str::to_owned),
        email: email.map(str::to_owned),
    };
    let roles = |names: &[&str]| names.iter().map(|name| RoleName::new(*name).expect("a name")).collect();
    let accounts = vec![
        ListedAccount::new(account("111122223333", Some("Dev"), None), roles(&["Admin", "Reader"])),
        ListedAccount::new(account("444455556666", None, Some("p@example.com")), roles(&["Reader"])),
        ListedAccount::new(account("777788889999", None, None), roles(&["Reader"])),
    ];
    Listing::new(std::time::UNIX_EPOCH, accounts)
}

#[test]
fn profiles_and_the_roles_that_none_of_them_names_are_picked_from() {
    let corp = session("corp", START_URL);
    let choices = || {
        with_config(CONFIG, |config| {
            let mut choices = Choices::profiles(config);
            choices.add_roles(config, &corp, listing());
            choices
        })
    };
    let lines: Vec<_> =
        choices().labels().iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let expected = [
        "dev 111122223333 Admin corp",
        "prod through dev",
        "other 444455556666 Reader else",
        "Dev 111122223333 Reader corp",
        // A profile of another session names an equal role.
        "p@example.com 444455556666 Reader corp",
        "777788889999 777788889999 Reader corp",
    ];
    assert_eq!(lines, expected);
    let keys: Vec<_> = (0..).map_while(|at| choices().take(at)).map(|choice| choice.key()).collect();
    let expected_keys = [
        "profile dev",
        "profile prod",
        "profile other",
        "role corp 111122223333 Reader",
        "role corp 444455556666 Reader",
        "role corp 777788889999 Reader",
    ];
    assert_eq!(keys, expected_keys);
    assert!(choices().take(6).is_none() && choices().take(7).is_none());
    assert!(!choices().is_empty() && Choices::default().is_empty());
}

#[test]
fn what_is_used_most_is_first() {
    let state = tempfile::tempdir().expect("a folder");
    for key in ["profile other", "profile prod", "profile other"] {
        Usage::load(state.path()).note(state.path(), key);
    }
    let mut choices = with_config(CONFIG, Choices::profiles);
    choices.sort_by_use(&Usage::load(state.path()));
    let first: Vec<_> =
        choices.labels().iter().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    assert_eq!(first, ["other", "prod", "dev"]);
    assert!(matches!(choices.take(0), Some(Choice::Profile(name)) if name == "other"));
}

#[test]
fn how_long_a_sign_in_lasts() {
    let bench = Bench::new(&[]);
    let zone = jiff::tz::TimeZone::UTC;
    let now = bench.time.now();
    let (mut unregistered, mut legacy) = (bench.token(3600, Some(90)), bench.session.clone());
    unregistered.client = None;
    legacy.name = None;
    for (token, session, expected) in [
        (bench.token(3600, None), &bench.session, ", then a new sign-in is needed"),
        (bench.token(3600, Some(90)), &bench.session, ", renews by itself until "),
        (unregistered, &bench.session, ", then a new sign-in is needed"),
        // The registration is over.
        (bench.token(3600, Some(0)), &bench.session, ", then a new sign-in is needed"),
        // A profile without a session never renews.
        (bench.token(3600, Some(90)), &legacy, ", then a new sign-in is needed"),
    ] {
        let said = outlook(&token, session, now, &zone);
        let begin = format!("Token until 09:00 (1 h){expected}");
        assert!(said.starts_with(&begin), "{said}: {begin}");
    }
}

#[test]
fn a_person_has_what_the_program_gives() {
    let (bench, terminal) = (Bench::new(&[]), silent());
    let address = WebAddress::parse("https://example.com/").expect("an address");
    let person = bench.person(&terminal);
    assert_eq!(format!("{person:?}"), "PersonAtTerminal { label: \"corp\", .. }");
    assert!(person.is_there() && !person.has_browser() && !person.open(&address));
    assert!(!bench.person(&terminal).there(false).is_there());
    let (opened, told) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let open = |_: &WebAddress| {
        opened.fetch_add(1, Ordering::Relaxed);
        true
    };
    let person = bench.person(&terminal).with_browser(open);
    assert!(person.has_browser() && person.open(&address));
    assert!(!bench.person(&terminal).with_browser(|_| false).open(&address));
    let closed = bench.person(&terminal).with_browser(open).without_opening();
    assert!(closed.has_browser() && !closed.open(&address));
    assert_eq!(opened.load(Ordering::Relaxed), 1);
    let person = bench.person(&terminal).observed(|event| {
        assert_eq!(*event, Event::Approved);
        told.fetch_add(1, Ordering::Relaxed);
    });
    person.event(&Event::Approved);
    assert_eq!(told.load(Ordering::Relaxed), 1);
}

#[test]
fn what_the_last_page_of_the_browser_says() {
    let (bench, terminal) = (Bench::new(&[]), silent());
    let token = bench.token(3600, None);
    let done = |person: &daypass_at_terminal::PersonAtTerminal<'_>| person.done(Ok(&token));
    let said = "Token until 09:00 (1 h), then a new sign-in is needed.";
    assert_eq!(done(&bench.person(&terminal)).as_deref(), Some(said));
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
    let there = "Token until 11:00 (1 h), then a new sign-in is needed.";
    assert_eq!(done(&bench.person(&terminal).in_zone(zone)).as_deref(), Some(there));
    let console = daypass_at_terminal::PersonAtTerminal::at_console(
        &terminal,
        "https://signin.example",
        &bench.environment,
        &bench.time,
        &bench.time,
    );
    assert_eq!(done(&console), None);
}

#[test]
fn who_is_signed_out() {
    for (dry_run, signed_out, whom, expected) in [
        (false, &[][..], None, "Nobody was signed in."),
        (false, &[], Some("ada"), "Nobody was signed in as ada."),
        (true, &[], None, "Nobody is signed in; nothing was changed."),
        (true, &[], Some("ada"), "Nobody is signed in as ada; nothing was changed."),
        (false, &["corp", "ada"], None, "Signed out of corp, ada."),
        (true, &["corp"], None, "Would sign out of corp; nothing was changed."),
    ] {
        let mut report = SignOutReport::default();
        report.dry_run = dry_run;
        report.signed_out = signed_out.iter().map(|&name: &&str| name.to_owned()).collect();
        assert_eq!(report.sentence(whom), expected);
        report.files.push(("token".to_owned(), "~/a.json".to_owned()));
        report.revoked = 2;
        report.not_revoked.push("no answer".to_owned());
        let expected = json!({
            "dry_run": dry_run,
            "signed_out": signed_out,
            "files": [{ "kind": "token", "file": "~/a.json" }],
            "revoked": 2,
            "not_revoked": ["no answer"],
            "not_removed": [],
        });
        assert_eq!(report.to_json(), expected);
    }
}

#[test]
fn the_plan_of_an_import_and_the_way_out_of_the_other_tool() {
    let config = Document::parse(
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
         [profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
         sso_account_id = 111122223333\nsso_role_name = Admin\n\
         [profile native]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n",
    );
    let around = Surroundings::new("/home/me");
    let plan = ImportPlan::new(Tool::AwsCliLegacy, &around, &config, None).expect("a plan");
    let text = import_text(&plan, &["browser = firefox".to_owned()], 10).plain();
    assert!(text.starts_with(&format!("{plan}\n\nConfig file\n")), "{text}");
    assert!(text.contains("\nProfiles that stay as they are\n   native: already native\n"), "{text}");
    assert!(text.contains("\nSettings\n + browser = firefox\n"), "{text}");
    assert!(!text.contains("   dev: "), "{text}");
    let nothing = ImportPlan::new(Tool::Awsume, &around, &Document::default(), None).expect("a plan");
    assert_eq!(import_text(&nothing, &[], 10).plain(), format!("{nothing}\n"));
    let steps = leave_text(&nothing).plain();
    assert!(steps.starts_with(&format!("\nTo leave {}\n * ", Tool::Awsume)), "{steps}");
    assert_eq!(steps.matches("\n * ").count(), Tool::Awsume.leave().len());
}
