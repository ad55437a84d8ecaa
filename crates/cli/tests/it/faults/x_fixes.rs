//! X01, X02 and their kind: a fix never makes another finding appear, and a sign-in moves with the name of its session.
//! T03: what makes a command fail, doctor finds.

use super::t04_environment::{CONFIG, signed_in};
use daypass_testkit::Home;

fn renamed(name: &str) -> String {
    CONFIG
        .replace("[sso-session corp]", &format!("[sso-session {name}]"))
        .replace("= corp\n", &format!("= {name}\n"))
}

/// A home that is signed in to a session of this name, with role credentials in its cache.
fn home(name: &str) -> Home {
    let home = signed_in(CONFIG);
    let _signed_out = home.run("logout --all");
    let home = home.config(&renamed(name));
    let _signed_in = home.run("login --profile p --use-device-code --no-browser").ok();
    let _cached = home.run("credentials --profile p").ok();
    home
}

fn codes(home: &Home) -> Vec<String> {
    let outcome = home.run("doctor --output json");
    let json: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn x01_x02_a_sign_in_moves_with_its_sessions_name() {
    for (name, code, plain) in [
        ("corp;eu", "C116", "corp-eu"),
        ("corp#1", "C116", "corp-1"),
        ("a]b;c", "C116", "a-b-c"),
        ("\u{e9}t\u{e9}", "C118", "ete"),
    ] {
        let home = home(name);
        let before = codes(&home);
        assert!(before.iter().any(|found| found == code), "{name}: {before:?}");
        home.server().world().lock().clear_log();
        let fixed = home.run(&format!("doctor --fix={code}"));
        assert!(
            fixed.stderr.contains(&format!("the sign-in moved to the session's new name, {plain}")),
            "{fixed}"
        );
        let after = codes(&home);
        assert!(after.iter().all(|found| before.contains(found)), "{name}: {before:?}, {after:?}");
        assert!(!after.iter().any(|found| found == code), "{fixed}");
        assert!(home.read(".aws/config").contains(&format!("[sso-session {plain}]\n")), "{fixed}");
        // Out of the cache first, then with the token.
        let cached = home.run("credentials --profile p");
        assert_eq!(cached.code, Some(0), "{name}: {cached}");
        assert_eq!(home.server().world().lock().log().count(), 0, "nothing had to be asked");
        for file in home.snapshot() {
            if file.0.components().any(|part| part.as_os_str() == "cli") {
                std::fs::remove_file(file.0).expect("a role file");
            }
        }
        let again = home.run("credentials --profile p");
        assert_eq!(again.code, Some(0), "{name}: {again}");
        let status = home.run("status");
        assert!(!status.stdout.contains("signed out"), "{name}: {status}");
        // Nothing is left behind that no session owns.
        let _signed_out = home.run(&format!("logout --sso-session {plain}")).ok();
        let left: Vec<_> =
            home.snapshot().into_iter().filter(|(path, _)| path.extension().is_some()).collect();
        assert!(left.is_empty(), "{name}: {left:?}");
    }
}

/// Who is not signed in is told the new name.
#[test]
fn x01_without_a_sign_in_the_name_is_said() {
    let home = Home::new().config(&renamed("corp;eu"));
    let fixed = home.run("doctor --fix=C116");
    assert!(fixed.stderr.contains("the session is called corp-eu now"), "{fixed}");
}

/// What would take another's place, or break what works, is not offered: the finding has no command.
#[test]
fn x02_a_fix_that_would_harm_is_not_made() {
    let inherited = format!("[DEFAULT]\nregion = eu-west-1\n{}", CONFIG.replace("region = eu-west-1\n", ""));
    let home = Home::new().config(&inherited);
    let shown = home.run("doctor");
    assert!(shown.stdout.contains("C122") && !shown.stdout.contains("--fix=C122"), "{shown}");
    let _fixed = home.run("doctor --fix=C122");
    assert_eq!(home.read(".aws/config"), inherited);
}

/// Each home in which a command fails for a reason that lies in it has a finding, and an error or a warning at that,
/// unless the AWS tools can use what daypass cannot.
#[test]
fn t03_what_makes_a_command_fail_is_found() {
    const ROLE: &str = "role_arn = arn:aws:iam::111122223333:role/R\n";
    for (more, words) in [
        // T03-05.
        (format!("[profile b]\nregion = eu-west-1\n[profile a]\nsource_profile = b\n{ROLE}"), "credentials --profile a"),
        // T03-09.
        (format!("[profile a]\nsource_profile = p\nduration_seconds = soon\n{ROLE}"), "credentials --profile a"),
        // T03-03, T06-09.
        (format!("[profile a]\ncredential_source = Toaster\n{ROLE}"), "credentials --profile a"),
        (format!("[profile a]\nweb_identity_token_file = /t\n{ROLE}"), "credentials --profile a"),
        (format!("[profile a]\ncredential_source = Environment\n{ROLE}"), "credentials --profile a"),
        (format!("[profile a]\n{ROLE}"), "credentials --profile a"),
        (format!("[profile a]\nsource_profile = a\n{ROLE}"), "credentials --profile a"),
        (format!("[profile a]\nsource_profile = nobody\n{ROLE}"), "credentials --profile a"),
        ("[profile a]\nsso_session = nobody\nsso_account_id = 111122223333\nsso_role_name = A\n".to_owned(), "login --profile a"),
        ("[profile a]\nsso_session = corp\nsso_account_id = 1111-2222\nsso_role_name = A\n".to_owned(), "credentials --profile a"),
        ("[profile a]\nsso_session = corp\nsso_account_id = 111122223333\n".to_owned(), "credentials --profile a"),
        ("[profile a]\naws_access_key_id = A\n".to_owned(), "credentials --profile a"),
        // X09.
        ("[profile a]\ncredential_process = daypass credential-process --profile nobody\n".to_owned(), "credentials --profile a"),
        ("[profile a]\nservices = nope\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = A\n".to_owned(), "credentials --profile a"),
        ("[sso-session odd]\nsso_region = eu-west-1\n".to_owned(), "login --sso-session odd"),
        ("[sso-session odd]\nsso_start_url = ftp://x\nsso_region = eu-west-1\n".to_owned(), "login --sso-session odd"),
    ] {
        let home = Home::new().config(&format!("{CONFIG}{more}"));
        let failed = home.run(words);
        assert_eq!(failed.code, Some(4), "{more}{failed}");
        let found = codes(&home);
        assert!(!found.is_empty(), "{more}{failed}");
    }
    // T03-08.
    let home = Home::new().config(CONFIG);
    home.write(".config/daypass/settings.toml", "tempalte = \"x\"\n");
    assert_eq!(home.run("accounts").code, Some(4));
    assert_eq!(codes(&home), ["S601"]);
    // X07.
    let home = Home::new().config(CONFIG).set("DAYPASS_EXEC", "ghost");
    assert_eq!(home.run("credentials").code, Some(4));
    assert_eq!(codes(&home), ["E420"]);
    // T03-04: twelve roles in a row are no fault, to any command.
    let chain: String = (0..12)
        .map(|at| {
            format!(
                "[profile r{}]\nsource_profile = {}\n{ROLE}region = eu-west-1\n",
                at + 1,
                if at == 0 { "p".to_owned() } else { format!("r{at}") }
            )
        })
        .collect();
    let home = Home::new().config(&format!("{CONFIG}{chain}"));
    assert_eq!(codes(&home), [""; 0]);
    assert_eq!(home.run("credentials --profile r12").code, Some(3));
}

/// A config file that cannot be read is a finding, not the end of doctor.
#[cfg(unix)]
#[test]
fn t04_a_config_file_that_cannot_be_read() {
    let home = Home::new().config(CONFIG);
    let path = home.path().join(".aws/config");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).expect("a mode");
    let outcome = home.run("doctor");
    if std::fs::read(&path).is_ok() {
        println!("skipped: this user reads everything");
        return;
    }
    assert!(outcome.stdout.contains("C152") && outcome.stdout.contains("fix: chmod u+rw"), "{outcome}");
}
