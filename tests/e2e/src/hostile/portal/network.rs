//! Proxies and browsers as the AWS CLI knows them (T25): a variable that the AWS CLI does not obey leads no token
//! anywhere, and an exception from the proxy is one.

use super::super::{
    attack::{Attack, Kind, Lawful, Verdict, through},
    recorder::Recorder,
    victim::{Victim, VictimHome, mode},
    weak::Weakness,
};
use std::{fs, thread, time::Duration};

/// Variables; `RECORDER` is the host and port of a recording server, `PORTAL` those of the portal.
type Row = (&'static str, &'static [(&'static str, &'static str)]);

/// The portal has to be asked without a proxy, and answers.
const DIRECT: &[Row] = &[
    ("T25-01 ALL_PROXY, SOCKS", &[("ALL_PROXY", "socks5h://RECORDER")]),
    ("T25-01 ALL_PROXY", &[("ALL_PROXY", "http://RECORDER")]),
    ("T25-01 all_proxy", &[("all_proxy", "http://RECORDER")]),
    ("HTTPS_PROXY, for http", &[("HTTPS_PROXY", "http://RECORDER")]),
    ("T25-04 NO_PROXY is all", &[("HTTP_PROXY", "http://RECORDER"), ("NO_PROXY", "*")]),
    ("T25-05 NO_PROXY with a port", &[("HTTP_PROXY", "http://RECORDER"), ("NO_PROXY", "PORTAL")]),
    ("NO_PROXY, an address", &[("HTTP_PROXY", "http://RECORDER"), ("NO_PROXY", "10.0.0.1, 127.0.0.1")]),
    ("NO_PROXY, a network", &[("http_proxy", "http://RECORDER"), ("no_proxy", "127.0.0.0/8")]),
    (
        "a proxy of another tool",
        &[
            ("GLOBAL_AGENT_HTTP_PROXY", "http://RECORDER"),
            ("npm_config_proxy", "http://RECORDER"),
            ("FTP_PROXY", "http://RECORDER"),
        ],
    ),
    (
        "metadata of an instance",
        &[
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://RECORDER"),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://RECORDER/x"),
        ],
    ),
];

/// Browsers of which one has to get the address: `BAD` fails, `GOOD` is the person's.
const BROWSERS: &[Row] = &[
    ("T25-06 a browser that fails", &[("BROWSER", "BAD:GOOD")]),
    ("T25-06 one that is not there", &[("BROWSER", "/nonexistent:BAD:GOOD")]),
    ("T25-07 that of Windows", &[("WSL_DISTRO_NAME", "x")]),
];

pub(super) fn kind() -> Kind {
    let direct =
        |row: &'static Row| Attack::new(row.0, Weakness::ObeysProxies, move |victim| direct(victim, row.1));
    let browser = |row: &'static Row| Lawful::new(row.0, move || browser(row.1));
    Kind {
        name: "network",
        attacks: DIRECT.iter().map(direct).collect(),
        lawful: BROWSERS.iter().map(browser).collect(),
    }
}

fn direct(victim: Victim, variables: &[(&str, &str)]) -> Verdict {
    let recorder = Recorder::start()?;
    let mut scene = VictimHome::signed_in(true)?;
    let portal = scene.url().trim_start_matches("http://").to_owned();
    for (name, value) in variables {
        let value = value.replace("RECORDER", &format!("127.0.0.1:{}", recorder.port()));
        scene = scene.set(*name, value.replace("PORTAL", &portal));
    }
    let seen = victim.line(&scene, "credentials -p p")?;
    judge(&scene, &recorder).map_err(|failure| failure.with(&seen))?;
    if seen.code == Some(0) { Ok(()) } else { Err(seen.text().into()) }
}

fn judge(scene: &VictimHome, recorder: &Recorder) -> Verdict {
    let heard = recorder.heard();
    scene.no_secret_in("what the proxy got", &heard)?;
    if heard.is_empty() { Ok(()) } else { through(format!("the proxy was asked: {heard:?}")) }
}

fn browser(variables: &[(&str, &str)]) -> Verdict {
    let scene = VictimHome::new()?;
    scene.fault("CreateToken authorization_pending always")?;
    let good = "#!/bin/sh\nprintf '%s\\n' \"$@\" > ~/opened.part; mv ~/opened.part ~/opened\n";
    for (name, script) in [("good", good), ("bad", "#!/bin/sh\nexit 2\n"), ("bin/cmd.exe", good)] {
        scene.write(name, script)?;
        mode(&scene.home().join(name), 0o755)?;
    }
    let home = scene.home().display().to_string();
    let mut scene = scene.set("PATH", format!("{home}/bin:/usr/bin:/bin"));
    for (name, value) in variables {
        let value = value.replace("GOOD", &format!("{home}/good")).replace("BAD", &format!("{home}/bad"));
        scene = scene.set(*name, value);
    }
    let seen = scene.line("login --sso-session corp --use-device-code --timeout 2s")?;
    for _ in 0..50 {
        if fs::exists(scene.home().join("opened")).unwrap_or(false) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(seen.text().into())
}
