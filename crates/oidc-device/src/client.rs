//! The async client, which sends the requests and reads the replies of the other modules.

use crate::{
    DeviceAuthorization, Error, Grant, Poll, PollStep, Registration, RegistrationRequest, TokenRequest,
};
use daypass_sso_types::{AuthorizationCode, ClientSecret, Clock, CodeVerifier, DeviceCode, RefreshToken};
use daypass_transport::{Caller, Endpoint, Sleep};
use std::time::SystemTime;

/// A client of SSO OIDC at one endpoint.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
    endpoint: Endpoint,
}

impl Client {
    /// Creates a client that calls this endpoint through this caller.
    pub fn new(caller: Caller, endpoint: Endpoint) -> Self {
        Self { caller, endpoint }
    }

    /// Returns the endpoint, for [`authorize_url`](crate::authorize_url).
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Registers a client (`RegisterClient`). Dropping the future may leave an unused registration at the service,
    /// which expires.
    pub async fn register(
        &self,
        request: &RegistrationRequest,
        now: SystemTime,
    ) -> Result<Registration, Error> {
        Registration::read(request, &self.caller.send(request.request(&self.endpoint)).await?, now)
    }

    /// Starts a device grant (`StartDeviceAuthorization`). `now` is the time before the call, so that the local
    /// deadline is not later than the service's. Dropping the future may leave an unused grant at the service, which
    /// expires.
    pub async fn start_device_authorization(
        &self,
        registration: &Registration,
        start_url: &str,
        now: SystemTime,
    ) -> Result<DeviceAuthorization, Error> {
        let request = DeviceAuthorization::request(&self.endpoint, registration, start_url);
        DeviceAuthorization::read(&self.caller.send(request).await?, now)
    }

    /// Asks once for the token of a device code (`CreateToken`), without retries: a single poll.
    ///
    /// An approved code gives its token once. Dropping the future may lose the token, and with it the sign-in: run the
    /// call in [`Exchanges`](daypass_transport::Exchanges).
    ///
    /// # Errors
    /// [`AuthorizationPending`](crate::ErrorKind::AuthorizationPending) while the user has not decided.
    pub async fn device_token(
        &self,
        registration: &Registration,
        code: &DeviceCode,
        now: SystemTime,
    ) -> Result<Grant, Error> {
        let request = TokenRequest::device(registration, code).request(&self.endpoint);
        Grant::read(&self.caller.send_once(request).await?, now)
    }

    /// Polls until the user has decided or the device code has expired, as [`Poll`] says. Dropping the future between
    /// two polls loses nothing; during a poll it may lose the sign-in, as [`Client::device_token`] says.
    pub async fn poll_device_token(
        &self,
        registration: &Registration,
        authorization: DeviceAuthorization,
        clock: &dyn Clock,
        sleep: &dyn Sleep,
    ) -> Result<Grant, Error> {
        self.continue_polling(registration, Poll::new(authorization, clock.now()), clock, sleep).await
    }

    /// Continues a [`Poll`] as [`Client::poll_device_token`] does, for a caller that polled once before it showed the
    /// code. Dropping the future does what that function says.
    pub async fn continue_polling(
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

    /// Exchanges an authorization code for tokens (`CreateToken`). `redirect_uri` is that of the authorize URL.
    ///
    /// A code is valid for one use. Dropping the future may lose the sign-in: run the call in
    /// [`Exchanges`](daypass_transport::Exchanges).
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

    /// Exchanges a refresh token for a new access token (`CreateToken`).
    ///
    /// A refresh token may be valid for one use. Dropping the future may lose the session: run the call in
    /// [`Exchanges`](daypass_transport::Exchanges), as `daypass-credentials` does.
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
