//! The device grant (RFC 8628) as a person sees it: a code, an address, a wait.

use crate::{
    Error, Event, Flow, Invitation, SignIn,
    race::{breathe, first_of},
    sign_in::Granted,
};
use daypass_oidc_device::{Client, DeviceAuthorization, Grant, Poll, Registration};
use daypass_sso_types::WebAddress;
use futures_util::future::Either;

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
        // Whoever is approved already, by a policy or another device, need not see a code.
        let mut poll = Poll::new(authorization.clone(), self.now());
        let first = client.device_token(&registration, poll.device_code(), self.now()).await;
        let grant = if let Some(end) = poll.receive(first, self.now()) {
            end.map_err(|error| Error::of_service(error, self.session))?
        } else {
            if !self.person.is_there() {
                return Err(Error::nobody_to_ask(self.session));
            }
            self.invite_to_type(&authorization);
            self.approval(client, &registration, poll, &authorization).await?
        };
        self.person.event(&Event::Approved);
        let token = self.keeper().keep(&registration, grant)?;
        Ok(Granted { token, browser: None })
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

    /// Polls while the person is waited for. What a person brings by hand is of no use here.
    async fn approval(
        &self,
        client: &Client,
        registration: &Registration,
        poll: Poll,
        authorization: &DeviceAuthorization,
    ) -> Result<Grant, Error> {
        let clock = &**self.provider.clock();
        let polling = client.poll_on(registration, poll, clock, self.provider.caller().timer());
        let shown = async {
            loop {
                drop(self.person.wait(authorization.expires_at).await);
                // A person that always has something to say must not keep the poll from its turn.
                breathe().await;
            }
        };
        let shown: Either<_, std::convert::Infallible> = first_of(polling, shown).await;
        match shown {
            Either::Left(grant) => grant.map_err(|error| Error::of_service(error, self.session)),
            Either::Right(never) => match never {},
        }
    }
}
