//! The client registration of a sign-in: the cached one while it is good, else a new one.

use crate::{Error, Event, Flow, SignIn};
use daypass_oidc_device::{Client, DEFAULT_SCOPE, ErrorKind, Registration, RegistrationRequest};
use daypass_token_cache as cache;
use std::time::UNIX_EPOCH;

/// What the client is called where the program does not say.
const CLIENT_NAME: &str = "daypass-client";

impl SignIn<'_> {
    /// Runs a step with a registration. One that the service no longer knows is replaced, once.
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

    /// The cached registration, where it is good.
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

    pub(crate) async fn register(&self, client: &Client, flow: Flow) -> Result<Registration, Error> {
        let now = self.now();
        // The name that the person sees in the browser, in the shape of the AWS CLI's.
        let name = self.options.client_name.as_deref().unwrap_or(CLIENT_NAME);
        let name = match &self.session.name {
            Some(session) => format!("{name}-{session}"),
            None => format!("{name}-{}", now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()),
        };
        let request = match flow {
            Flow::Browser => RegistrationRequest::authorization_code(name, &self.scopes(), self.issuer()),
            Flow::Device => {
                RegistrationRequest::device(name, self.session.scopes.as_deref().unwrap_or_default())
            }
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

    /// What the browser flow asks for: like the AWS CLI, the default where none is configured, in this flow only.
    pub(crate) fn scopes(&self) -> Vec<String> {
        match &self.session.scopes {
            Some(scopes) if !scopes.is_empty() => scopes.clone(),
            _ => vec![DEFAULT_SCOPE.to_owned()],
        }
    }
}

/// The same choice in the cache's words.
pub(crate) fn kind(flow: Flow) -> cache::Flow {
    match flow {
        Flow::Browser => cache::Flow::AuthorizationCode,
        Flow::Device => cache::Flow::Device,
    }
}
