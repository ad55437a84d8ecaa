//! The device authorization grant (RFC 8628): shows a code and an address, then polls for the token.

use crate::{
    Error, Event, Flow, Invitation, SignIn,
    race::{first_of, yield_once},
    sign_in::Granted,
};
use daypass_oidc_device::{Client, DeviceAuthorization, Poll, PollStep, Registration};
use daypass_sso_types::WebAddress;
use daypass_token_cache::Token;
use futures_util::future::Either;
use std::sync::Arc;

impl SignIn<'_> {
    pub(crate) async fn device(&self, client: &Client) -> Result<Granted, Error> {
        let start_url = self.issuer();
        let step = async |registration: &Registration| {
            client.start_device_authorization(registration, start_url, self.now()).await
        };
        let (registration, authorization) = self.registered(client, Flow::Device, step).await?;
        let deadline = self.deadline(authorization.expires_at);
        let authorization = DeviceAuthorization { expires_at: deadline, ..authorization };
        let (user_code, verification_uri) = (&*authorization.user_code, &*authorization.verification_uri);
        self.person.event(&Event::Address { flow: Flow::Device, url: authorization.address() });
        self.person.event(&Event::Code { user_code, verification_uri, expires_at: deadline });
        self.person.event(&Event::Waiting { until: deadline });
        // The first poll comes before the code is shown: the portal may have approved the request already.
        let mut poll = Poll::new(authorization.clone(), self.now());
        let token = if let Some(end) = self.poll_once(client, &registration, &mut poll).await {
            end?
        } else {
            if !self.person.is_there() {
                return Err(Error::not_interactive(self.session));
            }
            self.invite_to_type(&authorization);
            self.approval(client, &registration, poll, &authorization).await?
        };
        self.person.event(&Event::Approved);
        Ok(Granted { token, browser: None })
    }

    /// Polls the token endpoint once and stores a token it returns; `None` if the approval is still pending.
    ///
    /// If the future is dropped, `Exchanges` completes the call and stores the token: a device code is good once.
    async fn poll_once(
        &self,
        client: &Client,
        registration: &Registration,
        poll: &mut Poll,
    ) -> Option<Result<Token, Error>> {
        let (client, tokens) = (client.clone(), self.token_writer());
        let (registration, code) = (registration.clone(), poll.device_code().clone());
        let clock = Arc::clone(self.provider.clock());
        let work = async move {
            let outcome = client.device_token(&registration, &code, clock.now()).await;
            let stored = outcome.as_ref().ok().map(|grant| tokens.store(&registration, grant.clone()));
            (outcome, stored)
        };
        let (outcome, stored) = self.provider.exchanges().run_to_end(work).await;
        match (poll.receive(outcome, self.now())?, stored) {
            (Ok(_), Some(stored)) => Some(stored),
            (Ok(_), None) => None,
            (Err(error), _) => Some(Err(Error::of_service(error, self.session))),
        }
    }

    fn invite_to_type(&self, authorization: &DeviceAuthorization) {
        let address = WebAddress::parse(authorization.address()).ok();
        let address = address.filter(WebAddress::is_for_a_browser);
        self.person.show(&Invitation::Code {
            user_code: &authorization.user_code,
            verification_uri: &authorization.verification_uri,
            complete_uri: authorization.verification_uri_complete.as_deref(),
            expires_at: authorization.expires_at,
            is_opened: address.is_some_and(|address| self.person.open(&address)),
        });
    }

    /// Polls at the service's interval while [`Person::wait`](crate::Person::wait) runs, whose text is ignored here.
    async fn approval(
        &self,
        client: &Client,
        registration: &Registration,
        mut poll: Poll,
        authorization: &DeviceAuthorization,
    ) -> Result<Token, Error> {
        let polling = async {
            loop {
                match poll.step(self.now()) {
                    PollStep::Wait(time) => self.provider.caller().sleep(time).await,
                    PollStep::Send => {
                        if let Some(end) = self.poll_once(client, registration, &mut poll).await {
                            return end;
                        }
                    }
                    _ => return Err(Error::of_service(poll.expired(), self.session)),
                }
            }
        };
        let shown = async {
            loop {
                drop(self.person.wait(authorization.expires_at).await);
                // A `Person::wait` that is always ready must not starve the poll.
                yield_once().await;
            }
        };
        let shown: Either<_, std::convert::Infallible> = first_of(polling, shown).await;
        match shown {
            Either::Left(token) => token,
            Either::Right(never) => match never {},
        }
    }
}
