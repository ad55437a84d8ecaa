//! What a machine of AWS gives its programs: the metadata service of an instance (IMDSv2 alone) and the credentials endpoint of
//! a container (docs/evidence/machines.md).

pub(crate) mod reply;

use crate::{call::Call, failure::Failure, services::sts::model::Key, site::Site};
use daypass_transport::Response;
use std::time::Duration;

/// The folder of the role and of its credentials at an instance.
pub(crate) const ROLES: &str = "/latest/meta-data/iam/security-credentials/";
/// The secret of the guarded container endpoint.
const CONTAINER_TOKEN: &str = "planted-container-token";
/// How long credentials of a machine are good: AWS rotates them about every 6 h.
const SECONDS: u64 = 6 * 3600;

/// Answers `PUT /latest/api/token`, with which a session at the metadata service begins.
pub(crate) fn session(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let seconds =
        call.header("x-aws-ec2-metadata-token-ttl-seconds").and_then(|text| text.parse::<u32>().ok());
    if !seconds.is_some_and(|seconds| (1..=21_600).contains(&seconds)) {
        return Err(Failure::new("BadRequest", 400, "Bad Request"));
    }
    let token = site.ids.opaque("instance session", 40);
    site.instance_sessions.push(token.clone());
    Ok(reply::text(&token))
}

/// Answers with the name of the instance's role.
pub(crate) fn role(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    check_session(site, call)?;
    Ok(reply::text(&trusting(site, "ec2.amazonaws.com")?.1))
}

/// Answers with the credentials of the instance's role.
pub(crate) fn instance_credentials(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    check_session(site, call)?;
    let (arn, name) = trusting(site, "ec2.amazonaws.com")?;
    if call.path.strip_prefix(ROLES) != Some(&name) {
        return Err(Failure::new("NotFound", 404, "Not Found"));
    }
    let (id, key, ends_at) = issue(site, call, &arn, "i-0123456789abcdef0");
    Ok(reply::instance(&id, &key, ends_at))
}

/// Answers with the credentials of the container's role; below `/guarded` to who has the secret.
pub(crate) fn container_credentials(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    if call.path.starts_with("/guarded") && call.header("authorization") != Some(CONTAINER_TOKEN) {
        return Err(Failure::new("AccessDenied", 401, "Unauthorized"));
    }
    let (arn, _) = trusting(site, "ecs-tasks.amazonaws.com")?;
    let (id, key, ends_at) = issue(site, call, &arn, "0123456789abcdef0123456789abcdef");
    Ok(reply::container(&id, &key, ends_at, &arn))
}

fn check_session(site: &Site, call: &Call<'_>) -> Result<(), Failure> {
    let given = call.header("x-aws-ec2-metadata-token");
    match given.is_some_and(|given| site.instance_sessions.iter().any(|known| known == given)) {
        true => Ok(()),
        false => Err(Failure::new("Unauthorized", 401, "Unauthorized")),
    }
}

/// Returns the ARN and the name of the first role that trusts this service.
fn trusting(site: &Site, service: &str) -> Result<(String, String), Failure> {
    let role = site.organisation.roles.iter().find(|role| role.trusts.iter().any(|it| it == service));
    let role = role.ok_or_else(|| Failure::new("NotFound", 404, "Not Found"))?;
    Ok((role.arn.clone(), role.name.clone()))
}

fn issue(site: &mut Site, call: &Call<'_>, arn: &str, session: &str) -> (String, Key, Duration) {
    let role = site.organisation.roles.iter().find(|role| role.arn == arn);
    let principal = role.map(|role| site.organisation.assumed(role, session)).expect("the role was found");
    let ends_at = call.now.after(SECONDS);
    let (id, key) = site.keys.issue(&mut site.ids, principal, ends_at);
    (id, key, call.now.on_wire(ends_at))
}
