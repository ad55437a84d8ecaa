//! `exec PROFILE` on a terminal: a shell that says who it is in.

use super::signed_in;
use daypass_testkit::terminal;
use expectrl::Expect as _;

#[test]
fn a_shell_that_says_who_it_is_in() {
    let home = signed_in();
    let mut command = home.command("exec work");
    command.env("SHELL", "/bin/sh");
    let mut session = terminal::open(command).expect("a pseudo-terminal");
    session.expect("This shell is work (account 111122223333)").expect("says who it is in");
    session.send("printf '<%s>\\n' \"$DAYPASS_EXEC\"; exit 7\r").expect("typed");
    session.expect("<work>").expect("the variable of the prompt");
    assert_eq!(terminal::ended(session).0, 7);
}

#[test]
fn a_shell_with_the_credentials_of_the_picked_profile() {
    let home = signed_in();
    let named_only = home.read(".aws/config").replace("[default]", "[profile other]");
    home.write(".aws/config", &named_only);
    let mut command = home.command("exec");
    command.env("SHELL", "/bin/sh");
    let mut session = terminal::open(command).expect("a pseudo-terminal");
    session.expect("Which profile or role").expect("the question");
    session.send("work\r").expect("typed");
    session.expect("This shell is work (account 111122223333)").expect("says who it is in");
    session.send("exit 0\r").expect("typed");
    assert_eq!(terminal::ended(session).0, 0);
}
