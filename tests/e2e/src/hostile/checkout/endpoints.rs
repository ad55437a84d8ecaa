//! A config file that is not the person's own chooses the endpoint: a recording server there gets no token.

use super::{
    super::{
        attack::{Attack, Kind, Lawful, Verdict},
        recorder::Recorder,
        victim::{CONFIG, Victim, VictimHome, mode},
        weak::Weakness,
    },
    endpoint_rows::{CHECKOUT, How, ROWS, Row},
};
use std::fs;

const NOTHING: Row = ("nothing", CHECKOUT, "", "credentials -p p", false, &[]);

pub(super) fn kind() -> Kind {
    let attacks = ROWS
        .iter()
        .map(|row| Attack::new(row.0, Weakness::ObeysEndpoints, move |victim| attack(victim, row)));
    let lawful = LAWFUL.iter().map(|row| Lawful::new(row.0, move || lawful(row)));
    let twin = Lawful::twin(Weakness::ObeysEndpoints, |victim| attack(victim, &NOTHING));
    Kind { name: "endpoints", attacks: attacks.collect(), lawful: lawful.chain([twin]).collect() }
}

fn attack(victim: Victim, row: &Row) -> Verdict {
    let (_, how, _, line, aged, real) = row;
    let recorder = Recorder::start()?;
    let mut scene = prepared(*aged)?;
    let url = scene.url();
    for service in *real {
        scene = scene.set(format!("AWS_ENDPOINT_URL_{service}"), &url);
    }
    let scene = planted(scene.unset("AWS_ENDPOINT_URL"), *how, row.2, &recorder.url())?;
    let seen = victim.line(&scene, line)?;
    judge(&scene, &recorder).map_err(|failure| failure.with(&seen))
}

/// Signed in for real once, so that there is a registration, and keys where STS is asked.
fn prepared(aged: bool) -> Result<VictimHome, String> {
    let scene = VictimHome::new()?;
    for line in ["login --sso-session corp --use-device-code --no-browser", "credentials -p p"] {
        let seen = scene.line(line)?;
        if seen.code != Some(0) {
            return Err(seen.text());
        }
    }
    let mut scene = learned(scene)?;
    if aged {
        scene = scene.with_token(true)?;
    }
    // The role credentials would be an answer by themselves.
    if !aged {
        return Ok(scene);
    }
    drop(fs::remove_dir_all(scene.home().join(".aws/cli")));
    Ok(scene)
}

/// Remembers every secret of the caches.
pub(super) fn learned(mut scene: VictimHome) -> Result<VictimHome, String> {
    const SECRETS: [&str; 8] = [
        "accessToken",
        "refreshToken",
        "clientSecret",
        "SecretAccessKey",
        "SessionToken",
        "dpopKey",
        "secretAccessKey",
        "sessionToken",
    ];
    let caches = [".aws/sso/cache", ".aws/cli/cache", ".aws/login/cache"];
    let caches = caches.map(|cache| scene.home().join(cache));
    for entry in caches.iter().flat_map(fs::read_dir).flatten().flatten() {
        let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
        let json: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        for object in [Some(&json), json.get("Credentials"), json.get("accessToken")].into_iter().flatten() {
            let texts = SECRETS.iter().filter_map(|member| object.get(*member)?.as_str());
            scene.secrets.extend(texts.map(str::to_owned));
        }
    }
    if scene.secrets.len() < 5 { Err("secrets are missing".to_owned()) } else { Ok(scene) }
}

/// The person's own config goes; that of the checkout comes.
fn planted(scene: VictimHome, how: How, lines: &str, url: &str) -> Result<VictimHome, String> {
    let lines = lines.replace("RECORDER", url).replace("LOCALHOST", &url.replace("127.0.0.1", "localhost"));
    let checkout = scene.home().join("src/app");
    let project = checkout.display().to_string();
    let config = format!("{CONFIG}{lines}\n");
    // What is in the caches already is no matter of endpoints.
    if !lines.contains("sts =") && !lines.contains("signin =") && !lines.contains("role_arn") {
        drop(fs::remove_dir_all(scene.home().join(".aws/cli")));
    }
    match how {
        How::Config(variable) => {
            scene.write("src/app/config", &config)?;
            // A way that leads through this folder needs it.
            fs::create_dir_all(scene.home().join(".config/aws")).map_err(|error| error.to_string())?;
            let value = variable.replace("WHOLE", &project);
            Ok(scene.set("PROJECT", project).set("AWS_CONFIG_FILE", value))
        }
        How::Link => {
            scene.write("src/app/config", &config)?;
            #[cfg(unix)]
            std::os::unix::fs::symlink(checkout.join("config"), scene.home().join(".aws/project"))
                .map_err(|error| error.to_string())?;
            Ok(scene.set("AWS_CONFIG_FILE", "~/.aws/project"))
        }
        #[cfg(unix)]
        How::LinkedFolder => {
            scene.write("src/app/config", &config)?;
            std::os::unix::fs::symlink(&checkout, scene.home().join(".aws/work"))
                .map_err(|error| error.to_string())?;
            Ok(scene.set("AWS_CONFIG_FILE", "~/.aws/work/config"))
        }
        #[cfg(not(unix))]
        How::LinkedFolder => Err("no links".to_owned()),
        How::At(name) => {
            scene.write(name, &config)?;
            Ok(scene.set("AWS_CONFIG_FILE", format!("~/{name}")))
        }
        How::Credentials => {
            scene.write("src/app/credentials", &format!("[p]\n{lines}\n"))?;
            Ok(scene.set("AWS_SHARED_CREDENTIALS_FILE", format!("{project}/credentials")))
        }
        How::Mode(name, wide) => {
            scene.write(".aws/config", &config)?;
            mode(&scene.home().join(".aws").join(name), wide)?;
            Ok(scene)
        }
    }
}

/// The recorder heard no secret.
fn judge(scene: &VictimHome, recorder: &Recorder) -> Verdict {
    scene.no_secret_in("what the endpoint got", &recorder.heard())
}

/// The person's own choices: what is set, and what stands in which file below the home.
type Use = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

const LAWFUL: &[Use] = &[
    ("the own config", &[], ".aws/config", "endpoint_url = URL"),
    (
        "services of the own config",
        &[],
        ".aws/config",
        "services = s\n[services s]\nsso =\n  endpoint_url = URL\nsso_oidc =\n  endpoint_url = URL",
    ),
    ("the own config by name", &[("AWS_CONFIG_FILE", "~/.aws/config")], ".aws/config", "endpoint_url = URL"),
    ("another file in ~/.aws", &[("AWS_CONFIG_FILE", "~/.aws/work")], ".aws/work", "endpoint_url = URL"),
    (
        "a file in ~/.config/aws",
        &[("AWS_CONFIG_FILE", "$HOME/.config/aws/config")],
        ".config/aws/config",
        "endpoint_url = URL",
    ),
    ("the environment", &[("AWS_ENDPOINT_URL", "URL")], ".aws/config", ""),
    (
        "the environment, by service",
        &[("AWS_ENDPOINT_URL_SSO", "URL"), ("AWS_ENDPOINT_URL_SSO_OIDC", "URL")],
        ".aws/config",
        "",
    ),
    (
        "the environment over a checkout",
        &[("AWS_CONFIG_FILE", "~/src/app/config"), ("AWS_ENDPOINT_URL", "URL")],
        "src/app/config",
        "endpoint_url = http://127.0.0.1:9",
    ),
    ("loopback by name", &[("AWS_ENDPOINT_URL", "LOCALHOST")], ".aws/config", ""),
    (
        "a host that was allowed",
        &[("AWS_CONFIG_FILE", "~/src/app/config")],
        "src/app/config",
        "endpoint_url = URL",
    ),
];

fn lawful(row: &Use) -> Verdict {
    let (_, variables, file, lines) = row;
    let mut scene = VictimHome::new()?.unset("AWS_ENDPOINT_URL").with_token(true)?;
    let url = scene.url();
    let named = url.replace("127.0.0.1", "localhost");
    let with_url = |text: &str| text.replace("URL", &url).replace("LOCALHOST", &named);
    if *file == "src/app/config" {
        let host = url.trim_start_matches("http://");
        scene.write(".config/daypass/settings.toml", &format!("allowed_endpoints = [\"{host}\"]\n"))?;
    }
    scene.write(file, &format!("{CONFIG}{}\n", with_url(lines)))?;
    for (name, value) in *variables {
        let value = if *name == "AWS_CONFIG_FILE" { (*value).to_owned() } else { with_url(value) };
        scene = scene.set(*name, value);
    }
    for line in ["credentials -p p", "status -p p", "accounts -p p"] {
        let seen = scene.line(line)?;
        if seen.code != Some(0) || seen.stderr.contains("warning") {
            return Err(seen.text().into());
        }
    }
    Ok(())
}
