//! T03, T08, T18, T20 of sign-ins: what a command says of a sign-in is what the next one finds, and a sign-out takes
//! all that belongs to it.

use super::aged::{CONFIG, TOKEN, aged, signed_in, spoil};
use daypass_simulator::{AutoApprove, Operation, World};
use daypass_testkit::home::Home;

const LEGACY: &str = "\
[profile old]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
";

/// A script signs in on exit 3 and asks again.
fn script(home: &Home, profile: &str) -> u32 {
    for sign_ins in 0..5 {
        let outcome = home.run(&format!("credentials -p {profile}"));
        match outcome.code {
            Some(0) => return sign_ins,
            Some(3) => {
                let _ok = home.run(&format!("login --profile {profile} --use-device-code --no-browser")).ok();
            }
            _ => panic!("{outcome}"),
        }
    }
    panic!("it does not end")
}

#[test]
fn t03_01_what_a_refused_token_taught_is_remembered() {
    let mut world = World::demo();
    world.set_auto_approve(AutoApprove::Allow);
    let home = Home::with(world).config(LEGACY);
    let _ok = home.run("login --profile old --no-browser").ok();
    home.server().world().lock().end_sessions();
    assert_eq!(home.run("credentials -p old").code, Some(3));
    let status = home.run("status");
    assert_eq!(status.code, Some(3), "{status}");
    assert_eq!(script(&home, "old"), 1);

    // The same with a session whose refresh token is refused as well, and with one that renews to a token that is
    // refused.
    let home = signed_in();
    home.server().world().lock().end_sessions();
    assert_eq!(script(&home, "dev"), 1);
    let home = signed_in();
    let refused = r#"GetRoleCredentials answer={"status": 401, "headers": {"x-amzn-errortype": "UnauthorizedException"}, "json": {"message": "no"}} x2"#;
    spoil(&home, refused);
    assert_eq!(script(&home, "dev"), 1);
}

#[test]
fn t08_06_t18_02_a_token_of_another_portal_is_no_sign_in() {
    for (from, to) in [("start\n", "start/#/\n"), ("start\n", "start#\n")] {
        let home = signed_in();
        home.write(".aws/config", &CONFIG.replace(from, to));
        let outcome = home.run("login").ok();
        assert!(outcome.stderr.contains("Nothing to do"), "{to}: {outcome}");
    }
    for (from, to) in [("eu-west-1", "us-east-1"), ("d-9067000018", "d-9067000019")] {
        let home = signed_in();
        home.write(".aws/config", &CONFIG.replace(from, to));
        let status = home.run("status");
        assert!(status.code == Some(3) && status.stdout.contains("signed in elsewhere"), "{status}");
        let outcome = home.run("login --no-browser --use-device-code");
        assert!(!outcome.stderr.contains("Nothing to do"), "{to}: {outcome}");
        let world = home.server().world();
        assert!(world.lock().count(Operation::StartDeviceAuthorization) > 0, "{to}: {outcome}");
    }
}

#[test]
fn t18_01_a_token_without_the_end_of_its_registration() {
    let home = aged("GetRoleCredentials latency=1");
    let text = home.read(TOKEN);
    let (before, rest) = text.split_once("\"registrationExpiresAt\": \"").expect("an end");
    let (_, after) = rest.split_once("\", ").expect("a member behind");
    home.write(TOKEN, &format!("{before}{after}"));
    let status = home.run("status").ok();
    assert!(status.stdout.contains("renews at next use"), "{status}");
    assert!(!status.stdout.contains("does not renew"), "{status}");
    let _ok = home.run("credentials -p dev").ok();
}

#[test]
fn t20_05_a_token_that_is_about_to_end_for_good() {
    let mut world = World::demo().with_settings(|settings| settings.session_seconds = 29);
    world.set_auto_approve(AutoApprove::Allow);
    let home = Home::with(world).config(LEGACY);
    let _ok = home.run("login --profile old --no-browser").ok();
    let outcome = home.run("login --profile old --no-browser").ok();
    assert!(!outcome.stderr.contains("Nothing to do"), "{outcome}");
    assert_eq!(home.server().world().lock().count(Operation::StartDeviceAuthorization), 2);
}

const CHAIN: &str = "\
[profile chain]
role_arn = arn:aws:iam::051234567822:role/R
source_profile = dev
";
const STRANGER: &str = r#"{"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;

fn left(home: &Home, folder: &str) -> Vec<String> {
    let names = std::fs::read_dir(home.path().join(folder)).into_iter().flatten().flatten();
    let mut names: Vec<_> = names.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn t03_02_the_wide_sign_out_takes_what_the_narrow_one_takes() {
    for words in ["logout --sso-session corp", "logout", "logout --all"] {
        let home = signed_in();
        home.write(".aws/config", &format!("{CONFIG}{CHAIN}"));
        let _ok = home.run("credentials -p dev").ok();
        // Where `credentials -p chain` stores it: the SHA-1 of `{"RoleArn": "…"}`.
        home.write(".aws/cli/cache/885e7b3fcf736e1b86d4d307d1a5a826adad22cf.json", STRANGER);
        home.write(".aws/cli/cache/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.json", STRANGER);
        let _ok = home.run(words).ok();
        let stranger = ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.json"];
        assert_eq!(left(&home, ".aws/cli/cache"), stranger, "{words}");
        assert_eq!(left(&home, ".aws/sso/cache"), [""; 0], "{words}");
    }
}

#[test]
fn t06_12_the_region_of_a_token_that_does_not_say_it() {
    let home = signed_in();
    let text = home.read(TOKEN).replace("\"region\": \"eu-west-1\"", "\"region\": \"\"");
    home.write(TOKEN, &text);
    let outcome = home.run("logout -o json").ok();
    assert!(outcome.stdout.contains("\"revoked\": 1"), "{outcome}");
}

#[test]
fn t17_13_what_is_of_other_tools_stays_or_is_named_by_its_file() {
    let home = signed_in();
    let registration = r#"{"clientId": "c", "clientSecret": "s", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let theirs = ".aws/sso/cache/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.json";
    home.write(theirs, registration);
    home.write(
        ".aws/sso/cache/kiro-auth-token.json",
        r#"{"accessToken": "t", "expiresAt": "2040-01-01T00:00:00Z"}"#,
    );
    let outcome = home.run("logout").ok();
    assert!(home.path().join(theirs).exists(), "{outcome}");
    assert!(outcome.stderr.contains("kiro-auth-token.json"), "{outcome}");
}

#[test]
fn x13_signing_out_needs_no_region() {
    let home = signed_in().set("AWS_REGION", "mars 1");
    for words in ["logout --all --dry-run", "logout --sso-session corp"] {
        let _ok = home.run(words).ok();
    }
    assert_eq!(left(&home, ".aws/sso/cache"), [""; 0]);
}

#[test]
fn x14_x15_what_is_damaged_goes_too() {
    let home = signed_in();
    let role = format!(
        r#"{{"ProviderType": "sso", {}"#,
        STRANGER.trim_start_matches('{').replace("Expiration", "End")
    );
    home.write(".aws/cli/cache/cccccccccccccccccccccccccccccccccccccccc.json", &role);
    home.write(".aws/cli/cache/dddddddddddddddddddddddddddddddddddddddd.json.corrupt", &role);
    std::fs::create_dir_all(home.path().join(".aws/sso/cache/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee.json"))
        .expect("a folder");
    let listed = home.run("logout --all --dry-run").ok();
    assert!(listed.stderr.contains("cccccccc") && listed.stderr.contains("dddddddd"), "{listed}");
    let _ok = home.run("logout --all").ok();
    assert_eq!(left(&home, ".aws/cli/cache"), [""; 0]);
    assert_eq!(left(&home, ".aws/sso/cache"), ["eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee.json.corrupt"]);
}
