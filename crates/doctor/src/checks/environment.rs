//! Variables that shadow the profile, contradict each other, or lead nowhere.

use super::{Finding, Scene, profiles::is_sso};
use daypass_sso_types::Region;
use daypass_token_cache::time;
use daypass_transport::Endpoint;
use std::path::Path;

fn unset<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    std::iter::once("unset").chain(names).map(str::to_owned).collect()
}

fn export(name: &str, value: &str) -> Vec<String> {
    vec!["export".to_owned(), format!("{name}={value}")]
}

/// E401, E402: which profile is meant.
pub(super) fn profile(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
        if let Some(profile) = scene.var(name).filter(|profile| scene.config.profile(profile).is_none()) {
            findings.push(
                Finding::error("E401", format!("{name} names the profile {profile}, which does not exist"))
                    .affects("every AWS tool started here fails, or goes without a profile")
                    .mend(unset([name])),
            );
        }
    }
    let (one, other) = (scene.var("AWS_PROFILE"), scene.var("AWS_DEFAULT_PROFILE"));
    match (one, other) {
        (Some(one), Some(other)) if one != other => findings.push(
            Finding::error("E402", format!("AWS_PROFILE is {one} and AWS_DEFAULT_PROFILE is {other}"))
                .affects("boto3 takes AWS_DEFAULT_PROFILE, everybody else AWS_PROFILE")
                .mend(unset(["AWS_DEFAULT_PROFILE"])),
        ),
        (None, Some(other)) => findings.push(
            Finding::warning("E402", "AWS_DEFAULT_PROFILE is set and AWS_PROFILE is not")
                .affects("Rust and JavaScript read AWS_PROFILE alone, and take the profile default")
                .mend(export("AWS_PROFILE", other)),
        ),
        _ => {}
    }
    findings
}

/// E403 to E406: keys in the environment.
pub(super) fn keys(scene: &Scene<'_>) -> Vec<Finding> {
    const ALL: [&str; 4] =
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION"];
    let mut findings = Vec::new();
    let (id, secret) = (scene.var("AWS_ACCESS_KEY_ID"), scene.var("AWS_SECRET_ACCESS_KEY"));
    match (id, secret) {
        (Some(_), Some(_)) => {
            if let Some(name) = scene.var("AWS_PROFILE").or_else(|| scene.var("AWS_DEFAULT_PROFILE")) {
                findings.push(
                    Finding::error("E403", format!("keys in the environment shadow the profile {name}"))
                        .affects("the AWS CLI, boto3, Rust and Go use the keys; JavaScript uses the profile")
                        .mend(unset(ALL)),
                );
            } else if scene.current_profile().is_some_and(|profile| is_sso(&profile)) {
                findings.push(
                    Finding::warning("E403", "keys in the environment shadow the profile default")
                        .affects("every AWS tool uses the keys")
                        .mend(unset(ALL)),
                );
            }
        }
        (None, None) => {
            if scene.var("AWS_SESSION_TOKEN").is_some() {
                findings.push(
                    Finding::warning("E404", "AWS_SESSION_TOKEN is set without keys")
                        .affects("nobody yet; it spoils the next keys that are set here")
                        .mend(unset(["AWS_SESSION_TOKEN"])),
                );
            }
        }
        _ => findings.push(
            Finding::error(
                "E404",
                "one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set without the other",
            )
            .affects("boto3 and the AWS CLI fail; the others ignore it")
            .mend(unset(ALL)),
        ),
    }
    if scene.var("AWS_SECURITY_TOKEN").is_some_and(|old| scene.var("AWS_SESSION_TOKEN") != Some(old)) {
        findings.push(
            Finding::warning("E405", "AWS_SECURITY_TOKEN is set, and is not AWS_SESSION_TOKEN")
                .affects("boto3 reads the old name too")
                .mend(unset(["AWS_SECURITY_TOKEN"])),
        );
    }
    if let Some(text) = scene.var("AWS_CREDENTIAL_EXPIRATION").filter(|_| id.is_some()) {
        let over = time::parse(text).is_none_or(|end| end <= scene.now);
        if over {
            findings.push(
                Finding::error(
                    "E406",
                    "the keys in the environment have expired, says AWS_CREDENTIAL_EXPIRATION",
                )
                .affects("boto3 and the AWS CLI refuse to use them; the others are refused by AWS")
                .mend(unset(ALL)),
            );
        }
    }
    findings
}

/// E407 to E409: the region.
pub(super) fn region(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (one, other) = (scene.var("AWS_REGION"), scene.var("AWS_DEFAULT_REGION"));
    match (one, other) {
        (None, Some(other)) => findings.push(
            Finding::warning("E407", "AWS_DEFAULT_REGION is set and AWS_REGION is not")
                .affects("JavaScript does not read AWS_DEFAULT_REGION")
                .mend(export("AWS_REGION", other)),
        ),
        (Some(one), Some(other)) if one != other => findings.push(
            Finding::warning("E408", format!("AWS_REGION is {one} and AWS_DEFAULT_REGION is {other}"))
                .affects("boto3 takes AWS_DEFAULT_REGION, everybody else AWS_REGION")
                .mend(export("AWS_DEFAULT_REGION", one)),
        ),
        _ => {}
    }
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
        let value = scene.variables.get(name);
        if value.is_some_and(|value| Region::new(value.clone()).is_err()) {
            findings.push(
                Finding::error("E409", format!("{name} is no region such as eu-west-1"))
                    .affects("every AWS tool fails; with an empty one Rust and JavaScript do")
                    .mend(unset([name])),
            );
        }
    }
    findings
}

/// E410, E411: which files are read.
pub(super) fn files(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let seen =
        [("AWS_CONFIG_FILE", &scene.config_file), ("AWS_SHARED_CREDENTIALS_FILE", &scene.credentials_file)];
    for (name, file) in seen {
        let Some(value) = scene.variables.get(name) else {
            if let Some(file) = file.as_ref().filter(|file| file.exists && !file.is_file) {
                findings.push(
                    Finding::error("E410", "this is no file")
                        .at(&file.path, None)
                        .affects("the AWS tools go without it")
                        .mend([
                            "mv".to_owned(),
                            file.path.display().to_string(),
                            format!("{}.old", file.path.display()),
                        ]),
                );
            }
            continue;
        };
        if file.as_ref().is_none_or(|file| !file.is_file) {
            let message =
                if value.is_empty() { format!("{name} is empty") } else { format!("{name} names no file") };
            let who = match value.is_empty() {
                true => "Rust, boto3 and the AWS CLI read no file; JavaScript and Go read the usual one",
                false => "every AWS tool goes without it",
            };
            findings.push(Finding::error("E410", message).affects(who).mend(unset([name])));
        } else if value.starts_with('~') || value.contains('$') {
            let whole = file.as_ref().map(|file| file.path.display().to_string()).unwrap_or_default();
            findings.push(
                Finding::warning("E411", format!("{name} has a '~' or '$' that not every tool expands"))
                    .affects("Go does not expand it; JavaScript loses the sso-session sections")
                    .mend(export(name, &whole)),
            );
        }
    }
    findings
}

/// E412: certificate authorities.
pub(super) fn certificates(scene: &Scene<'_>) -> Vec<Finding> {
    let readers = [
        ("AWS_CA_BUNDLE", "the AWS CLI, boto3, Go and daypass cannot make any call"),
        ("SSL_CERT_FILE", "Rust, Go and OpenSSL programs cannot make any call"),
        ("NODE_EXTRA_CA_CERTS", "JavaScript warns, and goes without it"),
        ("REQUESTS_CA_BUNDLE", "the AWS CLI and boto3 cannot make any call"),
    ];
    let lost = readers.into_iter().filter_map(|(name, who)| {
        let path = Path::new(scene.var(name)?);
        // REQUESTS_CA_BUNDLE may be a folder.
        let is_there = (scene.is_file)(path) || (name == "REQUESTS_CA_BUNDLE" && path.is_dir());
        (!is_there)
            .then(|| Finding::error("E412", format!("{name} names no file")).affects(who).mend(unset([name])))
    });
    lost.collect()
}

/// E413 to E415: where services are called.
pub(super) fn endpoints(scene: &Scene<'_>) -> Vec<Finding> {
    const SIGN_IN: [&str; 3] = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC"];
    let mut findings = Vec::new();
    let is_on = |name| scene.var(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let set: Vec<&str> = SIGN_IN
        .into_iter()
        .chain(["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_SIGNIN"])
        .filter(|name| scene.var(name).is_some())
        .collect();
    for name in &set {
        if Endpoint::custom(scene.var(name).unwrap_or_default()).is_err() {
            findings.push(
                Finding::error("E413", format!("{name} is no http or https address"))
                    .affects("every AWS tool that reads it fails")
                    .mend(unset([*name])),
            );
        }
    }
    let signing: Vec<&str> = set.iter().copied().filter(|name| SIGN_IN.contains(name)).collect();
    if let (false, false) = (signing.is_empty(), is_on("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
        findings.push(
            Finding::warning(
                "E414",
                format!("{} is set: sign-ins and their tokens go there", signing.join(", ")),
            )
            .affects("the AWS CLI and the SDKs; Go minds the two of sign-in alone")
            .mend(unset(signing)),
        );
    }
    if !set.is_empty() && (is_on("AWS_USE_FIPS_ENDPOINT") || is_on("AWS_USE_DUALSTACK_ENDPOINT")) {
        findings.push(
            Finding::error("E415", "an endpoint is set together with FIPS or dual stack")
                .affects("Rust, JavaScript and Go refuse the two together; boto3 takes the endpoint")
                .mend(unset(set)),
        );
    }
    findings
}

/// E416, E417: switches and numbers that are neither.
pub(super) fn values(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let switches =
        ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"];
    for name in switches {
        let is_switch = |value: &str| ["true", "false"].contains(&value.to_ascii_lowercase().as_str());
        if scene.var(name).is_some_and(|value| !is_switch(value)) {
            findings.push(
                Finding::warning("E416", format!("{name} is neither true nor false"))
                    .affects("some AWS tools fail, the others take it for false")
                    .mend(export(name, "true")),
            );
        }
    }
    let modes = ["standard", "adaptive", "legacy"];
    let bad_number = scene.var("AWS_MAX_ATTEMPTS").is_some_and(|value| value.parse::<u32>().is_err());
    let bad_mode = scene.var("AWS_RETRY_MODE").is_some_and(|value| !modes.contains(&value));
    for (name, _) in
        [("AWS_MAX_ATTEMPTS", bad_number), ("AWS_RETRY_MODE", bad_mode)].iter().filter(|(_, bad)| *bad)
    {
        findings.push(
            Finding::error("E417", format!("{name} has a value that the AWS tools do not know"))
                .affects("the AWS CLI, boto3 and JavaScript fail with every call")
                .mend(unset([*name])),
        );
    }
    findings
}

/// E418, E419: sources of credentials that are not profiles.
pub(super) fn other_sources(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(file), Some(_)) = (scene.var("AWS_WEB_IDENTITY_TOKEN_FILE"), scene.var("AWS_ROLE_ARN")) {
        let names = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"];
        if !(scene.is_file)(Path::new(file)) {
            findings.push(
                Finding::error("E418", "AWS_WEB_IDENTITY_TOKEN_FILE names no file")
                    .affects("AWS tools without a profile try it before anything else, and fail")
                    .mend(unset(names)),
            );
        }
    }
    let uris = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
    if let [Some(_), Some(_)] = uris.map(|name| scene.var(name)) {
        findings.push(
            Finding::warning("E419", "both container credentials URIs are set")
                .affects("the relative one wins everywhere: a daypass serve is not asked")
                .mend(unset(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"])),
        );
    }
    if let Some(file) = scene.var("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
        let token = std::fs::read(file).unwrap_or_default();
        if token.is_empty() || token.ends_with(b"\n") || token.ends_with(b"\r") {
            findings.push(
                Finding::error("E419", "the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is absent, empty or ends in a newline")
                    .affects("Rust, boto3 and Go fail; JavaScript asks again without the token")
                    .mend(unset(["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"])),
            );
        }
    }
    findings
}
