//! T21: no input and no working folder ends in a panic; questions are asked on a terminal.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};
use expectrl::{Eof, Error, Expect as _, Regex, process::unix::WaitStatus, session::OsSession};
use std::time::Duration;

const CONFIG: &str = "\
[profile data]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[sso-session other]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
";

/// Two sessions, no default, a terminal; signed in to one of them.
fn home() -> Home {
    let home = Home::with(World::demo()).config(CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

/// T21-01 and its siblings: every command that may have to ask who is meant.
#[test]
fn t21_01_who_is_meant_is_asked_on_a_terminal() {
    let home = home();
    for words in [
        "login",
        "login --force --use-device-code --no-browser",
        "whoami",
        "credentials",
        "console --print",
        "exec -- true",
        "serve",
        "accounts",
        "roles",
        "logout",
        "status",
        "configure populate --plan",
    ] {
        let mut command = home.hearing(words);
        command.env("TERM", "xterm");
        let mut session = OsSession::spawn(command).expect("a pseudo-terminal");
        session.set_expect_timeout(Some(Duration::from_secs(10)));
        // Whatever is asked, the first answer is taken; a list drops what was typed before it was there, so that an
        // answer may have to be given again.
        let (mut shown, mut again) = (String::new(), 0);
        loop {
            let found = match session.expect(Regex(r"▏|\[Y/n\] |\[y/N\] |FULL_URI")) {
                Ok(found) => String::from_utf8_lossy(found.as_bytes()).into_owned(),
                Err(Error::ExpectTimeout) if again < 3 => {
                    again += 1;
                    session.send("\r").expect("typed");
                    continue;
                }
                Err(_) => break,
            };
            // A server goes on until it is told to end.
            let key = if found.ends_with("FULL_URI") { "\x03" } else { "\r" };
            shown.push_str(&found);
            session.send(key).expect("typed");
        }
        let rest = session.expect(Eof).expect("it ends");
        shown.push_str(&String::from_utf8_lossy(rest.as_bytes()));
        assert!(!shown.contains("panicked"), "{words}: {shown}");
        let status = session.get_process().wait().expect("a status");
        assert!(
            matches!(status, WaitStatus::Exited(_, code) if [0, 2, 3, 4, 130].contains(&code)),
            "{words}: {status:?} {shown}"
        );
    }
}
