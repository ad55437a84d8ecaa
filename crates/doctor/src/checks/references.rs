//! Checks of what a profile refers to: services blocks, certificates, endpoints.

use super::profiles::comment_out;
use crate::{
    Finding, Fix,
    view::{SnapshotView, text},
};
use daypass_config_parse::{Profile, Section, SectionKind};
use daypass_sso_types::WebAddress;
use daypass_transport::{Endpoint, Partition};
use std::path::PathBuf;

/// P525, P526: services blocks that do not exist, or that use a spelling some SDKs do not read.
pub(super) fn services(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in view.config.profiles() {
        let Some(name) = text(&profile, "services") else { continue };
        let Some(block) = view.config.services(name) else {
            let message =
                format!("profile {} names the services block {name}, which does not exist", profile.name());
            let who =
                "the AWS CLI and boto3 refuse the profile; JavaScript and Rust call AWS's own endpoints";
            let finding = Finding::error("P525", message).affects(who);
            let finding = finding.fix(comment_out(profile.name(), ["services"]));
            findings.push(view.locate(finding, &profile, "services"));
            continue;
        };
        let url = |key| block.nested(key, "endpoint_url");
        let (key, value, who) = match (url("sso_oidc"), url("sso-oidc")) {
            (Some(value), None) => ("sso-oidc", value, "Rust reads sso-oidc and calls AWS's own endpoint"),
            (None, Some(value)) => {
                ("sso_oidc", value, "all but Rust read sso_oidc and call AWS's own endpoint")
            }
            _ => continue,
        };
        let message = format!("services block {name} has only one of the spellings sso_oidc and sso-oidc");
        let fix = Fix::SetEndpoint { services: name.to_owned(), key, value: value.to_owned() };
        let finding = Finding::warning("P526", message).affects(who).fix(fix);
        findings.push(view.locate(finding, &block, ""));
    }
    findings
}

/// P530: a `ca_bundle` or a token of a web identity that does not exist.
pub(super) fn ca_bundle(view: &SnapshotView<'_>) -> Vec<Finding> {
    let tokens = view.config.profiles().filter_map(|profile| {
        let (name, key) = (profile.name(), "web_identity_token_file");
        let is_lost = text(&profile, "role_arn").is_some() && view.lacks_file(&token_path(&profile)?);
        is_lost.then(|| {
            let finding = Finding::error("P530", format!("{key} of profile {name} names no file"));
            view.locate(finding.affects("no AWS tool gets credentials from it"), &profile, key)
        })
    });
    let lost = view.config.profiles().filter_map(|profile| {
        let path = ca_bundle_path(&profile)?;
        view.lacks_file(&path).then(|| {
            let message = format!("ca_bundle of profile {} names no file", profile.name());
            let finding = Finding::error("P530", message)
                .affects("the AWS CLI, boto3 and Go cannot make any call")
                .fix(comment_out(profile.name(), ["ca_bundle"]));
            view.locate(finding, &profile, "ca_bundle")
        })
    });
    lost.chain(tokens).collect()
}

fn token_path(profile: &Profile<'_>) -> Option<PathBuf> {
    text(profile, "web_identity_token_file").map(PathBuf::from)
}

/// Returns the path in `ca_bundle` of a profile, unless it begins with `~`, which not every tool expands.
pub(super) fn ca_bundle_path(profile: &Profile<'_>) -> Option<PathBuf> {
    text(profile, "ca_bundle").filter(|path| !path.starts_with('~')).map(PathBuf::from)
}

/// P531, P532: endpoints in the config file that are not URLs, or that contradict FIPS or dual stack.
pub(super) fn endpoints(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in view.config.profiles() {
        let Some(url) = text(&profile, "endpoint_url") else { continue };
        let name = profile.name();
        if Endpoint::custom(url).is_err() {
            let message = format!("endpoint_url of profile {name} is not an http or https address");
            let finding = Finding::error("P531", message)
                .affects("every call with this profile fails")
                .fix(comment_out(name, ["endpoint_url"]));
            findings.push(view.locate(finding, &profile, "endpoint_url"));
        }
        let on = |key| text(&profile, key).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if on("use_fips_endpoint") || on("use_dualstack_endpoint") {
            let message = format!("profile {name} has endpoint_url and FIPS or dual stack");
            let who =
                "Rust, JavaScript and Go refuse the two together; the AWS CLI and boto3 take endpoint_url";
            let finding = Finding::error("P532", message)
                .affects(who)
                .fix(comment_out(name, ["use_fips_endpoint", "use_dualstack_endpoint"]));
            findings.push(view.locate(finding, &profile, "endpoint_url"));
        }
    }
    findings
}

/// P538: endpoints in the config file that get tokens or keys and are neither AWS's nor on loopback.
pub(super) fn foreign_endpoints(view: &SnapshotView<'_>) -> Vec<Finding> {
    /// Services that receive tokens or keys, in both spellings.
    const SIGN_IN_SERVICES: [&str; 5] = ["sso", "sso_oidc", "sso-oidc", "sts", "signin"];
    let mut findings = Vec::new();
    if view.var("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_some_and(|value| value.eq_ignore_ascii_case("true"))
    {
        return findings;
    }
    let mut report = |section: &Section<'_>, owner: String, urls: Vec<(&str, &str)>| {
        let mut hosts: Vec<_> = urls.iter().filter_map(|(_, url)| foreign_host(url)).collect();
        hosts.sort_unstable();
        hosts.dedup();
        let Some((key, _)) = urls.first().filter(|_| !hosts.is_empty()) else { return };
        let message = format!("{owner} sends sign-ins and their tokens to {}", hosts.join(" and "));
        let finding = Finding::warning("P538", message).affects(
            "the AWS CLI, the SDKs and daypass; right for a VPC endpoint or a simulator, wrong for anything else",
        );
        findings.push(view.locate(finding, section, key));
    };
    for profile in view.config.profiles() {
        if let Some(url) = text(&profile, "endpoint_url") {
            let whose = format!("endpoint_url of profile {}", profile.name());
            report(&profile, whose, vec![("endpoint_url", url)]);
        }
    }
    for block in view.config.sections(SectionKind::Services) {
        let urls = SIGN_IN_SERVICES
            .iter()
            .filter_map(|service| Some((*service, block.nested(service, "endpoint_url")?)));
        report(&block, format!("services block {}", block.name()), urls.collect());
    }
    findings
}

/// Returns the host of a URL that is neither AWS's nor on loopback.
fn foreign_host(url: &str) -> Option<String> {
    let address = WebAddress::parse(url).ok()?;
    let mut ends = Partition::all().iter().flat_map(|known| [known.dns_suffix, known.dual_stack_dns_suffix]);
    let is_loopback = address.is_loopback() || address.is_under("localhost");
    (!is_loopback && !ends.any(|end| address.is_under(end))).then(|| address.host().to_owned())
}

/// Lists the paths that these checks need facts about.
pub(super) fn paths(view: &SnapshotView<'_>) -> Vec<PathBuf> {
    let of_profile = |profile: Profile<'_>| [ca_bundle_path(&profile), token_path(&profile)];
    view.config.profiles().flat_map(of_profile).flatten().collect()
}
