//! T10: a profile name that daypass gave stays with its account and role for as long as it stands in the file.

use daypass_simulator::{AutoApprove, World};
use daypass_testkit::Home;

const SESSION: &str = "\
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
";

fn world(roles: &str) -> World {
    let text = format!(
        "name = \"names\"\nusers = [\"testuser@example.com\"]\n[[account]]\nid = \"111122223333\"\nname = \"prod\"\n\
         roles = [{roles}]\n"
    );
    World::from_toml(&text).expect("a world")
}

fn home(roles: &str, config: &str) -> Home {
    let home = Home::with(world(roles)).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

#[test]
fn t10_01_a_new_role_moves_no_name() {
    let first = home("\"Admin\", \"ReadOnly\"", SESSION);
    let wrote = first.run("configure populate --template {account} --yes").ok();
    // T10-02: the template cannot tell roles apart.
    assert!(wrote.stderr.contains("names are not unique without {role} in the template"), "{wrote}");
    let config = first.read(".aws/config");
    // The same home, when a role is assigned that sorts before the others.
    let later = home("\"AAA\", \"Admin\", \"ReadOnly\"", &config);
    let outcome = later.run("configure populate --template {account} --yes").ok();
    insta::assert_snapshot!(outcome.stdout, @"
    1 account, 3 roles → 3 profiles: 1 new, 2 as they are.

     + [profile prod-111122223333]  111122223333
    ");
    let config = later.read(".aws/config");
    for (name, role) in [("prod", "Admin"), ("prod-2", "ReadOnly"), ("prod-111122223333", "AAA")] {
        let section = format!(
            "[profile {name}]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = {role}\n"
        );
        assert!(config.contains(&section), "{config}");
    }
}

#[test]
fn a_new_template_renames_for_who_asks_for_it() {
    let home = home("\"Admin\"", SESSION);
    let _wrote = home.run("configure populate --yes").ok();
    insta::assert_snapshot!(home.run("configure populate --template {role}@{account} --yes").ok(), @"
    $ daypass configure populate --template {role}@{account} --yes
    1 account, 1 role → 1 profile: all as they are.
    [stderr]
    1 profile with another name than the template gives (--rename changes it).
    Nothing to write.
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("configure populate --template {role}@{account} --rename --prune --yes").ok(), @"
    $ daypass configure populate --template {role}@{account} --rename --prune --yes
    1 account, 1 role → 1 profile: 1 new, 1 no longer wanted, 0 as they are.

     + [profile Admin@prod]  111122223333
     - [profile prod.Admin]  now called Admin@prod
    [stderr]
    Wrote 2 changes to ~/.aws/config.
    To undo it: daypass configure populate --undo
    [exit 0]
    ");
    let undone = home.run("configure populate --undo --yes").ok();
    assert!(undone.stderr.ends_with("~/.aws/config is as it was before the run.\n"), "{undone}");
}

#[test]
fn undo_says_what_it_leaves() {
    let home = home("\"Admin\", \"ReadOnly\", \"Audit\"", SESSION);
    let _wrote = home.run("configure populate --yes").ok();
    // One is the user's own from now on, one has a line more.
    let config = home
        .read(".aws/config")
        .replace("sso_role_name = Audit\n", "sso_role_name = Audit\ncli_pager = less\n")
        .replace("sso_role_name = Admin\ndaypass_session = corp\n", "sso_role_name = Admin\n");
    home.write(".aws/config", &config);
    insta::assert_snapshot!(home.run("configure populate --undo --yes").ok(), @"
    $ daypass configure populate --undo --yes
     - [profile prod.ReadOnly]
    [stderr]
    warning: not undone: [profile prod.Admin] is gone, or no longer a profile of daypass
    warning: not undone: [profile prod.Audit] was changed since (cli_pager)
    ~/.aws/config has these profiles as they were before the run.
    [exit 0]
    ");
    let left = home.read(".aws/config");
    assert!(left.contains("[profile prod.Admin]") && left.contains("[profile prod.Audit]"), "{left}");
    assert!(!left.contains("[profile prod.ReadOnly]"), "{left}");
}

/// T17-05: what SECURITY.md says of the state folder.
#[cfg(unix)]
#[test]
fn t17_05_the_state_folder_is_the_owners_alone_and_stays() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home("\"Admin\"", SESSION);
    let _wrote = home.run("configure populate --yes").ok();
    let _signed_out = home.run("logout --all").ok();
    let mut folders = vec![home.path().join(".local/state/daypass")];
    let mut kinds = Vec::new();
    while let Some(folder) = folders.pop() {
        let mode =
            |path: &std::path::Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                kinds.push(entry.file_name().into_string().expect("UTF-8"));
                folders.push(entry.path());
            } else {
                assert_eq!(mode(&entry.path()), 0o600, "{}", entry.path().display());
            }
        }
    }
    kinds.sort();
    assert_eq!(kinds, ["backups", "clients", "listings", "locks", "users"]);
    let _offline = home.run("roles --offline --sso-session corp").ok();
    let _undone = home.run("configure populate --undo --yes").ok();
}
