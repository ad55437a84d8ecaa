//! The metadata service of an instance, by sessions alone (IMDSv2): without one a request that a program was tricked into
//! would do.

use crate::{Error, ErrorKind, MachineSettings, answer};
use daypass_sso_types::Credentials;
use daypass_transport::{Caller, Endpoint, Members, Request, Response, opaque};
use futures_util::future::{Either, select};
use http::{HeaderName, HeaderValue, Method};
use std::{
    pin::pin,
    time::{Duration, SystemTime},
};

const IPV4: &str = "http://169.254.169.254";
const IPV6: &str = "http://[fd00:ec2::254]";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";
/// How long a session is good, which is asked for anew each time.
const SESSION_SECONDS: &str = "60";
/// How long an answer may take. Elsewhere nobody answers; the AWS CLI waits for 1 s.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// The metadata service of an instance.
#[derive(Debug, Clone)]
pub struct InstanceSource {
    endpoint: Endpoint,
}

impl InstanceSource {
    /// Returns the service that the environment names, else the usual one.
    ///
    /// # Errors
    /// AWS_EC2_METADATA_DISABLED is set, or the endpoint is not a URL.
    pub fn of(settings: &MachineSettings) -> Result<Self, Error> {
        if settings.metadata_disabled {
            return Err(Error::new(
                ErrorKind::Configuration,
                "the instance is not asked for credentials: AWS_EC2_METADATA_DISABLED is true",
            ));
        }
        let usual = if settings.metadata_over_ipv6 { IPV6 } else { IPV4 };
        let url = settings.metadata_endpoint.as_deref().unwrap_or(usual);
        let endpoint = Endpoint::custom(url).map_err(|error| {
            let message = "the endpoint of the instance's metadata cannot be used";
            Error::new(ErrorKind::Configuration, message)
                .with_fact("set by", "AWS_EC2_METADATA_SERVICE_ENDPOINT")
                .with_source(error)
        })?;
        Ok(Self { endpoint })
    }

    pub(crate) async fn credentials(&self, caller: &Caller, now: SystemTime) -> Result<Credentials, Error> {
        let session =
            self.ask(caller, Method::PUT, "/latest/api/token", "-ttl-seconds", SESSION_SECONDS).await?;
        let session = self.line(&session)?;
        let role = self.ask(caller, Method::GET, ROLES, "", &session).await?;
        let role = self.line(&role)?;
        let path = format!("{ROLES}{role}");
        let answer = self.ask(caller, Method::GET, &path, "", &session).await?;
        let credentials =
            Members::parse(&answer).and_then(|mut members| answer::credentials(&mut members, "Token", now));
        credentials.map_err(|cause| self.failed("the instance gives no credentials").with_source(cause))
    }

    async fn ask(
        &self,
        caller: &Caller,
        method: Method,
        path: &str,
        header: &str,
        value: &str,
    ) -> Result<Response, Error> {
        let mut request = Request::default();
        *request.method_mut() = method;
        *request.uri_mut() = self.endpoint.uri(path);
        let name = HeaderName::try_from(format!("x-aws-ec2-metadata-token{header}"));
        if let (Ok(name), Ok(mut value)) = (name, HeaderValue::from_str(value)) {
            value.set_sensitive(header.is_empty());
            request.headers_mut().insert(name, value);
        }
        let answer = match select(pin!(caller.send_once(request)), pin!(caller.sleep(TIME_LIMIT))).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => return Err(self.failed("no metadata service of an instance answers")),
        };
        let answer = answer
            .map_err(|error| self.failed("no metadata service of an instance answers").with_source(error))?;
        match answer.status().as_u16() {
            200 => Ok(answer),
            404 => Err(self.failed("the instance has no role")),
            status => {
                Err(self.failed("the instance gives no credentials").with_fact("status", status.to_string()))
            }
        }
    }

    /// Reads an answer of one line: a session, or the name of a role.
    fn line(&self, answer: &Response) -> Result<String, Error> {
        let text = String::from_utf8_lossy(answer.body());
        let line = text.lines().next().unwrap_or_default().trim().to_owned();
        opaque(line, "answer")
            .map_err(|cause| self.failed("the instance gives no credentials").with_source(cause))
    }

    fn failed(&self, message: &str) -> Error {
        Error::new(ErrorKind::Network, message).with_fact("endpoint", self.endpoint.to_string())
    }
}
