//! Settings that an organisation hands out: from a file and over https, pinned, shown, undone, read again.

use crate::{home::Home, vanity::Company};
use std::fs;

const FILE: &str = "format = 1\ntemplate = '{account}.{role}'\nregions = ['eu-west-1']\n\
    [sso-session.corp]\nstart_url = 'https://d-9067000018.awsapps.com/start'\nregion = 'eu-west-1'\n\
    [guard.'prod*']\nask = 'name'\n";

#[test]
fn a_file_is_shown_kept_obeyed_read_again_and_undone() {
    let home = Home::new();
    home.write("company.toml", FILE);
    let source = home.path().join("company.toml").display().to_string();
    let plan = home.run(&format!("settings import {source} --plan")).ok();
    assert_eq!(
        plan.stdout,
        "+ guard.prod*.ask = name\n+ regions = eu-west-1\n+ sso-session.corp.region = eu-west-1\n\
         + sso-session.corp.start_url = https://d-9067000018.awsapps.com/start\n+ template = {account}.{role}\n"
    );
    assert!(!home.path().join(".config/daypass/imported.toml").exists());
    let asked = home.run(&format!("settings import {source}"));
    assert!(asked.code == Some(2) && asked.stderr.contains("--sha256"), "{asked}");
    drop(home.run(&format!("settings import {source} --yes")).ok());
    let shown = home.run("settings --output text").ok().stdout;
    assert!(shown.contains("regions\teu-west-1\t~/.config/daypass/imported.toml:5\n"), "{shown}");
    // One's own value goes before it.
    home.write(".config/daypass/settings.toml", "regions = ['us-east-1']\n");
    let shown = home.run("settings --output text").ok().stdout;
    assert!(
        shown.contains("regions\tus-east-1\t~/.config/daypass/settings.toml:1\teu-west-1 (~/.config"),
        "{shown}"
    );
    // A session that it defines is written where every tool finds it.
    let login = home.run("login corp --no-browser --use-device-code --timeout 1s");
    assert!(home.read(".aws/config").contains("[sso-session corp]"), "{login}");
    assert!(home.run("settings import --refresh").ok().stderr.contains("has not changed"));
    home.write("company.toml", &FILE.replace("'name'", "'yes'"));
    let changed = home.run("settings import --refresh --yes").ok();
    assert_eq!(changed.stdout, "~ guard.prod*.ask = yes (was name)\n");
    drop(home.run("settings import --undo").ok());
    assert!(home.read(".config/daypass/imported.toml").contains("ask = 'name'"));
    let twice = home.run("settings import --undo");
    assert_eq!(twice.code, Some(4), "one step back: {twice}");
    fs::remove_file(home.path().join(".config/daypass/imported.toml")).expect("removed");
    drop(home.run(&format!("settings import {source} --yes")).ok());
    drop(home.run("settings import --undo").ok());
    assert!(!home.path().join(".config/daypass/imported.toml").exists());
    assert_eq!(home.run("settings import --refresh").code, Some(4));
}

#[test]
fn what_could_run_a_program_or_is_broken_changes_nothing() {
    let home = Home::new();
    for (text, said) in [
        ("format = 1\nbrowser = 'sh -c evil'\n", "company.toml:2: an imported file cannot set `browser`"),
        (
            "format = 1\nkeys = { cli_pager = 'evil' }\n",
            "the key `cli_pager` cannot be set: an imported file may set output",
        ),
        ("format = 1\nallowed_endpoints = ['evil.example']\n", "cannot set `allowed_endpoints`"),
        ("format = 1\n[locked]\nforbid = ['device-code']\n", "an imported file locks nothing"),
        ("<html>", "this is not valid TOML"),
        ("format = 2\n", "it needs a newer daypass"),
    ] {
        home.write("company.toml", text);
        let refused = home.run(&format!("settings import {}/company.toml --yes", home.path().display()));
        assert!(refused.code == Some(4) && refused.stderr.contains(said), "{text}: {refused}");
    }
    assert_eq!(home.run("settings import /nowhere/x.toml").code, Some(4));
    assert_eq!(home.run("settings import http://example.com/x.toml").code, Some(2));
    assert!(!home.path().join(".config/daypass/imported.toml").exists());
}

#[test]
fn over_https_a_digest_says_which_file_is_meant() {
    const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 38\r\nConnection: close\r\n\r\n\
        format = 1\nregions = [ 'eu-west-1', ]\n";
    let company = Company::open(ANSWER);
    let home = company.home();
    let url = &company.url;
    let seen = home.run(&format!("settings import {url} --plan")).ok();
    let digest =
        seen.stderr.split("sha256 ").nth(1).expect("a digest").split_whitespace().next().expect("hex");
    // `--yes` agrees to nothing that came over the network.
    let asked = home.run(&format!("settings import {url} --yes"));
    assert_eq!(asked.code, Some(2), "{asked}");
    let other = home.run(&format!("settings import {url} --sha256 {}", "0".repeat(64)));
    assert!(other.code == Some(5) && other.stderr.contains("is not the file that is expected"), "{other}");
    drop(home.run(&format!("settings import {url} --sha256 {digest}")).ok());
    let kept = home.read(".config/daypass/imported.toml");
    assert!(kept.starts_with(&format!("# imported from {url}\n# sha256 {digest}\nformat = 1\n")), "{kept}");
    // Nobody is followed elsewhere.
    let elsewhere = Company::redirecting();
    let refused = elsewhere.home().run(&format!("settings import {} --plan", elsewhere.url));
    assert!(refused.code == Some(6) && refused.stderr.contains("HTTP 30"), "{refused}");
}
