//! Authorization code with PKCE (RFC 7636) over a loopback redirect (RFC 8252).

use super::{
    SignIn, SignedIn,
    callback::{Answer, Denied, Listener, Reply},
    page,
    paste::{self, Lines},
    registration,
};
use crate::{args::FlowChoice, browser, context::login_words, exit::Exit, host, report::Report};
use daypass_oidc_device::{
    Client, ErrorKind, Pkce, Registration, authorize_url,
    callback::{Callback, Verdict},
};
use daypass_sso_types::AuthorizationCode;
use daypass_transport::Endpoint;
use std::time::Duration;

/// How long the browser may take, as in the AWS CLI.
const DEADLINE: Duration = Duration::from_secs(600);

impl SignIn<'_> {
    pub(super) async fn pkce(&self, client: &Client, endpoint: &Endpoint) -> Result<SignedIn, Report> {
        let pkce = Pkce::from_entropy(&host::entropy);
        // Bound before the browser opens: whoever the browser comes back to is this process.
        let port = self.flags.callback_port;
        let listener = Listener::bind(port, &pkce.state).await.map_err(|error| {
            let port = port.map_or_else(|| "no port can".to_owned(), |port| format!("port {port} cannot"));
            let words = login_words(self.session.label(), None);
            Report::new(Exit::Failed, format!("{port} be opened for the browser to come back to"))
                .cause(&error)
                .mend(words.into_iter().chain(["--use-device-code".to_owned()]))
        })?;
        let redirect = listener.redirect_uri();
        // Nothing asks the service before the code is redeemed, so a cached registration is taken on trust.
        let (registration, ()) =
            self.registered(client, FlowChoice::Pkce, async |_: &Registration| Ok(())).await?;
        let url = authorize_url(endpoint, &registration, &redirect, &self.scopes(), &pkce);
        let by_hand = self.invite(&listener, &url);
        self.events.url(self.session, "pkce", &url);
        let deadline = self.deadline(host::now() + DEADLINE);
        self.events.waiting(self.session, deadline);
        // The browser is on its way, which takes it longer than the disk needs for what was written so far; the
        // token is then synced in half the time.
        self.provider.tokens().sync();
        let pasted =
            self.pasted(if by_hand { paste::lines(self.context) } else { None }, listener.callback());
        let left = deadline.duration_since(host::now()).unwrap_or_default();
        let waiting = tokio::time::timeout(left, async {
            tokio::select! {
                answer = listener.answer(url) => answer,
                result = pasted => Answer { result, reply: None },
            }
        });
        let answer = self.approval(deadline, waiting).await;
        let Answer { result, reply } =
            answer.map_err(|_elapsed| self.not_approved("was not approved in time"))?;
        let code = match result {
            Ok(code) => {
                self.events.approved(self.session);
                code
            }
            Err(denied) => {
                let said = format!("{}: {}", denied.error, denied.description);
                let said = said.trim_end_matches(": ");
                show(reply, page::failed(said)).await;
                return Err(self.not_approved("was denied").fact("portal said", said));
            }
        };
        match client.redeem_code(&registration, &redirect, &code, &pkce.verifier, host::now()).await {
            Ok(grant) => Ok(SignedIn { registration, grant, reply }),
            Err(error) => {
                if error.kind() == ErrorKind::InvalidClient {
                    self.provider.forget_registration(self.session, registration::kind(FlowChoice::Pkce));
                }
                show(reply, page::failed(&error.to_string())).await;
                Err(self.context.sign_in_failed(&error, self.session))
            }
        }
    }

    /// Opens the browser, or says what to open. Whether the redirect may have to be brought by hand.
    fn invite(&self, listener: &Listener, url: &str) -> bool {
        let ui = &self.context.ui;
        let (label, portal) = (self.session.label(), self.session.start_url.as_str());
        let session = self.session.name.as_deref();
        if !self.flags.no_browser && browser::available(self.context, session) {
            if browser::open(self.context, session, url) {
                ui.say(format!("Signing in to {label} ({portal}) in your browser."));
                ui.say(format!("If it did not open:  {}", listener.short_url()));
                return false;
            }
            ui.say("No browser could be started.");
        }
        ui.say(format!("Sign in to {label} ({portal}) at this address:"));
        ui.say(format!("  {url}"));
        let port = listener.port();
        ui.say(format!("The browser then comes back to 127.0.0.1:{port} on this machine."));
        if let Some(host) = browser::ssh_host(self.context) {
            ui.say("From the machine that you sit at, forward that port first:");
            ui.say(format!("  ssh -L {port}:127.0.0.1:{port} {host}"));
        }
        if ui.prompts() {
            ui.say(
                "Or paste the address that the browser ends up at here, and press Enter; it is not shown.",
            );
        }
        true
    }

    /// The redirect that a person pastes; never, where nobody can.
    async fn pasted(&self, lines: Option<Lines>, callback: Callback) -> Result<AuthorizationCode, Denied> {
        let Some(mut lines) = lines else { return std::future::pending().await };
        loop {
            let line = lines.next().await;
            match callback.judge_url(&line) {
                Verdict::Code(code) => return Ok(code),
                Verdict::Denied { error, description } => {
                    return Err(Denied { error, description: description.unwrap_or_default() });
                }
                _ if line.is_empty() => {}
                _ => {
                    self.context.ui.end_progress();
                    self.context
                        .ui
                        .say("  That is not the address of this sign-in; it begins with http://127.0.0.1");
                }
            }
        }
    }

    fn not_approved(&self, how: &str) -> Report {
        let label = self.session.label();
        Report::new(Exit::SignInDenied, format!("the sign-in to {label} {how}"))
            .mend(login_words(label, None))
    }
}

async fn show(reply: Option<Reply>, page: page::Page) {
    if let Some(reply) = reply {
        reply.send(page).await;
    }
}
