//! The device grant (RFC 8628) as a person sees it: a code, an address, a wait.

use super::{SignIn, SignedIn};
use crate::{args::FlowChoice, browser, host, report::Report};
use daypass_oidc_device::{Client, DeviceAuthorization, Poll, Registration};
use daypass_terminal::{big_code, qr_code, strong};

impl SignIn<'_> {
    pub(super) async fn device(&self, client: &Client) -> Result<SignedIn, Report> {
        let start_url = self.issuer();
        let step = async |registration: &Registration| {
            client.start_device_authorization(registration, start_url, host::now()).await
        };
        let (registration, authorization) = self.registered(client, FlowChoice::Device, step).await?;
        let deadline = self.deadline(authorization.expires_at);
        let authorization = DeviceAuthorization { expires_at: deadline, ..authorization };
        self.events.url(self.session, "device", authorization.address());
        self.events.code(self.session, &authorization.user_code, &authorization.verification_uri, deadline);
        self.events.waiting(self.session, deadline);
        // Whoever is approved already, by a policy or another device, need not see a code.
        let mut poll = Poll::new(authorization.clone(), host::now());
        let first = client.device_token(&registration, poll.device_code(), host::now()).await;
        let grant = if let Some(end) = poll.receive(first, host::now()) {
            end
        } else {
            self.show(&authorization);
            self.approval(deadline, client.poll_on(&registration, poll, &host::now, &host::Timer)).await
        };
        let grant = grant.map_err(|error| self.context.sign_in_failed(&error, self.session))?;
        self.events.approved(self.session);
        Ok(SignedIn { registration, grant, reply: None })
    }

    /// The code, large, and the ways to where it is typed.
    fn show(&self, authorization: &DeviceAuthorization) {
        let ui = &self.context.ui;
        ui.say(format!("Sign in to {}:", self.session.label()));
        ui.say(format!("  address  {}", authorization.verification_uri));
        ui.say("  code     " + strong(&authorization.user_code));
        let room = ui.room().filter(|(rows, _)| *rows >= 12);
        let large =
            room.and_then(|(_, columns)| big_code(&authorization.user_code, columns.saturating_sub(2)));
        if let Some(lines) = &large {
            ui.say("");
            for line in lines {
                ui.say("  " + strong(line));
            }
            ui.say("");
        }
        let opened = !self.flags.no_browser
            && browser::available(self.context, self.session.name.as_deref())
            && browser::open(self.context, self.session.name.as_deref(), authorization.address());
        if !opened && let Some((rows, columns)) = ui.room() {
            let below_the_rest = rows.saturating_sub(if large.is_some() { 11 } else { 6 });
            let code = qr_code(authorization.address(), columns, below_the_rest).unwrap_or_default();
            for line in &code {
                ui.say(line);
            }
        }
        if opened {
            ui.say("The address has been opened in your browser.");
        } else if let Some(complete) = &authorization.verification_uri_complete {
            ui.say(format!("or, with the code filled in:  {complete}"));
        }
    }
}
