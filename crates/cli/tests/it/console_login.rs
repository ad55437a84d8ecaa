//! Sign-ins with console credentials, as `aws login` makes them: through the browser, into the profile, and out again.
//! `lNN` in a name is the case of that number in the list of cases of `aws login`.

use daypass_simulator::{ConsoleRefresh, Operation, Settings, World};
use daypass_testkit::{Home, Outcome};
use std::{fs, thread};

pub(crate) const ARN: &str = "arn:aws:iam::051234567822:user/testuser";
pub(crate) const DEV: &str = "--console --profile dev --region us-east-2";

pub(crate) fn home(config: &str) -> Home {
    home_of(config, |_| ())
}

pub(crate) fn home_of(config: &str, change: impl FnOnce(&mut Settings)) -> Home {
    Home::with(World::demo().with_settings(change)).config(config)
}

/// Signs in; the browser presses this button.
pub(crate) fn sign_in(home: &Home, words: &str) -> Outcome {
    home.run_with_browser(&format!("login {words}"), "allow")
}

/// The file of the sign-in, if there is one.
pub(crate) fn file(home: &Home) -> Option<String> {
    let folder = fs::read_dir(home.path().join(".aws/login/cache")).ok()?;
    let mut names = folder.flatten().map(|file| file.file_name().to_string_lossy().into_owned());
    names.next().map(|name| format!(".aws/login/cache/{name}"))
}

pub(crate) fn calls(home: &Home) -> u64 {
    home.server().world().lock().count(Operation::CreateOAuth2Token)
}

pub(crate) fn fault(home: &Home, line: &str) {
    home.server().world().lock().add_fault(line.parse().expect("a fault"));
}

/// Puts this expiry into the file, as 15 minutes would.
pub(crate) fn age(home: &Home, to: &str) {
    let name = file(home).expect("a sign-in");
    let text = home.read(&name);
    let (head, rest) = text.split_once("\"expiresAt\": \"").expect("a time");
    let (_, tail) = rest.split_once('"').expect("a time");
    home.write(&name, &format!("{head}\"expiresAt\": \"{to}\"{tail}"));
}

pub(crate) const LONG_AGO: &str = "2020-01-01T00:00:00Z";

#[test]
fn l2_l4_a_profile_that_does_not_exist_is_appended_with_its_region_and_works_at_once() {
    let before = "# mine\n[default]\nregion = eu-west-1\n";
    let home = home(before);
    let signed_in = sign_in(&home, DEV).ok();
    assert!(signed_in.stderr.contains(&format!("Signed in to AWS as {ARN}. Keys until ")), "{signed_in}");
    let config = home.read(".aws/config");
    assert_eq!(config, format!("{before}\n[profile dev]\nlogin_session = {ARN}\nregion = us-east-2\n"));
    let keys = home.run("credential-process --profile dev").ok();
    assert!(keys.stdout.contains("\"AccountId\": \"051234567822\""), "l53, l54: {keys}");
    let whoami = home.run("whoami --profile dev").ok();
    assert!(whoami.stdout.contains(&format!("\"Arn\": \"{ARN}\"")), "{whoami}");
    let text = home.read(&file(&home).expect("a file"));
    assert!(text.contains("\"signInRegion\": \"us-east-2\""), "l4");
    assert_eq!(calls(&home), 1, "l29");
    age(&home, LONG_AGO);
    for _ in 0..2 {
        let _keys = home.run("credentials --profile dev").ok();
        assert_eq!(calls(&home), 2, "l30");
    }
    let again = home.run("login --profile dev").ok();
    assert!(again.stderr.contains("Nothing to do (--force signs in again)."), "{again}");
    assert_eq!(calls(&home), 2);
    // l9: the same session again, without a question; everything is new.
    let former = home.read(&file(&home).expect("a file"));
    let _forced = sign_in(&home, "--profile dev --force").ok();
    assert_ne!(home.read(&file(&home).expect("a file")), former);
    assert_eq!(home.read(".aws/config"), config);
}

#[test]
fn l1_l3_the_default_profile_and_a_name_that_no_tool_reads() {
    let home = home("[default]\nregion = eu-west-1\n");
    let _signed_in = sign_in(&home, "--console").ok();
    assert_eq!(home.read(".aws/config"), format!("[default]\nregion = eu-west-1\nlogin_session = {ARN}\n"));
    // The AWS CLI writes a header that no tool reads, and says that it went well.
    let (before, calls_before) = (home.snapshot(), calls(&home));
    let home = home.set("AWS_PROFILE", "my prof");
    let outcome = home.run("login --console --region eu-west-1");
    assert_ne!(outcome.code, Some(0), "{outcome}");
    assert!(outcome.stderr.contains("no spelling of this name is read by every tool"), "{outcome}");
    assert_eq!((home.snapshot(), calls(&home)), (before, calls_before));
}

#[test]
fn l5_without_a_region_nothing_is_sent() {
    let home = home("");
    let outcome = home.run("login --console --profile dev");
    assert_eq!(outcome.code, Some(2), "{outcome}");
    assert!(outcome.stderr.contains("no region says where to sign in"), "{outcome}");
    assert!(outcome.stderr.contains("daypass login --console --profile dev --region <REGION>"), "{outcome}");
    assert_eq!(home.server().world().lock().log().count(), 0);
}

#[test]
fn l7_l8_a_profile_with_another_source_is_refused_before_anything_is_sent() {
    for (keys, named) in [
        ("aws_access_key_id = A\naws_secret_access_key = B\n", "aws_access_key_id"),
        ("aws_secret_access_key = B\n", "aws_secret_access_key"),
        ("role_arn = r\nsource_profile = s\n", "role_arn"),
        ("credential_process = x\n", "credential_process"),
        ("web_identity_token_file = x\n", "web_identity_token_file"),
        ("sso_session = corp\n", "IAM Identity Center"),
        ("sso_account_id = 1\nsso_role_name = R\n", "IAM Identity Center"),
    ] {
        let home = home(&format!("[profile dev]\n{keys}"));
        let before = home.snapshot();
        let outcome = home.run(&format!("login {DEV}"));
        assert_eq!(outcome.code, Some(4), "{outcome}");
        let message = format!("profile dev gets its credentials by {named}, and keeps doing so");
        assert!(outcome.stderr.contains(&message), "{outcome}");
        assert_eq!((home.snapshot(), home.server().world().lock().log().count()), (before, 0), "{keys}");
    }
}

#[test]
fn l10_l11_another_identity_changes_nothing_and_says_what_is_left() {
    let config = "[profile dev]\nlogin_session = arn:aws:iam::111122223333:user/other\nregion = us-east-2\n";
    let home = home(config);
    let before = home.snapshot();
    let outcome = sign_in(&home, "--profile dev");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("Nothing has changed."), "{outcome}");
    assert!(outcome.stderr.contains("left over"), "{outcome}");
    assert_eq!(home.snapshot(), before);
}

#[test]
fn l12_l13_keys_in_the_environment_are_told_to_win() {
    let home = home("").set("AWS_ACCESS_KEY_ID", "AKIAX").set("AWS_SECRET_ACCESS_KEY", "x");
    let home = home.set("AWS_REGION", "us-east-2");
    let outcome = sign_in(&home, "--console").ok();
    assert!(
        outcome.stderr.contains("AWS_ACCESS_KEY_ID in the environment wins over the profile"),
        "{outcome}"
    );
}

#[test]
fn l14_l15_a_refusal_in_the_browser_is_told_and_nothing_is_written() {
    let home = home("");
    let before = home.snapshot();
    let outcome = home.run_with_browser(&format!("login {DEV}"), "deny");
    assert_eq!(outcome.code, Some(7), "{outcome}");
    assert!(outcome.stderr.contains("access_denied: The request was denied by the user."), "{outcome}");
    assert_eq!(home.read(".aws/config"), "");
    assert_eq!(file(&home), None);
    assert_eq!(before.len(), home.snapshot().len(), "{:?}", home.snapshot());
}

#[test]
fn l23_l26_l27_what_the_service_refuses() {
    for (line, code, said) in [
        ("authcode_expired", 7, "its code has expired"),
        ("insufficient_permissions", 7, "SignInLocalDevelopmentAccess"),
        ("lose_reply", 6, "its code may be used up"),
        ("user_credentials_changed", 1, "the console sign-in was refused"),
    ] {
        let home = home("");
        fault(&home, &format!("CreateOAuth2Token {line}"));
        let outcome = sign_in(&home, DEV);
        assert_eq!(outcome.code, Some(code), "{line}: {outcome}");
        assert!(outcome.stderr.contains(said), "{line}: {outcome}");
        assert_eq!((file(&home), calls(&home)), (None, 1), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn l28_a_folder_that_takes_no_file_is_found_before_the_browser() {
    let home = home("");
    home.write(".aws/login", "a file, not a folder");
    let outcome = home.run(&format!("login {DEV}"));
    assert_ne!(outcome.code, Some(0), "{outcome}");
    assert!(outcome.stderr.contains("a console sign-in could not be stored"), "{outcome}");
    assert_eq!(home.server().world().lock().log().count(), 0);
}

#[test]
fn l62_the_folder_of_the_variable_is_expanded_and_an_empty_one_is_none() {
    let of_home = if cfg!(windows) { "$USERPROFILE/y" } else { "$HOME/y" };
    for (value, folder) in [("~/x", "x"), (of_home, "y"), ("", ".aws/login/cache")] {
        let home = home("").set("AWS_LOGIN_CACHE_DIRECTORY", value);
        let _signed_in = sign_in(&home, DEV).ok();
        let files = fs::read_dir(home.path().join(folder)).expect(folder).count();
        assert_eq!(files, 1, "{value}");
    }
}

#[test]
fn l39_sixteen_processes_on_an_expired_single_use_session_make_one_refresh() {
    let home = home_of("", |settings| settings.console_refresh = ConsoleRefresh::ReuseEndsSession);
    let _signed_in = sign_in(&home, DEV).ok();
    for round in 0..3 {
        age(&home, LONG_AGO);
        let before = calls(&home);
        let outcomes: Vec<Outcome> = thread::scope(|scope| {
            let all: Vec<_> =
                (0..16).map(|_| scope.spawn(|| home.run("credentials --profile dev"))).collect();
            all.into_iter().map(|one| one.join().expect("a process")).collect()
        });
        assert!(outcomes.iter().all(|one| one.code == Some(0)), "{round}: {}", outcomes[0]);
        assert_eq!(calls(&home), before + 1, "{round}");
    }
}

#[test]
fn l33_l38_an_ended_session_suggests_the_sign_in_that_helps() {
    let home = home("");
    let _signed_in = sign_in(&home, DEV).ok();
    home.server().world().lock().end_sessions();
    age(&home, LONG_AGO);
    let outcome = home.run("credentials --profile dev");
    assert_eq!(outcome.code, Some(3), "{outcome}");
    assert!(outcome.stderr.contains("(the last one is over)"), "{outcome}");
    assert!(outcome.stderr.contains("try: daypass login --profile dev\n"), "{outcome}");
    let _signed_in = sign_in(&home, "--profile dev").ok();
    let _keys = home.run("credentials --profile dev").ok();
}

#[test]
fn l52_a_role_over_a_console_sign_in() {
    let home = Home::with(World::scenario("chained").expect("a scenario"))
        .config("[profile role]\nrole_arn = arn:aws:iam::051234567822:role/Any\nsource_profile = dev\n");
    let _signed_in = sign_in(&home, DEV).ok();
    let outcome = home.run("credentials --profile role");
    // The scenario's roles trust whom they name: what counts is that STS was asked with the keys of the sign-in.
    assert!(
        outcome.stderr.contains(&format!("User: {ARN} is not authorized to perform: sts:AssumeRole")),
        "{outcome}"
    );
}

/// A chain is followed as credentials follow it, to the profile whose sign-in it is.
#[test]
fn a_sign_in_for_a_profile_that_leads_to_another_is_the_other_s() {
    let home = home(
        "[profile tool]\ncredential_process = daypass credential-process --profile dev\n\
         [profile role]\nrole_arn = arn:aws:iam::051234567822:role/Any\nsource_profile = tool\n",
    );
    let _signed_in = sign_in(&home, DEV).ok();
    for profile in ["dev", "tool", "role"] {
        let again = home.run(&format!("login --profile {profile}")).ok();
        assert!(again.stderr.starts_with(&format!("{ARN} is signed in.")), "{profile}: {again}");
        let anew = sign_in(&home, &format!("--force --profile {profile}")).ok();
        assert!(anew.stderr.contains("Profile dev uses this sign-in."), "{profile}: {anew}");
    }
}

#[test]
fn l55_l56_l57_a_sign_out_removes_the_file_and_says_what_lives_on() {
    let home = home("[profile other]\nregion = us-east-2\n");
    let _signed_in = sign_in(&home, DEV).ok();
    home.write(
        ".aws/config",
        &format!("{}[profile other]\nlogin_session = {ARN}\n", home.read(".aws/config")),
    );
    let config = home.read(".aws/config");
    let planned = home.run("logout --profile dev --dry-run").ok();
    assert!(planned.stderr.contains(&format!("Would sign out of {ARN}; nothing was changed.")), "{planned}");
    let outcome = home.run("logout --profile dev").ok();
    assert!(outcome.stderr.contains("AWS keeps the session for up to 12 hours"), "{outcome}");
    assert!(outcome.stderr.contains("2 profiles share this sign-in: other, dev"), "{outcome}");
    assert_eq!((file(&home), home.read(".aws/config")), (None, config));
    let again = home.run("logout --profile dev").ok();
    assert!(again.stderr.contains(&format!("Nobody was signed in as {ARN}.")), "{again}");
    let gone = home.run("whoami --profile dev");
    assert_eq!(gone.code, Some(3), "{gone}");
}

#[test]
fn l58_l59_l60_a_sign_out_of_all_removes_orphans_and_survives_junk() {
    let home = home("");
    let _signed_in = sign_in(&home, DEV).ok();
    home.write(".aws/config", "");
    home.write(".aws/login/cache/list.json", "[]");
    home.write(".aws/login/cache/folder/x", "");
    // The AWS CLI's spelling knows IAM Identity Center alone.
    let _sso = home.run("sso logout").ok();
    assert!(file(&home).is_some());
    let outcome = home.run("logout --all").ok();
    assert!(outcome.stderr.contains(&format!("Signed out of {ARN}.")), "{outcome}");
    let mut left: Vec<_> = fs::read_dir(home.path().join(".aws/login/cache"))
        .expect("a folder")
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["folder", "list.json"]);
}

#[test]
fn l61_the_verbose_log_has_no_secret() {
    let home = home("");
    let signed_in = home.run_with_browser(&format!("login {DEV} -vv"), "allow").ok();
    age(&home, LONG_AGO);
    let refreshed = home.run("whoami --profile dev -vv").ok();
    let text = format!("{signed_in}{refreshed}");
    let file: serde_json::Value =
        serde_json::from_str(&home.read(&file(&home).expect("a file"))).expect("JSON");
    for secret in ["/refreshToken", "/idToken", "/accessToken/secretAccessKey", "/accessToken/sessionToken"] {
        let secret = file.pointer(secret).and_then(serde_json::Value::as_str).expect(secret);
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(!text.contains("BEGIN EC") && !text.contains("codeVerifier") && !text.contains("eyJ"), "{text}");
}
