//! The client registration of a sign-in: cached while it is valid, else requested from SSO OIDC.

use crate::{Error, Event, Flow, SignIn};
use daypass_oidc_device::{Client, ErrorKind, Registration, RegistrationRequest};
use daypass_token_cache as cache;
use std::time::UNIX_EPOCH;

/// The client name if [`Options::client_name`](crate::Options::client_name) is `None`.
const CLIENT_NAME: &str = "daypass-client";

impl SignIn<'_> {
    /// Runs a step with a client registration; registers anew, once, if the service no longer knows the cached client.
    pub(crate) async fn registered<T>(
        &self,
        client: &Client,
        flow: Flow,
        step: impl AsyncFn(&Registration) -> Result<T, daypass_oidc_device::Error>,
    ) -> Result<(Registration, T), Error> {
        let failed = |error| Error::of_service(error, self.session);
        if let Some(cached) = self.cached_registration(flow) {
            match step(&cached).await {
                Err(error)
                    if matches!(error.kind(), ErrorKind::InvalidClient | ErrorKind::UnauthorizedClient) =>
                {
                    self.person.event(&Event::RegisteringAnew);
                }
                result => return result.map(|value| (cached, value)).map_err(failed),
            }
        }
        let registration = self.register(client, flow).await?;
        let value = step(&registration).await.map_err(failed)?;
        Ok((registration, value))
    }

    /// Returns the cached registration if it is still valid.
    pub(crate) fn cached_registration(&self, flow: Flow) -> Option<Registration> {
        let found = self.provider.registration(self.session, kind(flow))?;
        found.is_reusable(self.now()).then(|| Registration {
            client_id: found.client_id.clone(),
            client_secret: found.client_secret.clone(),
            expires_at: found.expires_at,
            scopes: found.scopes.clone(),
            grant_types: found.grant_types.clone(),
        })
    }

    /// Registers a client with the service and caches the registration.
    pub(crate) async fn register(&self, client: &Client, flow: Flow) -> Result<Registration, Error> {
        let now = self.now();
        // The person sees this name in the browser; the AWS CLI's name has the same form.
        let name = self.options.client_name.as_deref().unwrap_or(CLIENT_NAME);
        let name = match &self.session.name {
            Some(session) => format!("{name}-{session}"),
            None => format!("{name}-{}", now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()),
        };
        let request = match flow {
            Flow::Browser => RegistrationRequest::authorization_code(name, self.scopes(), self.issuer()),
            Flow::Device => RegistrationRequest::device(name, self.scopes()),
        };
        let registration = client.register(&request, now).await;
        let registration = registration.map_err(|error| Error::of_service(error, self.session))?;
        let mut entry = cache::Registration::new(
            registration.client_id.clone(),
            registration.client_secret.clone(),
            registration.expires_at,
        );
        entry.scopes.clone_from(&registration.scopes);
        entry.grant_types.clone_from(&registration.grant_types);
        self.provider.store_registration(self.session, &entry);
        Ok(registration)
    }

    /// Returns the configured scopes; without any, the browser flow asks for the default and the device flow for none, as
    /// the AWS CLI does.
    pub(crate) fn scopes(&self) -> &[String] {
        self.session.scopes.as_deref().unwrap_or_default()
    }
}

/// Maps the flow to the cache's enum, which is part of the cache key.
pub(crate) fn kind(flow: Flow) -> cache::Flow {
    match flow {
        Flow::Browser => cache::Flow::AuthorizationCode,
        Flow::Device => cache::Flow::Device,
    }
}
