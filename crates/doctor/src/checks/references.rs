//! What a profile refers to: other profiles, services blocks, programs, files, endpoints.

use super::{Finding, Fix, Scene, profiles::comment_out, profiles::is_sso, profiles::text};
use daypass_config_parse::{FileKind, Profile, posix_words, windows_words};
use daypass_transport::Endpoint;
use std::path::Path;

/// P521 to P524: `role_arn` and where its credentials come from.
pub(super) fn role_chains(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in scene.config.profiles() {
        if let Some(source) =
            text(&profile, "source_profile").filter(|name| scene.config.profile(name).is_none())
        {
            let message =
                format!("profile {} names the source_profile {source}, which does not exist", profile.name());
            findings.push(
                about(
                    scene,
                    &profile,
                    "source_profile",
                    "P521",
                    message,
                    "every AWS tool refuses the profile",
                )
                .mend(["daypass", "configure", "sso", "--profile", source]),
            );
        }
        if text(&profile, "role_arn").is_none() || text(&profile, "web_identity_token_file").is_some() {
            continue;
        }
        let (name, source, from) =
            (profile.name(), text(&profile, "source_profile"), text(&profile, "credential_source"));
        match (source, from) {
            (None, None) => {
                let who = match is_sso(&profile) {
                    true => {
                        "the AWS CLI, boto3 and Rust refuse the profile; JavaScript ignores the role; Go assumes it with the sign-in's credentials"
                    }
                    false => "every AWS tool refuses the profile",
                };
                let message = format!("profile {name} has role_arn and no source_profile");
                findings.push(
                    about(scene, &profile, "role_arn", "P522", message, who)
                        .fix(comment_out(name, ["role_arn"])),
                );
            }
            (Some(_), Some(_)) => {
                let message = format!("profile {name} has both source_profile and credential_source");
                findings.push(
                    about(
                        scene,
                        &profile,
                        "credential_source",
                        "P523",
                        message,
                        "every AWS tool refuses the profile",
                    )
                    .fix(comment_out(name, ["credential_source"])),
                );
            }
            (Some(_), None) if goes_round(scene, &profile) => {
                let message = format!("source_profile of profile {name} leads back to {name}");
                findings.push(
                    about(
                        scene,
                        &profile,
                        "source_profile",
                        "P524",
                        message,
                        "every AWS tool refuses the profile",
                    )
                    .fix(comment_out(name, ["role_arn", "source_profile"])),
                );
            }
            _ => {}
        }
    }
    findings
}

/// Whether following `source_profile` comes back to this profile; its own source with static keys may be.
fn goes_round(scene: &Scene<'_>, profile: &Profile<'_>) -> bool {
    let mut at = *profile;
    for _ in 0..64 {
        let next = text(&at, "role_arn").and(text(&at, "source_profile"));
        let Some(next) = next.and_then(|name| scene.config.profile(name)) else { return false };
        if next.name() == profile.name() {
            return !(at.name() == profile.name() && text(profile, "aws_access_key_id").is_some());
        }
        at = next;
    }
    false
}

/// P525, P526: services blocks that are not there, or that some SDK spells otherwise.
pub(super) fn services(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in scene.config.profiles() {
        let Some(name) = text(&profile, "services") else { continue };
        let Some(block) = scene.config.services(name) else {
            let message =
                format!("profile {} names the services block {name}, which does not exist", profile.name());
            findings.push(
                about(
                    scene,
                    &profile,
                    "services",
                    "P525",
                    message,
                    "JavaScript fails; the others call AWS's own endpoints",
                )
                .fix(comment_out(profile.name(), ["services"])),
            );
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
        let finding = Finding::warning("P526", message);
        findings.push(finding.at(scene.path_of(FileKind::Config), Some(block.line())).affects(who).fix(fix));
    }
    findings
}

/// P527 to P529, P533: programs that cannot be started, or that ask for the profile they serve.
pub(super) fn credential_process(scene: &Scene<'_>) -> Vec<Finding> {
    let found = scene.config.profiles().filter_map(|profile| {
        let command = text(&profile, "credential_process")?;
        of_command(scene, &profile, command)
    });
    found.collect()
}

fn of_command(scene: &Scene<'_>, profile: &Profile<'_>, command: &str) -> Option<Finding> {
    let name = profile.name();
    let nobody = "no AWS tool gets credentials from it";
    let about = |code, what: &str, who| {
        let message = format!("credential_process of profile {name} {what}");
        about(scene, profile, "credential_process", code, message, who)
    };
    let words = if cfg!(windows) { windows_words(command) } else { posix_words(command) };
    let Some(words) = words else {
        return Some(about("P533", "has a quotation that does not end", nobody));
    };
    let program = words.first()?;
    let asked = words.windows(2).find_map(|pair| match pair {
        [flag, asked] if flag == "--profile" || flag == "-p" => Some(asked.as_str()),
        _ => None,
    });
    if asked == Some(name) && is_daypass(program) && !is_sso(profile) {
        let finding = about("P527", &format!("asks for profile {name} itself"), nobody);
        return Some(finding.fix(comment_out(name, ["credential_process"])));
    }
    if needs_shell(command) {
        let who = "the AWS CLI and boto3 start it without one; the other SDKs use sh";
        let finding = about("P529", "needs a shell", who);
        // The line works in the SDKs: it is not taken away from them.
        let wrapped = format!("sh -c '{command}'");
        let values = vec![(name.to_owned(), wrapped)];
        let origin = profile.origin("credential_process").map(|origin| origin.file);
        let is_simple = !command.contains('\'') && origin == Some(FileKind::Config) && cfg!(unix);
        return Some(match is_simple {
            true => finding.fix(Fix::Set { key: "credential_process", values }),
            false => finding,
        });
    }
    if scene.has_program(program) {
        return None;
    }
    let finding = about("P528", "starts a program that does not exist", nobody);
    // What is looked up in PATH may be found elsewhere, or tomorrow.
    let is_gone = Path::new(program).is_absolute();
    Some(if is_gone { finding.fix(comment_out(name, ["credential_process"])) } else { finding })
}

fn is_daypass(program: &str) -> bool {
    Path::new(program).file_stem().is_some_and(|name| name == "daypass")
}

/// Whether something in a command means more to a shell than to a program that is started without one.
fn needs_shell(command: &str) -> bool {
    let mut chars = command.chars();
    let (mut quote, mut before) = (None, ' ');
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => drop(chars.next()),
            (_, '$' | '`') | (None, '|' | '>' | '<' | '&' | ';') => return true,
            (None, '~') if before == ' ' => return true,
            (None, '\'' | '"') => quote = Some(c),
            _ => {}
        }
        before = c;
    }
    false
}

/// P530: a `ca_bundle` that is not there.
pub(super) fn ca_bundle(scene: &Scene<'_>) -> Vec<Finding> {
    let lost = scene.config.profiles().filter_map(|profile| {
        let path = text(&profile, "ca_bundle")?;
        let is_lost = !path.starts_with('~') && !(scene.is_file)(Path::new(path));
        is_lost.then(|| {
            let message = format!("ca_bundle of profile {} names no file", profile.name());
            about(
                scene,
                &profile,
                "ca_bundle",
                "P530",
                message,
                "the AWS CLI, boto3 and Go cannot make any call",
            )
            .fix(comment_out(profile.name(), ["ca_bundle"]))
        })
    });
    lost.collect()
}

/// P531, P532: endpoints in the config file that are no addresses, or that contradict FIPS and dual stack.
pub(super) fn endpoints(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in scene.config.profiles() {
        let Some(url) = text(&profile, "endpoint_url") else { continue };
        let name = profile.name();
        if Endpoint::custom(url).is_err() {
            let message = format!("endpoint_url of profile {name} is no http or https address");
            findings.push(
                about(scene, &profile, "endpoint_url", "P531", message, "every call with this profile fails")
                    .fix(comment_out(name, ["endpoint_url"])),
            );
        }
        let on = |key| text(&profile, key).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if on("use_fips_endpoint") || on("use_dualstack_endpoint") {
            let message = format!("profile {name} has endpoint_url and FIPS or dual stack");
            let who =
                "Rust, JavaScript and Go refuse the two together; the AWS CLI and boto3 take endpoint_url";
            findings.push(
                about(scene, &profile, "endpoint_url", "P532", message, who)
                    .fix(comment_out(name, ["use_fips_endpoint", "use_dualstack_endpoint"])),
            );
        }
    }
    findings
}

fn about(
    scene: &Scene<'_>,
    profile: &Profile<'_>,
    key: &str,
    code: &str,
    message: String,
    who: &str,
) -> Finding {
    let (file, line) = scene.place(profile, key);
    Finding::error(code, message).at(file, line).affects(who)
}
