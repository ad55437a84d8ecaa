//! Authorization code with PKCE (RFC 7636) over a loopback redirect (RFC 8252).

use super::{
    SignIn, SignedIn,
    callback::{Answer, Listener},
    page, registration, wait,
};
use crate::{args::FlowChoice, browser, context::login_words, exit::Exit, host, report::Report};
use daypass_oidc_device::{Client, ErrorKind, Pkce, Registration, authorize_url};
use daypass_transport::Endpoint;
use std::time::Duration;

/// How long the browser may take, as in the AWS CLI.
const DEADLINE: Duration = Duration::from_secs(600);

impl SignIn<'_> {
    pub(super) async fn pkce(&self, client: &Client, endpoint: &Endpoint) -> Result<SignedIn, Report> {
        let pkce = Pkce::from_entropy(&host::entropy);
        // Bound before the browser opens: whoever the browser comes back to is this process.
        let listener = Listener::bind(self.flags.callback_port, &pkce.state).await.map_err(|error| {
            Report::new(Exit::Failed, "no port on 127.0.0.1 can be opened for the browser to come back to")
                .cause(&error)
                .mend(["daypass", "login", "--use-device-code"])
        })?;
        let redirect = listener.redirect_uri();
        // Nothing asks the service before the code is redeemed, so a cached registration is taken on trust.
        let (client_registration, ()) =
            self.registered(client, FlowChoice::Pkce, async |_: &Registration| Ok(())).await?;
        let url = authorize_url(endpoint, &client_registration, &redirect, &self.scopes(), &pkce);
        self.invite(&listener, &url);
        self.events.url(self.session, "pkce", &url);
        self.events.waiting(self.session, host::now() + DEADLINE);
        let waiting = tokio::time::timeout(DEADLINE, listener.answer(url));
        let answer = wait::with_progress(&self.context.ui, host::now() + DEADLINE, waiting).await;
        let Answer { result, reply } =
            answer.map_err(|_elapsed| self.not_approved("was not approved in time"))?;
        let code = match result {
            Ok(code) => {
                self.events.approved(self.session);
                code
            }
            Err(denied) => {
                let said = format!("{} {}", denied.error, denied.description);
                reply.send(page::failed(&said)).await;
                return Err(self.not_approved("was denied").fact("portal said", said.trim()));
            }
        };
        match client.redeem_code(&client_registration, &redirect, &code, &pkce.verifier, host::now()).await {
            Ok(grant) => Ok(SignedIn { registration: client_registration, grant, reply: Some(reply) }),
            Err(error) => {
                if error.kind() == ErrorKind::InvalidClient {
                    self.provider.forget_registration(self.session, registration::kind(FlowChoice::Pkce));
                }
                reply.send(page::failed(&error.to_string())).await;
                Err(self.context.sign_in_failed(&error, self.session))
            }
        }
    }

    fn invite(&self, listener: &Listener, url: &str) {
        let ui = &self.context.ui;
        let (label, portal) = (self.session.label(), self.session.start_url.as_str());
        if self.flags.no_browser {
            ui.say(&format!("Sign in to {label} ({portal}) at this address, in a browser on this machine:"));
            ui.say(&format!("  {url}"));
        } else if browser::open(self.context, url) {
            ui.say(&format!("Signing in to {label} ({portal}) in your browser."));
            ui.say(&format!("If it did not open:  {}", listener.short_url()));
        } else {
            ui.say(&format!(
                "Sign in to {label} ({portal}); no browser could be started, so open this address:"
            ));
            ui.say(&format!("  {}", listener.short_url()));
        }
    }

    fn not_approved(&self, how: &str) -> Report {
        let label = self.session.label();
        Report::new(Exit::SignInDenied, format!("the sign-in to {label} {how}"))
            .mend(login_words(label, None))
    }
}
