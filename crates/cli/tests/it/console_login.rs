//! Sign-ins with console credentials, as `aws login` makes them: through the browser, into the profile, and out again.
//! `lNN` in a name is the case of that number in the list of cases of `aws login`.

use daypass_simulator::{AutoApprove, Operation, World};
use daypass_testkit::{Home, Outcome};
use std::fs;

const ARN: &str = "arn:aws:iam::051234567822:user/testuser";
const FILE: &str = "a8d5";

fn home(config: &str) -> Home {
    Home::with(World::demo()).config(config)
}

/// Signs in; the browser presses Allow.
fn sign_in(home: &Home, words: &str) -> Outcome {
    home.run_with_browser(&format!("login {words}"), "allow")
}

/// The file of the sign-in.
fn file(home: &Home) -> Option<String> {
    let folder = fs::read_dir(home.path().join(".aws/login/cache")).ok()?;
    let mut names: Vec<_> =
        folder.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names.pop().map(|name| format!(".aws/login/cache/{name}"))
}

fn calls(home: &Home) -> u64 {
    home.server().world().lock().count(Operation::CreateOAuth2Token)
}

/// Makes the keys of the file old, as the AWS guide of such a server does.
fn age(home: &Home) {
    let name = file(home).expect("a sign-in");
    let text = home.read(&name);
    let (head, rest) = text.split_once("\"expiresAt\": \"").expect("a time");
    let (_, tail) = rest.split_once('"').expect("a time");
    home.write(&name, &format!("{head}\"expiresAt\": \"2020-01-01T00:00:00Z\"{tail}"));
}

#[test]
fn l1_l2_a_profile_that_does_not_exist_is_appended_and_works_at_once() {
    let _unused = FILE;
    let before = "# mine\n[default]\nregion = eu-west-1\n";
    let home = home(before);
    let signed_in = sign_in(&home, "--console --profile dev --region us-east-2").ok();
    println!("{signed_in}");
    let config = home.read(".aws/config");
    assert_eq!(config, format!("{before}\n[profile dev]\nlogin_session = {ARN}\nregion = us-east-2\n"));
    let keys = home.run("credentials --profile dev").ok();
    println!("{keys}");
    let whoami = home.run("whoami --profile dev").ok();
    println!("{whoami}");
    assert_eq!(calls(&home), 1);
    age(&home);
    let _keys = home.run("credentials --profile dev").ok();
    assert_eq!(calls(&home), 2);
    let again = home.run("login --profile dev").ok();
    println!("{again}");
}
