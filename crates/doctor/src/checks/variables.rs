//! Checks of variables that name missing files, wrong endpoints or unused sources, or have invalid values.

use crate::{Finding, ManualStep, view::SnapshotView};
use daypass_sso_types::Remedy;
use daypass_transport::Endpoint;
use std::path::{Path, PathBuf};

/// E410, E411: the variables of the config and credentials files.
pub(super) fn files(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let seen =
        [("AWS_CONFIG_FILE", &view.config_file), ("AWS_SHARED_CREDENTIALS_FILE", &view.credentials_file)];
    for (name, file) in seen {
        let Some(value) = view.variables.get(name) else {
            if let Some(file) = file.as_ref().filter(|file| file.exists && !file.is_file) {
                findings.push(
                    Finding::error("E410", "this is not a regular file")
                        .at(&file.path, None)
                        .affects("the AWS tools ignore it")
                        .step(ManualStep::MoveAside(file.path.clone())),
                );
            }
            continue;
        };
        if value.is_empty() || file.as_ref().is_some_and(|file| !file.is_file) {
            let message =
                if value.is_empty() { format!("{name} is empty") } else { format!("{name} names no file") };
            let who = match value.is_empty() {
                true => "Rust, boto3 and the AWS CLI read no file; JavaScript and Go read the usual one",
                false => "every AWS tool ignores it",
            };
            findings.push(Finding::error("E410", message).affects(who).unset([name]));
        } else if value.starts_with('~') || value.contains('$') {
            let whole = file.as_ref().map(|file| file.path.display().to_string()).unwrap_or_default();
            findings.push(
                Finding::warning("E411", format!("{name} has a '~' or '$' that not every tool expands"))
                    .affects("Go does not expand it; JavaScript loses the sso-session sections")
                    .export(name, &whole),
            );
        }
    }
    findings
}

/// Variables that name files of certificate authorities, and the tools that fail if the file is missing.
const CERTIFICATES: [(&str, &str); 4] = [
    ("AWS_CA_BUNDLE", "the AWS CLI, boto3, Go and daypass cannot make any call"),
    ("SSL_CERT_FILE", "Rust, Go and OpenSSL programs cannot make any call"),
    ("NODE_EXTRA_CA_CERTS", "JavaScript warns and ignores it"),
    ("REQUESTS_CA_BUNDLE", "the AWS CLI and boto3 cannot make any call"),
];

/// E412: files of certificate authorities that do not exist.
pub(super) fn certificates(view: &SnapshotView<'_>) -> Vec<Finding> {
    let lost = CERTIFICATES.into_iter().filter_map(|(name, who)| {
        let fact = view.facts.get(Path::new(view.var(name)?))?;
        // REQUESTS_CA_BUNDLE can be a folder.
        let is_there = fact.is_file || (name == "REQUESTS_CA_BUNDLE" && fact.is_folder);
        (!is_there)
            .then(|| Finding::error("E412", format!("{name} names no file")).affects(who).unset([name]))
    });
    lost.collect()
}

/// E413 to E415: endpoint variables.
pub(super) fn endpoints(view: &SnapshotView<'_>) -> Vec<Finding> {
    const SIGN_IN: [&str; 3] = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC"];
    let mut findings = Vec::new();
    let is_on = |name| view.var(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let set: Vec<&str> = SIGN_IN
        .into_iter()
        .chain(["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_SIGNIN"])
        .filter(|name| view.var(name).is_some())
        .collect();
    for name in &set {
        if Endpoint::custom(view.var(name).unwrap_or_default()).is_err() {
            findings.push(
                Finding::error("E413", format!("{name} is not an http or https address"))
                    .affects("every AWS tool that reads it fails")
                    .unset([*name]),
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
            .affects("the AWS CLI and the SDKs; Go reads only the two variables of SSO")
            .unset(signing),
        );
    }
    if !set.is_empty() && (is_on("AWS_USE_FIPS_ENDPOINT") || is_on("AWS_USE_DUALSTACK_ENDPOINT")) {
        findings.push(
            Finding::error("E415", "an endpoint is set together with FIPS or dual stack")
                .affects("Rust, JavaScript and Go refuse the two together; boto3 takes the endpoint")
                .unset(set),
        );
    }
    findings
}

/// E416, E417: switches and numbers with invalid values.
pub(super) fn values(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let switches =
        ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"];
    for name in switches {
        let is_switch = |value: &str| ["true", "false"].contains(&value.to_ascii_lowercase().as_str());
        if view.var(name).is_some_and(|value| !is_switch(value)) {
            findings.push(
                Finding::warning("E416", format!("{name} is neither true nor false"))
                    .affects("some AWS tools fail, the others take it for false")
                    .export(name, "true"),
            );
        }
    }
    let modes = ["standard", "adaptive", "legacy"];
    let bad_number = view.var("AWS_MAX_ATTEMPTS").is_some_and(|value| value.parse::<u32>().is_err());
    let bad_mode = view.var("AWS_RETRY_MODE").is_some_and(|value| !modes.contains(&value));
    for (name, _) in
        [("AWS_MAX_ATTEMPTS", bad_number), ("AWS_RETRY_MODE", bad_mode)].iter().filter(|(_, bad)| *bad)
    {
        findings.push(
            Finding::error("E417", format!("{name} has a value that the AWS tools do not know"))
                .affects("the AWS CLI, boto3 and JavaScript fail with every call")
                .unset([*name]),
        );
    }
    findings
}

/// E418, E419: sources of credentials other than profiles.
pub(super) fn other_sources(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(file), Some(_)) = (view.var("AWS_WEB_IDENTITY_TOKEN_FILE"), view.var("AWS_ROLE_ARN")) {
        let names = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"];
        if view.lacks_file(Path::new(file)) {
            findings.push(
                Finding::error("E418", "AWS_WEB_IDENTITY_TOKEN_FILE names no file")
                    .affects("AWS tools without a profile try it before anything else, and fail")
                    .unset(names),
            );
        }
    }
    let uris = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
    if let [Some(_), Some(_)] = uris.map(|name| view.var(name)) {
        findings.push(
            Finding::warning("E419", "both container credentials URIs are set")
                .affects("every tool uses the relative URI, so `daypass serve` is not called")
                .unset(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]),
        );
    }
    if view.authorization_file == Some(false) {
        let message =
            "the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is absent, empty or ends in a newline";
        findings.push(
            Finding::error("E419", message)
                .affects("Rust, boto3 and Go fail; JavaScript asks again without the token")
                .unset(["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]),
        );
    }
    findings
}

/// E421: variables that are not UTF-8.
pub(super) fn undecodable(view: &SnapshotView<'_>) -> Vec<Finding> {
    let found = view.undecodable.iter().map(|name| {
        Finding::error("E421", format!("{name} is not UTF-8"))
            .affects("the AWS tools fail, or behave as if it were not set")
            .remedy(Remedy::UnsetVariable((*name).to_owned()))
    });
    found.collect()
}

/// E422: a proxy that only some programs use.
pub(super) fn all_proxy(view: &SnapshotView<'_>) -> Vec<Finding> {
    let is_set = |name| view.var(name).is_some();
    if !(is_set("ALL_PROXY") || is_set("all_proxy")) || is_set("HTTPS_PROXY") || is_set("https_proxy") {
        return Vec::new();
    }
    let finding = Finding::note("E422", "ALL_PROXY is set and HTTPS_PROXY is not");
    vec![finding.affects("the AWS CLI, boto3 and daypass connect without a proxy; curl and others use it")]
}

/// Lists the paths that variables name.
pub(super) fn paths(view: &SnapshotView<'_>) -> Vec<PathBuf> {
    let certificates = CERTIFICATES.into_iter().map(|(name, _)| name);
    let names = certificates.chain(["AWS_WEB_IDENTITY_TOKEN_FILE"]);
    names.filter_map(|name| view.var(name)).map(PathBuf::from).collect()
}
