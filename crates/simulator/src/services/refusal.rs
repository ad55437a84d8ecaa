//! Error replies in the format of each service.

use super::{console, machine, oidc, portal, registry, s3, signin, sts};
use crate::{
    failure::{Failure, TOO_MANY_REQUESTS},
    operation::Service,
    reply,
};
use daypass_transport::Response;
use serde_json::json;

/// Builds the error reply of a service.
pub(crate) fn refusal(service: Service, failure: &Failure, request_id: &str) -> Response {
    match service {
        Service::Oidc => oidc::reply::refusal(failure),
        Service::Portal => portal::reply::refusal(failure),
        Service::Sts => sts::reply::refusal(failure, request_id),
        Service::S3 => s3::reply::refusal(failure, request_id),
        Service::Signin => signin::reply::refusal(failure),
        Service::Registry => registry::reply::refusal(failure),
        Service::Machine => machine::reply::refusal(failure),
        Service::Page => console::reply::refusal(failure),
        Service::Control => {
            let body = json!({ "error": failure.name(), "message": failure.message() });
            reply::json(failure.status(), &body)
        }
    }
}

/// Builds the throttling error of a service.
pub(crate) fn throttled(service: Service, retry_after: Option<u32>, request_id: &str) -> Response {
    let failure = match service {
        Service::Sts => Failure::new("Throttling", 400, "Rate exceeded"),
        Service::S3 => Failure::new("SlowDown", 503, "Please reduce your request rate."),
        Service::Registry => Failure::new("ThrottlingException", 400, "Rate exceeded"),
        Service::Machine => Failure::new("TooManyRequests", 429, "Too Many Requests"),
        Service::Signin => Failure::new("TooManyRequestsError", 429, "Rate exceeded"),
        Service::Oidc | Service::Portal | Service::Page | Service::Control => {
            TOO_MANY_REQUESTS.because("Rate exceeded")
        }
    };
    let response = refusal(service, &failure, request_id);
    match retry_after {
        Some(seconds) => reply::with_header(response, "retry-after", &seconds.to_string()),
        None => response,
    }
}
