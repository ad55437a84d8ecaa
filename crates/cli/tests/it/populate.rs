//! `configure populate` beside a config that was written by hand: plan, prune, undo, resumed listings, odd names.

use crate::home::Home;
use daypass_simulator::{AutoApprove, Operation, RateLimit, World};
use std::process::Stdio;

const SESSION: &str = "\
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start#
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";

/// A home that is signed in to this organisation.
fn home(world: World, config: &str) -> Home {
    let home = Home::with(world).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

/// The file that was written by hand, with the part that came from another machine as it came.
fn hand_written() -> String {
    let mut from_windows = false;
    let mut text = String::new();
    for line in include_str!("fixtures/hand-written.config").lines() {
        from_windows = match line {
            "# >>> CRLF" => true,
            "# <<< CRLF" => false,
            _ => from_windows,
        };
        text.push_str(line);
        text.push_str(if from_windows { "\r\n" } else { "\n" });
    }
    assert!(text.lines().count() > 300);
    text
}

#[test]
fn every_foreign_byte_stays() {
    let before = hand_written();
    let home = home(World::generated(12, 3, 3).expect("a world"), &before);
    let config = || home.read(".aws/config");
    let populate = "configure populate --sso-session corp --region eu-west-1";

    let wrote = home.run(&format!("{populate} --set output=json --yes")).ok();
    assert!(
        wrote.stdout.starts_with("12 accounts, 36 roles → 36 profiles: 36 new, 0 as they are.\n"),
        "{wrote}"
    );
    let populated = config();
    let ours = populated.strip_prefix(before.as_str()).expect("what was there is there as it was");
    assert_eq!(ours.matches("[profile ").count(), 36);
    assert_eq!(ours.matches("daypass_session = corp\n").count(), 36);
    assert!(!ours.contains('\r'));

    let again = home.run(&format!("{populate} --set output=json --yes")).ok();
    assert!(again.stderr.ends_with("Nothing to write.\n"), "{again}");
    assert_eq!(config(), populated);

    // A person edits the file, between the profiles of daypass and in one of them.
    let (first, rest) = ours.split_at(ours.match_indices("\n[profile ").nth(20).expect("many profiles").0);
    let mine = "\n; my own, in the middle\r\n[profile mine]\r\nregion=eu-north-1   \r\n# and a last word\r\n";
    home.write(".aws/config", &format!("{before}{first}{mine}{rest}"));
    let pruned = home.run(&format!("{populate} --exclude * --prune --yes")).ok();
    assert!(pruned.stdout.contains("0 profiles: 36 no longer wanted"), "{pruned}");
    let after = config();
    let left = after.strip_prefix(before.as_str()).expect("what was there is there as it was");
    // Blank lines that stood between ours may stay.
    assert_eq!(left.trim_matches('\n'), mine.trim_matches('\n'), "{left:?}");

    let undone = home.run("configure populate --undo --yes").ok();
    assert!(undone.stderr.ends_with("~/.aws/config is as it was before the run.\n"), "{undone}");
    assert_eq!(config(), format!("{before}{first}{mine}{rest}"));
    // Each run has a backup; undoing the first one keeps what a person wrote since.
    let undone = home.run("configure populate --undo --yes").ok();
    assert!(undone.stderr.ends_with("has these profiles as they were before the run.\n"), "{undone}");
    let after = config();
    let left = after.strip_prefix(before.as_str()).expect("what was there is there as it was");
    assert_eq!(left.trim_matches('\n'), mine.trim_matches('\n'), "{left:?}");
    let nothing = home.run("configure populate --undo --yes");
    assert!(nothing.stderr.contains("there is no run of populate on ~/.aws/config to undo"), "{nothing}");
}

#[test]
fn undo_takes_back_what_it_can_where_the_file_went_on() {
    let home = home(World::generated(3, 1, 3).expect("a world"), SESSION);
    let _wrote = home.run("configure populate --yes").ok();
    let mut text = home.read(".aws/config");
    text.push_str("\n# later\n[profile later]\nregion = eu-west-1\n");
    home.write(".aws/config", &text);
    let undone = home.run("configure populate --undo --yes").ok();
    assert!(undone.stderr.contains("has these profiles as they were before"), "{undone}");
    assert_eq!(
        home.read(".aws/config"),
        format!("{SESSION}\n# later\n[profile later]\nregion = eu-west-1\n")
    );
}

#[test]
fn nothing_is_written_unasked() {
    let home = home(World::generated(2, 1, 3).expect("a world"), SESSION);
    let before = home.snapshot();
    insta::assert_snapshot!(home.run("configure populate --region eu-west-1 --prune"), @"
    $ daypass configure populate --region eu-west-1 --prune
    2 accounts, 2 roles → 2 profiles: 2 new, 0 as they are.

     + [profile payments-dev-0000.AdministratorAccess]   984681000000
     + [profile payments-test-0001.AdministratorAccess]  529919000001
    [stderr]
    error: 2 changes not written: there is no terminal to ask on
    try: daypass configure populate --region eu-west-1 --prune --yes
    [exit 2]
    ");
    insta::assert_snapshot!(home.run("configure populate --plan").ok(), @"
    $ daypass configure populate --plan
    2 accounts, 2 roles → 2 profiles: 2 new, 0 as they are.

     + [profile payments-dev-0000.AdministratorAccess]   984681000000
     + [profile payments-test-0001.AdministratorAccess]  529919000001
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("configure populate --template {acount}"), @r#"
    $ daypass configure populate --template {acount}
    [stderr]
    error: --template cannot be used: there is no field "acount"; the fields are account, alias, id, email, role, region, session, tag:NAME
    try: daypass configure populate --template '{account}.{role}'
    [exit 2]
    "#);
    insta::assert_snapshot!(home.run("configure populate --set sso_role_name=x"), @"
    $ daypass configure populate --set sso_role_name=x
    [stderr]
    error: --set sso_role_name=x cannot be used: the key sets the source of the credentials, which populate sets itself
    [exit 2]
    ");
    insta::assert_snapshot!(home.run("configure populate --set cli_pager="), @"
    $ daypass configure populate --set cli_pager=
    [stderr]
    error: --set cli_pager= cannot be used: some SDKs ignore a key without a value (to use no pager, set cli_pager=cat)
    [exit 2]
    ");
    insta::assert_snapshot!(home.run("configure populate --undo --yes"), @"
    $ daypass configure populate --undo --yes
    [stderr]
    error: there is no run of populate on ~/.aws/config to undo
    [exit 1]
    ");
    assert_eq!(home.snapshot(), before);
}

#[test]
fn odd_names_become_names_that_every_tool_reads() {
    let home = home(World::scenario("many-accounts").expect("a world"), SESSION);
    let _wrote = home.run("configure populate --include *000* --yes").ok();
    let config = home.read(".aws/config");
    let names = config.lines().filter_map(|line| line.strip_prefix("[profile ")?.strip_suffix(']'));
    let names: Vec<_> = names.collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.+@%:/-".contains(c);
    assert!(names.iter().all(|name| name.chars().all(plain)), "{names:?}");
    let mut folded: Vec<_> = names.iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), names.len());
    let odd: Vec<_> = names.iter().filter(|name| name.contains("ReadOnly") && !name.contains("-0")).collect();
    insta::assert_snapshot!(odd.iter().map(|name| format!("{name}\n")).collect::<String>(), @"
    padded.ReadOnlyAccess
    Acme-Prod.ReadOnlyAccess-370978000004
    acme-prod.ReadOnlyAccess-540846000005
    Acme-Prod.ReadOnlyAccess-721873000009
    O-Brien-x.ReadOnlyAccess
    R-D-lab.ReadOnlyAccess
    team/ops/prod.ReadOnlyAccess
    Equipe-Donnees.ReadOnlyAccess
    440138000008.ReadOnlyAccess
    launch.ReadOnlyAccess
    ");
    assert!(config.contains("sso_account_id = 0"), "leading zeros stay");
    let name = names.iter().find(|name| name.starts_with("Equipe-Donnees.ReadOnly")).expect("it is there");
    let credentials = home.run(&format!("credentials --profile {name} --format json")).ok();
    assert!(credentials.stdout.contains("AccessKeyId"), "{credentials}");
}

#[test]
fn a_role_name_of_sixty_four_characters_is_used_whole() {
    let role = "LongestRoleName_".repeat(4);
    let world = format!(
        "name = \"long\"\nusers = [\"testuser@example.com\"]\n[[account]]\nid = \"000000000012\"\nname = \"{}\"\n\
         roles = [\"{role}\"]\n",
        "An account with quite a long name ".repeat(3).trim()
    );
    let home = home(World::from_toml(&world).expect("a world"), SESSION);
    let _wrote = home.run("configure populate --yes").ok();
    let name = format!(
        "An-account-with-quite-a-long-name-An-account-with-quite-a-long-name-An-account-with-quite-a-long-name.{role}"
    );
    assert!(
        home.read(".aws/config").contains(&format!("[profile {name}]\n")),
        "{}",
        home.read(".aws/config")
    );
    let who = home.run(&format!("whoami --profile {name}")).ok();
    assert!(
        who.stdout.contains("arn:aws:sts::000000000012:assumed-role/AWSReservedSSO_LongestRoleName_"),
        "{who}"
    );
}

#[test]
fn an_interrupted_listing_goes_on() {
    let world = World::generated(120, 2, 3).expect("a world");
    let home = home(world.with_settings(|settings| settings.latency_ms = 40), SESSION);
    let world = home.server().world();
    let mut child = home
        .command("configure populate --plan")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("daypass runs");
    while world.lock().count(Operation::ListAccountRoles) < 70 {
        std::thread::yield_now();
    }
    child.kill().expect("it was running");
    let _killed = child.wait().expect("it ends");
    world.lock().clear_log();

    let outcome = home.run("configure populate --plan").ok();
    assert!(outcome.stdout.starts_with("120 accounts, 240 roles → 240 profiles: 240 new"), "{outcome}");
    assert!(outcome.stderr.starts_with("Resuming the interrupted listing: "), "{outcome}");
    let asked = world.lock().count(Operation::ListAccountRoles);
    assert!((50..=95).contains(&asked), "{asked} of 120 were asked again");

    // A whole one is kept, and used without a network; a new one asks for everything.
    world.lock().clear_log();
    let offline = home.run("roles --offline --output csv").ok();
    assert_eq!(offline.stdout.lines().count(), 241);
    assert_eq!(world.lock().count(Operation::ListAccountRoles), 0);
    let _asked = home.run("roles").ok();
    assert_eq!(world.lock().count(Operation::ListAccountRoles), 120);
}

#[test]
fn a_limit_costs_its_own_time_and_nobody_is_lost() {
    for retry_after in [false, true] {
        let limit = RateLimit::new(40.0, 40.0);
        let limit = if retry_after { limit.with_retry_after() } else { limit };
        let world = World::generated(120, 1, 3).expect("a world");
        let home = home(world, SESSION);
        home.server().world().lock().settings_mut().rate_limit = Some(limit);
        let outcome = home.run("roles --output csv").ok();
        assert_eq!(outcome.stdout.lines().count(), 121);
    }
}

#[test]
fn stumbling_services_do_not_lose_anybody() {
    let home = home(World::generated(30, 2, 3).expect("a world"), SESSION);
    for fault in ["ListAccountRoles status=500 x3", "ListAccountRoles drop x2", "ListAccountRoles truncate"] {
        home.server().world().lock().add_fault(fault.parse().expect("a fault"));
    }
    let outcome = home.run("roles --output csv").ok();
    assert_eq!(outcome.stdout.lines().count(), 61);
}

#[test]
fn accounts_are_filtered_and_sorted() {
    let home = home(World::scenario("article").expect("a world"), SESSION);
    insta::assert_snapshot!(home.run("accounts --account *o* --sort id --output csv").ok(), @"
    $ daypass accounts --account *o* --sort id --output csv
    account,name,email
    051234567822,Development,aws-development@example.com
    111122223333,Production,aws-production@example.com
    444455556666,Log Archive,aws-log-archive@example.com
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("accounts --offline"), @"
    $ daypass accounts --offline
    [stderr]
    error: no listing of corp is cached
    try: daypass roles --sso-session corp
    [exit 1]
    ");
    insta::assert_snapshot!(home.run("roles --account prod*").ok(), @"
    $ daypass roles --account prod*
    ACCOUNT        NAME         ROLE
    111122223333   Production   AWSPowerUserAccess
    111122223333   Production   AWSReadOnlyAccess
    [exit 0]
    ");
}
