//! The credentials endpoint of a container: that of ECS, of EKS Pod Identity, or one like `daypass serve`.

use crate::{Error, ErrorKind, MachineSettings, answer, read_secret_file};
use daypass_sso_types::{AccessToken, Credentials};
use daypass_transport::{Caller, Members, Request};
use http::{HeaderValue, Uri, header};
use std::{net::IpAddr, path::PathBuf, time::SystemTime};

/// The host of relative addresses.
const ECS_HOST: &str = "169.254.170.2";
/// Hosts that may be asked without TLS besides loopback: ECS, and EKS Pod Identity over both protocols.
const HOSTS: [&str; 4] = [ECS_HOST, "169.254.170.23", "[fd00:ec2::23]", "localhost"];

/// The endpoint of a container, and how to show who asks.
#[derive(Debug, Clone)]
pub struct ContainerSource {
    uri: Uri,
    token: Option<AccessToken>,
    token_file: Option<PathBuf>,
}

impl ContainerSource {
    /// Reads the endpoint of the environment.
    ///
    /// # Errors
    /// No address, one that is none, or one without TLS at a host that is neither this machine nor one of AWS's for containers.
    pub fn of(settings: &MachineSettings) -> Result<Self, Error> {
        let full = || settings.container_full_uri.clone();
        let relative = settings.container_relative_uri.as_ref();
        let text = relative.map(|path| format!("http://{ECS_HOST}{path}")).or_else(full);
        let wrong = |rule: &str| {
            let message = format!("the container's credentials endpoint cannot be used: {rule}");
            Err(Error::new(ErrorKind::Configuration, message)
                .with_fact("set by", "AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI"))
        };
        let Some(text) = text else { return wrong("no variable names it") };
        let Ok(uri) = text.parse::<Uri>() else { return wrong("it is not a URL") };
        let host = uri.host().unwrap_or_default();
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let is_near = HOSTS.contains(&host) || address.is_ok_and(|address| address.is_loopback());
        if !(uri.scheme_str() == Some("https") && !host.is_empty()
            || uri.scheme_str() == Some("http") && is_near)
        {
            return wrong("plain http is for this machine and for AWS's addresses of containers");
        }
        Ok(Self {
            uri,
            token: settings.container_token.clone(),
            token_file: settings.container_token_file.clone(),
        })
    }

    pub(crate) async fn credentials(&self, caller: &Caller, now: SystemTime) -> Result<Credentials, Error> {
        let mut request = Request::default();
        *request.uri_mut() = self.uri.clone();
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(token) = self.token()? {
            let value = HeaderValue::from_str(token.expose());
            let mut value = value.map_err(|_| {
                Error::new(ErrorKind::Configuration, "the secret of the container's endpoint is no header")
            })?;
            value.set_sensitive(true);
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        let failed = |message: &str| {
            Error::new(ErrorKind::Network, message).with_fact("endpoint", self.uri.to_string())
        };
        let response = caller.send(request).await;
        let response = response
            .map_err(|error| failed("the container's endpoint cannot be reached").with_source(error))?;
        if !response.status().is_success() {
            let status = response.status().as_u16();
            return Err(failed("the container's endpoint gives no credentials")
                .with_fact("status", status.to_string()));
        }
        let credentials =
            Members::parse(&response).and_then(|mut members| answer::credentials(&mut members, "Token", now));
        credentials
            .map_err(|cause| failed("the container's endpoint gives no credentials").with_source(cause))
    }

    /// Returns the secret; that in a file is read for each call, since EKS changes it.
    fn token(&self) -> Result<Option<AccessToken>, Error> {
        match &self.token_file {
            Some(file) => {
                let token = read_secret_file(file, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")?;
                Ok(Some(AccessToken::new(token.as_str())))
            }
            None => Ok(self.token.clone()),
        }
    }
}
