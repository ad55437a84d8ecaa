//! T06: what stands behind `try:` is run as printed. X05: names that look like options. X12: what is a pattern is marked
//! as one, and does nothing as it stands.

use daypass_simulator::{AutoApprove, World};
use daypass_testkit::{Home, Outcome};

const SESSION: &str = "sso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n";

fn home(config: &str) -> Home {
    let home = Home::with(World::demo()).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home
}

/// The line behind this word, as a shell runs it.
fn run_as_printed(home: &Home, outcome: &Outcome, label: &str) -> Option<Outcome> {
    let line = outcome
        .stderr
        .lines()
        .chain(outcome.stdout.lines())
        .find_map(|line| line.trim_start().strip_prefix(label))?;
    let mut command = home.other("sh");
    command.args(["-c", &format!("daypass() {{ \"$DAYPASS\" \"$@\" --no-input </dev/null; }}\n{line}")]);
    Some(home.finish(line, command))
}

#[test]
fn x05_names_that_look_like_options() {
    for name in ["-s", "--force", "-", "--", "-9"] {
        let home = home(&format!(
            "[sso-session {name}]\n{SESSION}[profile {name}]\nsso_session = {name}\n\
            sso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\n[sso-session other]\n{SESSION}"
        ));
        for (words, label) in [
            (vec!["credentials".to_owned(), format!("--profile={name}")], "try: "),
            (vec!["whoami".to_owned(), format!("--profile={name}")], "try: "),
            (vec!["roles".to_owned(), format!("--sso-session={name}")], "try: "),
            (
                vec![
                    "configure".to_owned(),
                    "sso-session".to_owned(),
                    format!("--sso-session={name}"),
                    "--no-input".to_owned(),
                ],
                "daypass ",
            ),
            (vec!["doctor".to_owned()], "fix: "),
        ] {
            let mut command = home.command("");
            command.args(&words);
            let outcome = home.finish(&words.join(" "), command);
            let Some(again) = run_as_printed(&home, &outcome, label) else { continue };
            assert_ne!(again.code, Some(2), "{name:?}: {outcome}{again}");
        }
        // What it comes to: signed in, by the line that was printed.
        let _signed_out = home.run("logout --all");
        let mut command = home.command("credentials");
        command.arg(format!("--profile={name}"));
        let needs = home.finish("credentials", command);
        assert_eq!(needs.code, Some(3), "{name:?}: {needs}");
        let line = needs.stderr.lines().find_map(|line| line.strip_prefix("try: ")).expect("a remedy");
        let mut command = home.other("sh");
        command.args([
            "-c",
            &format!("daypass() {{ \"$DAYPASS\" \"$@\" --use-device-code --no-browser; }}\n{line}"),
        ]);
        let signed_in = home.finish(line, command);
        assert_eq!(signed_in.code, Some(0), "{name:?}: {signed_in}");
    }
}

#[test]
fn x12_a_pattern_is_marked_and_does_nothing_as_it_stands() {
    let home = home(&format!("[sso-session partners]\n{SESSION}[sso-session production]\n{SESSION}"));
    let before = home.read(".aws/config");
    for words in [
        "configure sso-session --sso-session corp --no-input",
        "configure sso-session --sso-session corp --sso-start-url <URL> --no-input",
        "configure sso-session --sso-start-url https://d-9067000018.awsapps.com/start --no-input",
        "configure sso-session --sso-session corp] --sso-start-url https://d-1.awsapps.com/start --sso-region eu-west-1",
        "configure sso --no-input",
        "configure sso --sso-session partners --sso-account-id 1 --profile x --no-input",
        "login https://example.com/start",
        "exec -- true",
        "use --pick",
    ] {
        let outcome = home.run(words);
        assert_ne!(outcome.code, Some(0), "{outcome}");
        for line in outcome.stderr.lines().filter(|line| line.starts_with("try: ")) {
            assert!(!line.contains(['<', '>']), "{outcome}");
        }
        if let Some(again) = run_as_printed(&home, &outcome, "usage: ") {
            assert_ne!(again.code, Some(0), "{outcome}{again}");
            assert!(outcome.stderr.contains('<'), "{outcome}");
        }
        assert_eq!(home.read(".aws/config"), before, "{outcome}");
    }
    // A circle: each line, run as printed, must not lead to itself.
    let first = home.run("login --sso-session corp");
    let second = run_as_printed(&home, &first, "try: ").expect("a command");
    assert!(second.stderr.contains("\nusage: daypass configure sso-session --sso-session corp"), "{second}");
    let json = home.run("use --pick -o json");
    assert!(json.stderr.contains("\"usage\":[\"daypass\",\"use\",\"<NAME>\"]"), "{json}");
}
