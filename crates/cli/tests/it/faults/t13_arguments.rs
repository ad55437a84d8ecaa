//! T13: the arguments of processes that daypass starts hold no secret, and its listeners give none away.

use daypass_simulator::{AutoApprove, World};
use daypass_testkit::{
    browser,
    home::{Home, make_executable},
    world::PROFILE_CONFIG,
};
use std::{fs, path::Path, thread};

fn opened(home: &Home) -> String {
    fs::read_to_string(home.path().join("browser-url")).expect("something was opened")
}

#[test]
fn t13_02_the_console_s_token_is_in_no_argument() {
    let home = Home::with(World::demo()).config(PROFILE_CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --use-device-code --no-browser").ok();
    let outcome = home.run_with_browser("console -p p", "allow").ok();
    let address = opened(&home);
    assert!(address.starts_with("http://127.0.0.1:") && !address.contains("Token"), "{address}");
    assert!(
        outcome.page.contains("Signed in to the console as") && outcome.stderr.contains("Opened"),
        "{outcome}"
    );
}

#[test]
fn t13_02_a_console_that_is_not_opened_is_said() {
    let home = Home::with(World::demo()).config(PROFILE_CONFIG).set("BROWSER", "/nonexistent/browser");
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --use-device-code --no-browser").ok();
    let outcome = home.run("console -p p");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stderr.contains("try: daypass console -p p --print"), "{outcome}");
    let outcome = home.run("console --print");
    assert!(outcome.stderr.contains("try: daypass console --print --profile p"), "{outcome}");
    for (typed, expected) in [
        ("lend -- true", "lend --profile p -- <COMMAND>"),
        ("ssh host -- true", "ssh host --profile p -- <COMMAND>"),
        ("exec --serve -- true", "exec --serve --profile p -- <COMMAND>"),
    ] {
        let outcome = home.run(typed);
        assert!(outcome.stderr.ends_with(&format!("usage: daypass {expected}\n")), "{outcome}");
    }
}

/// A browser that tells what it was given, and what the port says to who does not know the short address.
fn asking(home: &Home) -> impl FnOnce() -> (String, String, String) + use<> {
    let url = home.path().join("browser-url");
    move || {
        let page = browser::press_when_opened(&url, "nothing");
        let given = fs::read_to_string(&url).expect("opened");
        let origin = given.split("/go").next().expect("an address");
        let guessed = ["/go", "/go/", "/go/00000000000000000000000000000000", "/"]
            .map(|path| format!("{:?}", browser::exchange("GET", &format!("{origin}{path}"), None)))
            .concat();
        let _signed_in = browser::press(&given, "allow");
        (page, guessed, given)
    }
}

#[test]
fn t13_03_who_knows_the_port_alone_learns_nothing() {
    let home = Home::with(World::demo()).config(PROFILE_CONFIG);
    let person = thread::spawn(asking(&home));
    let script = home.browser_script();
    let mut command = home.command("login --flow pkce");
    let outcome = command.env("BROWSER", script).output().expect("it runs");
    let (page, guessed, given) = person.join().expect("no panic");
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    assert!(!page.is_empty(), "{given}");
    assert!(!given.contains("state=") && !given.contains("challenge"), "{given}");
    let guessed = guessed.to_ascii_lowercase();
    assert!(!guessed.contains("location:") && !guessed.contains("state="), "{guessed}");
}

/// Its arguments, written down.
fn witness(folder: &Path) {
    let script = folder.join("docker");
    fs::copy(folder.join("browser.sh"), &script).expect("a program");
    make_executable(&script);
}

#[test]
fn t13_01_docker_s_arguments_hold_names_alone() {
    let home = Home::with(World::demo()).config(PROFILE_CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --use-device-code --no-browser").ok();
    home.write("browser.sh", "#!/bin/sh\necho \"$@\" > \"$HOME/arguments\"\n");
    witness(home.path());
    let mut served = home.command("serve p --format docker --background --until-exit");
    let script = "PATH=\"$HOME:$PATH\"; eval \"$line\"";
    let line = served.arg(std::process::id().to_string()).output().expect("it runs").stdout;
    let mut shell = home.other("sh");
    let ran = shell.args(["-c", script]).env("line", String::from_utf8_lossy(&line).as_ref());
    assert!(ran.status().expect("a shell").success());
    let arguments = home.read("arguments");
    assert!(arguments.contains("-e AWS_CONTAINER_AUTHORIZATION_TOKEN"), "{arguments}");
    assert!(!arguments.contains('='), "{arguments}");
}
