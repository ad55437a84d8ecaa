//! T25: browsers are found as the AWS CLI finds them; after one that fails, the next one is started.

use daypass_simulator::World;
use daypass_testkit::{
    browser,
    home::{Home, make_executable},
    world::SESSION_CONFIG,
};
use std::thread;

/// Signs in with a person at whatever browser records the address.
fn signs_in(home: &Home, variables: &[(&str, &str)]) {
    let url = home.path().join("browser-url");
    drop(std::fs::remove_file(&url));
    let person = thread::spawn(move || browser::press_when_opened(&url, "allow"));
    let mut command = home.command("login --flow pkce --timeout 20s");
    let outcome = command.envs(variables.iter().copied()).output().expect("it runs");
    let page = person.join().expect("no panic");
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    assert!(outcome.status.success() && page.contains("Signed in"), "{variables:?}: {stderr}{page}");
}

#[test]
fn t25_06_the_next_browser_of_the_list_is_tried() {
    let home = Home::with(World::demo()).config(SESSION_CONFIG);
    let good = home.browser_script().display().to_string();
    home.write("bad", "#!/bin/sh\nexit 2\n");
    let bad = home.path().join("bad");
    make_executable(&bad);
    for list in [
        format!("{}:{good}", bad.display()),
        format!("/nonexistent:{}:w3m:{good}", bad.display()),
        format!("{}:{}:{good}", bad.display(), bad.display()),
    ] {
        signs_in(&home, &[("BROWSER", &list)]);
        let _out = home.run("logout").ok();
    }
}

#[test]
fn t25_07_wsl_has_the_browser_of_windows() {
    let home = Home::with(World::demo()).config(SESSION_CONFIG);
    let _script = home.browser_script();
    let record = "> \"$HOME/browser-url.part\"; mv \"$HOME/browser-url.part\" \"$HOME/browser-url\"\n";
    let folder = home.path().display().to_string();
    let path = format!("{folder}:/usr/bin:/bin");
    for (name, script) in [
        (
            "cmd.exe",
            format!(
                "#!/bin/sh\n[ \"$1 $2 $3\" = '/c start ' ] || exit 1\nprintf %s \"$4\" | sed 's/\\^&/\\&/g' {record}"
            ),
        ),
        (
            "powershell.exe",
            format!("#!/bin/sh\nprintf %s \"$4\" | sed \"s/^Start-Process '//; s/'$//\" {record}"),
        ),
    ] {
        home.write(name, &script);
        make_executable(&home.path().join(name));
        signs_in(&home, &[("WSL_DISTRO_NAME", "Ubuntu"), ("PATH", &path)]);
        let _out = home.run("logout").ok();
    }
}
