//! Texts that become a host name or a page: start URLs, regions, console pages (T15).

use super::super::{
    attack::{Attack, Kind, Verdict, through},
    victim::{Victim, VictimHome},
    weak::Weakness,
};

/// A start URL and a region that daypass is told to write into a config, or that a config holds.
const SESSIONS: &[(&str, &str, &str)] = &[
    ("T15-02 user name", "https://d-1234567890.awsapps.com@evil.example/start", "eu-west-1"),
    ("T15-03 backslash", "https://d-1234567890.awsapps.com/start/\\#/", "eu-west-1"),
    ("password", "https://a:b@d-1234567890.awsapps.com/start", "eu-west-1"),
    ("no TLS", "http://d-1234567890.awsapps.com/start", "eu-west-1"),
    ("script", "javascript:alert(1)//", "eu-west-1"),
    ("file", "file:///etc/passwd", "eu-west-1"),
    ("blank", "https://evil.example/ d-1234567890.awsapps.com", "eu-west-1"),
    ("newline", "https://d-1234567890.awsapps.com/start\n[profile evil]", "eu-west-1"),
    ("escape", "https://d-1234567890.awsapps.com/\u{1b}[2J", "eu-west-1"),
    ("no host", "https:///start", "eu-west-1"),
    ("backslash host", "https:\\\\evil.example\\start", "eu-west-1"),
    ("region with a host", "https://d-1234567890.awsapps.com/start", "eu-west-1.evil.example"),
    ("region with a path", "https://d-1234567890.awsapps.com/start", "evil.example/"),
    ("region with a user name", "https://d-1234567890.awsapps.com/start", "x@evil.example"),
    ("region with a query", "https://d-1234567890.awsapps.com/start", "evil.example?"),
    ("region with a fragment", "https://d-1234567890.awsapps.com/start", "evil#"),
    ("region with a port", "https://d-1234567890.awsapps.com/start", "evil:80"),
    ("region with a newline", "https://d-1234567890.awsapps.com/start", "eu-west-1\nx"),
    ("region of letters that look alike", "https://d-1234567890.awsapps.com/start", "еu-west-1"),
    ("empty region", "https://d-1234567890.awsapps.com/start", ""),
];

/// A page of the console that is asked for (T15-04).
const PAGES: &[(&str, &str)] = &[
    ("T15-04 another host", "https://console.evil.example/s3"),
    ("user name", "https://console.aws.amazon.com@evil.example/"),
    ("no TLS", "http://console.aws.amazon.com/"),
    ("suffix", "https://console.aws.amazon.com.evil.example/"),
    ("prefix", "https://evilconsole.aws.amazon.com.example/"),
    ("another host by slashes", "//evil.example/"),
    ("another host by backslashes", "/\\evil.example/"),
    ("script", "javascript:alert(1)"),
    ("another port", "https://console.aws.amazon.com:444@evil.example/"),
    ("newline", "/s3\r\nX: y"),
];

pub(super) fn kind() -> Kind {
    let typed = SESSIONS.iter().map(|(name, url, region)| {
        Attack::new(format!("{name}, typed"), Weakness::TakesSessions, move |victim| {
            typed(victim, url, region)
        })
    });
    let configured = SESSIONS.iter().filter(|(_, url, region)| !url.contains('\n') && !region.contains('\n'));
    let configured = configured.map(|(name, url, region)| {
        Attack::new(format!("{name}, configured"), Weakness::TakesSessions, move |victim| {
            configured_(victim, url, region)
        })
    });
    Kind { name: "addresses", attacks: typed.chain(configured).collect(), lawful: Vec::new() }
}

pub(super) fn pages() -> Kind {
    let attacks = PAGES
        .iter()
        .map(|(name, page)| Attack::new(*name, Weakness::TakesPages, move |victim| page_of(victim, page)));
    Kind { name: "console pages", attacks: attacks.collect(), lawful: Vec::new() }
}

fn typed(victim: Victim, url: &str, region: &str) -> Verdict {
    let scene = VictimHome::new()?.unset("AWS_ENDPOINT_URL");
    let before = config(&scene);
    let words = [
        "configure",
        "sso-session",
        "--no-input",
        "--sso-session",
        "new",
        "--sso-region",
        region,
        "--sso-start-url",
        url,
    ];
    let seen = victim.run(&scene, &words)?;
    refused(seen.code, &before, &config(&scene)).map_err(|failure| failure.with(&seen))?;
    let seen =
        victim.run(&scene, &["login", url, "--sso-region", region, "--no-browser", "--timeout", "1s"])?;
    refused(seen.code, &before, &config(&scene)).map_err(|failure| failure.with(&seen))
}

/// Nothing is called: the simulator hears nothing, and it is a fault of the configuration.
fn configured_(victim: Victim, url: &str, region: &str) -> Verdict {
    let scene = VictimHome::new()?;
    scene.write(
        ".aws/config",
        &format!(
            "[sso-session corp]\nsso_start_url = {url}\nsso_region = {region}\nsso_registration_scopes = sso:account:access\n"
        ),
    )?;
    let seen = victim.line(&scene, "login --sso-session corp --no-browser --use-device-code --timeout 1s")?;
    let before = config(&scene);
    let called = scene.world().lock().log().count();
    if called > 0 {
        return through(format!("{called} calls\n{}", seen.text()));
    }
    refused(seen.code, &before, &config(&scene)).map_err(|failure| failure.with(&seen))
}

fn config(scene: &VictimHome) -> String {
    std::fs::read_to_string(scene.home().join(".aws/config")).unwrap_or_default()
}

/// It fails as a fault of what was typed or configured, and nothing was written.
fn refused(code: Option<i32>, before: &str, after: &str) -> Verdict {
    if !matches!(code, Some(2 | 4)) {
        return through(format!("it is taken, or fails as something else ({code:?})"));
    }
    if before == after { Ok(()) } else { through("it is in the config") }
}

fn page_of(victim: Victim, page: &str) -> Verdict {
    let scene = VictimHome::signed_in(false)?;
    let seen = victim.run(&scene, &["console", "-p", "p", "--shortcut", "--print", "--destination", page])?;
    handed_on(&seen.stdout).map_err(|failure| failure.with(&seen))
}

/// Nothing, or a page below the host of AWS's console.
fn handed_on(stdout: &str) -> Verdict {
    const OWN: [&str; 2] =
        ["https://eu-west-1.console.aws.amazon.com/", "https%3A%2F%2Feu-west-1.console.aws.amazon.com%2F"];
    match stdout.trim().split(['?', '&']).find(|part| part.to_lowercase().starts_with("destination=")) {
        Some(page) if !OWN.iter().any(|own| page.get(12..).is_some_and(|page| page.starts_with(own))) => {
            through(format!("{page:?} is handed on"))
        }
        None if !stdout.trim().is_empty() => through(format!("{stdout:?} has no page")),
        Some(_) | None => Ok(()),
    }
}
