//! The client registration of a sign-in: the cached one while it is good, else a new one.

use super::SignIn;
use crate::{args::FlowChoice, host, report::Report};
use daypass_oidc_device::{Client, ErrorKind, Registration, RegistrationRequest};
use daypass_token_cache as cache;
use std::time::UNIX_EPOCH;

/// The scope that the AWS CLI asks for where none is configured, in the PKCE flow only.
pub(super) const DEFAULT_SCOPE: &str = "sso:account:access";

impl SignIn<'_> {
    /// Runs a step with a registration. One that the service no longer knows is replaced, once.
    pub(super) async fn registered<T>(
        &self,
        client: &Client,
        flow: FlowChoice,
        step: impl AsyncFn(&Registration) -> Result<T, daypass_oidc_device::Error>,
    ) -> Result<(Registration, T), Report> {
        let failed = |error| self.context.sign_in_failed(&error, self.session);
        if let Some(cached) = self.cached_registration(flow) {
            match step(&cached).await {
                Err(error)
                    if matches!(error.kind(), ErrorKind::InvalidClient | ErrorKind::UnauthorizedClient) =>
                {
                    self.context.ui.log(1, "the service no longer knows this client; registering a new one");
                }
                result => return result.map(|value| (cached, value)).map_err(failed),
            }
        }
        let registration = self.register(client, flow).await?;
        let value = step(&registration).await.map_err(failed)?;
        Ok((registration, value))
    }

    fn cached_registration(&self, flow: FlowChoice) -> Option<Registration> {
        let found = self.provider.registration(self.session, kind(flow))?;
        found.is_reusable(host::now()).then(|| Registration {
            client_id: found.client_id.clone(),
            client_secret: found.client_secret.clone(),
            expires_at: found.expires_at,
            scopes: found.scopes.clone(),
            grant_types: found.grant_types.clone(),
        })
    }

    async fn register(&self, client: &Client, flow: FlowChoice) -> Result<Registration, Report> {
        let now = host::now();
        // The name that the person sees in the browser, in the shape of the AWS CLI's.
        let name = match &self.session.name {
            Some(name) => format!("daypass-client-{name}"),
            None => {
                format!("daypass-client-{}", now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs())
            }
        };
        let request = match flow {
            FlowChoice::Pkce => RegistrationRequest::authorization_code(name, &self.scopes(), self.issuer()),
            FlowChoice::Device => {
                RegistrationRequest::device(name, self.session.scopes.as_deref().unwrap_or_default())
            }
        };
        let registration = client.register(&request, now).await;
        let registration = registration.map_err(|error| self.context.sign_in_failed(&error, self.session))?;
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

    /// What the PKCE flow asks for.
    pub(super) fn scopes(&self) -> Vec<String> {
        match &self.session.scopes {
            Some(scopes) if !scopes.is_empty() => scopes.clone(),
            _ => vec![DEFAULT_SCOPE.to_owned()],
        }
    }
}

/// The same choice in the cache's words.
pub(super) fn kind(flow: FlowChoice) -> cache::Flow {
    match flow {
        FlowChoice::Pkce => cache::Flow::AuthorizationCode,
        FlowChoice::Device => cache::Flow::Device,
    }
}
