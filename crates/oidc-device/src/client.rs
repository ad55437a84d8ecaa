//! The async drivers: a few lines each over the values of the other modules.

use crate::{
    DeviceAuthorization, Error, Grant, Poll, PollStep, Registration, RegistrationRequest, TokenRequest,
};
use daypass_sso_types::{AuthorizationCode, ClientSecret, Clock, CodeVerifier, DeviceCode, RefreshToken};
use daypass_transport::{Caller, Endpoint, Sleep};
use std::time::SystemTime;

/// SSO OIDC at one endpoint.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
    endpoint: Endpoint,
}

impl Client {
    /// Speaks to this endpoint through this caller.
    pub fn new(caller: Caller, endpoint: Endpoint) -> Self {
        Self { caller, endpoint }
    }

    /// The endpoint, for [`authorize_url`](crate::authorize_url).
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// `RegisterClient`. Dropping the future may leave a registration at the service that nobody knows; it ends by itself.
    pub async fn register(
        &self,
        request: &RegistrationRequest,
        now: SystemTime,
    ) -> Result<Registration, Error> {
        Registration::read(request, &self.caller.send(request.request(&self.endpoint)).await?, now)
    }

    /// `StartDeviceAuthorization`. `now` is the time of the call, so that the deadline errs on the early side.
    /// Dropping the future may leave a grant at the service that nobody polls; it ends by itself.
    pub async fn start_device_authorization(
        &self,
        registration: &Registration,
        start_url: &str,
        now: SystemTime,
    ) -> Result<DeviceAuthorization, Error> {
        let request = DeviceAuthorization::request(&self.endpoint, registration, start_url);
        DeviceAuthorization::read(&self.caller.send(request).await?, now)
    }

    /// One `CreateToken` for a device code, without retries: a single poll.
    ///
    /// An approved code gives its token once. Dropping the future may lose it, and with it the sign-in: carry the call
    /// to its end.
    pub async fn device_token(
        &self,
        registration: &Registration,
        code: &DeviceCode,
        now: SystemTime,
    ) -> Result<Grant, Error> {
        let request = TokenRequest::device(registration, code).request(&self.endpoint);
        Grant::read(&self.caller.send_once(request).await?, now)
    }

    /// Polls until the user has decided or the device code has run out, as [`Poll`] says. Dropping the future between two
    /// polls loses nothing; in a poll it may, as [`Client::device_token`] says.
    pub async fn poll_device_token(
        &self,
        registration: &Registration,
        authorization: DeviceAuthorization,
        clock: &dyn Clock,
        sleep: &dyn Sleep,
    ) -> Result<Grant, Error> {
        self.poll_on(registration, Poll::new(authorization, clock.now()), clock, sleep).await
    }

    /// Like [`Client::poll_device_token`] from where a [`Poll`] stands: for who has asked once before showing the code.
    pub async fn poll_on(
        &self,
        registration: &Registration,
        mut poll: Poll,
        clock: &dyn Clock,
        sleep: &dyn Sleep,
    ) -> Result<Grant, Error> {
        loop {
            match poll.step(clock.now()) {
                PollStep::Wait(time) => sleep.sleep(time).await,
                PollStep::Expired => return Err(poll.expired()),
                PollStep::Send => {
                    let outcome = self.device_token(registration, poll.device_code(), clock.now()).await;
                    if let Some(end) = poll.receive(outcome, clock.now()) {
                        return end;
                    }
                }
            }
        }
    }

    /// `CreateToken` for an authorization code. `redirect_uri` is the one of the authorize URL.
    ///
    /// A code is good for one use. Dropping the future may lose the sign-in: carry the call to its end.
    pub async fn redeem_code(
        &self,
        registration: &Registration,
        redirect_uri: &str,
        code: &AuthorizationCode,
        verifier: &CodeVerifier,
        now: SystemTime,
    ) -> Result<Grant, Error> {
        self.create_token(TokenRequest::authorization_code(registration, redirect_uri, code, verifier), now)
            .await
    }

    /// `CreateToken` for a refresh token.
    ///
    /// A refresh token may be good for one use. Dropping the future may lose the session: carry the call to its end, as
    /// `daypass-credentials` does.
    pub async fn refresh(
        &self,
        client_id: &str,
        client_secret: &ClientSecret,
        token: &RefreshToken,
        now: SystemTime,
    ) -> Result<Grant, Error> {
        self.create_token(TokenRequest::refresh(client_id, client_secret, token), now).await
    }

    async fn create_token(&self, request: TokenRequest<'_>, now: SystemTime) -> Result<Grant, Error> {
        Grant::read(&self.caller.send(request.request(&self.endpoint)).await?, now)
    }
}
