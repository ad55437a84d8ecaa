//! The async client: a new proof for each attempt, and no attempt that can only make things worse.

use crate::{
    Error, ErrorKind, Flow, Pkce, ProofKey, Refreshed, SignIn, Signer, SignerError, TokenRequest,
    authorize_url, proof,
};
use daypass_sso_types::{AuthorizationCode, Clock, CodeVerifier, RefreshToken};
use daypass_transport::{self as transport, Caller, Endpoint, Response, uuid};
use std::sync::Arc;

/// A client of the sign-in service at one endpoint.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
    endpoint: Endpoint,
    signer: Arc<dyn Signer>,
}

impl Client {
    /// Creates a client that calls this endpoint through this caller and proves its key with this signer.
    pub fn new(caller: Caller, endpoint: Endpoint, signer: Arc<dyn Signer>) -> Self {
        Self { caller, endpoint, signer }
    }

    /// Returns the endpoint.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Builds the URL that the browser opens; see [`authorize_url`](crate::authorize_url).
    pub fn authorize_url(&self, flow: Flow, pkce: &Pkce) -> String {
        authorize_url(&self.endpoint, flow, pkce)
    }

    /// Exchanges an authorization code for a session (`CreateOAuth2Token`). The key is a new one, from
    /// [`Signer::generate`]; it stays the key of the session.
    ///
    /// A code is valid for one use. A busy service is asked again, as the retry policy says; after a lost reply the code
    /// is not presented again, since the service may have used it up. Dropping the future may lose the sign-in: run the
    /// call in [`Exchanges`](daypass_transport::Exchanges).
    ///
    /// # Errors
    /// [`ReplyLost`](ErrorKind::ReplyLost) after a lost reply; otherwise what the service says.
    pub async fn redeem_code(
        &self,
        flow: Flow,
        code: &AuthorizationCode,
        verifier: &CodeVerifier,
        key: &ProofKey,
        clock: &dyn Clock,
    ) -> Result<SignIn, Error> {
        let request = TokenRequest::redeem(&self.endpoint, flow, code, verifier);
        self.exchange(&request, key, clock, |response| SignIn::read(response, clock.now())).await
    }

    /// Exchanges a refresh token for new credentials (`CreateOAuth2Token`), with the client id and the key of the
    /// sign-in.
    ///
    /// A refresh token may be valid for one use. After a lost reply it is presented again with a new proof, which a
    /// service that allows reuse answers. Dropping the future may lose the session: run the call in
    /// [`Exchanges`](daypass_transport::Exchanges).
    ///
    /// # Errors
    /// [`ReplyLost`](ErrorKind::ReplyLost) if the service refuses the token after a reply was lost; otherwise what the
    /// service says.
    pub async fn refresh(
        &self,
        client_id: &str,
        token: &RefreshToken,
        key: &ProofKey,
        clock: &dyn Clock,
    ) -> Result<Refreshed, Error> {
        let request = TokenRequest::refresh(client_id, token);
        self.exchange(&request, key, clock, |response| Refreshed::read(response, clock.now())).await
    }

    async fn exchange<T>(
        &self,
        request: &TokenRequest<'_>,
        key: &ProofKey,
        clock: &dyn Clock,
        read: impl Fn(&Response) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let uri = TokenRequest::uri(&self.endpoint);
        let invocation = uuid(self.caller.entropy());
        let (mut attempt, mut was_lost) = (1, false);
        loop {
            let proof =
                proof(key, &uri, clock.now(), self.caller.entropy(), &*self.signer).map_err(unsigned)?;
            let signed = request.request(&self.endpoint, &proof);
            let outcome = self.caller.send_attempt(signed, attempt, &invocation).await;
            was_lost |= outcome.as_ref().is_err_and(may_have_arrived);
            let again = self.caller.policy().next(attempt, &outcome, self.caller.random());
            match again.filter(|_| !(was_lost && request.is_for_one_use())) {
                Some(wait) => self.caller.sleep(wait).await,
                None => return judge(outcome, was_lost, request.is_for_one_use(), read),
            }
            attempt += 1;
        }
    }
}

/// Reads the last outcome. What it says of the code or token counts less if an earlier reply was lost.
fn judge<T>(
    outcome: Result<Response, transport::Error>,
    was_lost: bool,
    is_for_one_use: bool,
    read: impl Fn(&Response) -> Result<T, Error>,
) -> Result<T, Error> {
    let error = match outcome {
        Ok(response) => match read(&response) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        },
        Err(error) => Error::from(error),
    };
    let is_used_up = match error.kind() {
        ErrorKind::InvalidRequest | ErrorKind::AccessDenied => true,
        ErrorKind::Network => is_for_one_use,
        _ => false,
    };
    Err(if was_lost && is_used_up { error.with_kind(ErrorKind::ReplyLost) } else { error })
}

/// Whether the request may have reached the service although no reply came.
fn may_have_arrived(error: &transport::Error) -> bool {
    use transport::ErrorKind::{Connect, Dns, InvalidRequest, Proxy, Tls};
    !matches!(error.kind(), Dns | Connect | Tls | Proxy | InvalidRequest)
}

fn unsigned(error: SignerError) -> Error {
    Error::local(ErrorKind::InvalidKey, error.words())
}
