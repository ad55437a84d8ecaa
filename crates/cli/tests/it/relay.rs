//! `daypass relay` in front of `daypass serve`: a command gets credentials and the variables of no other identity.
#![cfg(target_os = "linux")]

use crate::home::{Home, pause};
use daypass_simulator::World;
use std::{
    io::Write as _,
    process::{Child, Stdio},
};

/// A server at a socket; killed at the end.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn serve(home: &Home, words: &str) -> Served {
    let child = home.command(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    Served(child)
}

const ASK: &str = r#"
rest=${AWS_CONTAINER_CREDENTIALS_FULL_URI#http://127.0.0.1:}
exec 3<>/dev/tcp/127.0.0.1/${rest%%/*}
printf 'GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n' "${rest#*/}" >&3
cat <&3
echo; echo "profile: $AWS_PROFILE"; exit 7
"#;

#[test]
fn a_command_gets_credentials_through_a_socket() {
    let home = Home::with(World::demo()).config(
        "[profile dev]\nsso_session = corp\nsso_account_id = 051234567822\nsso_role_name = AWSPowerUserAccess\n\
         [sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
         sso_registration_scopes = sso:account:access\n",
    );
    let _signed_in = home.run_with_browser("login --profile dev", "allow").ok();
    let script = std::fs::File::create(home.path().join("ask"));
    script.and_then(|mut script| script.write_all(ASK.as_bytes())).expect("a script");
    let socket = home.path().join("sockets/aws.sock");
    let words = format!("relay --socket {} -- bash {}", socket.display(), home.path().join("ask").display());
    let nobody = home.run(&words);
    assert_eq!(nobody.code, Some(1), "{}", nobody.stderr);
    assert!(nobody.stderr.contains("aws.sock: No such file or directory"), "{}", nobody.stderr);
    let _served = serve(&home, &format!("serve dev --socket {}", socket.display()));
    while !socket.exists() {
        pause(20);
    }
    let asked = home.run(&words);
    assert_eq!(asked.code, Some(7), "{}", asked.stderr);
    assert!(
        asked.stdout.contains("SecretAccessKey") && asked.stdout.ends_with("profile: \n"),
        "{}",
        asked.stdout
    );
    let unclear = home.run("relay --socket x --tcp y:1 --port 0");
    assert_eq!(unclear.code, Some(2), "{}", unclear.stderr);
}
