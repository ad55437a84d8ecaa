//! Runs a sign-in by the crate `sign-in`, and corrects the region in the config file.

use super::{SignIn, signed_in_user};
use crate::{
    args::FlowChoice,
    context::{Context, Files},
    machine,
    report::Report,
    vault,
};
use daypass_at_terminal::{PersonAtTerminal, outlook};
use daypass_config_parse::Document;
use daypass_credentials::Session;
use daypass_settings::Attempt;
use daypass_sign_in::{Flow, Options, SignedIn, region_correction};
use daypass_sso_types::Region;
use daypass_terminal::{good, strong};
use daypass_token_cache::Token;

impl SignIn<'_> {
    /// Signs in and stores the token. If another process is signing in to this session, waits for it and returns its
    /// token.
    pub(crate) async fn run(&self, files: &Files) -> Result<Token, Report> {
        self.run_after(files, self.stored()?).await
    }

    /// Like [`SignIn::run`], for a caller that has read the store: a valid token different from `before` was stored by
    /// another process and is returned.
    pub(crate) async fn run_after(&self, files: &Files, before: Option<Token>) -> Result<Token, Report> {
        self.context.refuse_agent(&self.context.sign_in_target(self.session))?;
        self.context.refuse_portal(&self.session.start_url)?;
        vault::prepare(&self.context.vault)?;
        if self.flow() == Some(Flow::Device) {
            self.context.refuse(Attempt::DeviceCode)?;
        }
        let person = self.person();
        let former = daypass_credentials::role_keys(&files.config(), self.session);
        let sign_in = self.library(&person).at(self.portal.clone()).forgetting(former);
        let signed_in = sign_in.run_after(before).await.map_err(|error| self.failed(&error))?;
        if signed_in.is_own && signed_in.region != self.session.region {
            self.correct_region(files, &signed_in.region);
        }
        Ok(self.told(files, signed_in).await)
    }

    /// Waits for the sign-in of another process and returns its token.
    pub(crate) async fn join(&self, files: &Files) -> Result<Token, Report> {
        let person = self.person();
        let joined = self.library(&person).join().await.map_err(|error| self.failed(&error))?;
        Ok(self.told(files, joined).await)
    }

    /// Says who is signed in to what, and for how long, however the sign-in came about.
    async fn told(&self, files: &Files, SignedIn { token, region, .. }: SignedIn) -> Token {
        let mut session = self.session.clone();
        session.region = region;
        self.events.saved(session.label(), token.expires_at);
        let outlook = self.context.outlook(&token, &session);
        self.context.ui.say(good("Signed in to") + " " + strong(session.label()) + ". " + outlook + ".");
        signed_in_user::tell(self.context, self.provider, files, &session).await;
        token
    }

    /// The stored token.
    pub(crate) fn stored(&self) -> Result<Option<Token>, Report> {
        self.provider.stored_token(self.session).map_err(|error| self.context.credentials_failed(&error))
    }

    fn library<'p>(&'p self, person: &'p PersonAtTerminal<'p>) -> daypass_sign_in::SignIn<'p> {
        let mut options = Options::default();
        options.flow = self.flow();
        options.callback_port = self.flags.callback_port;
        options.timeout = self.flags.timeout;
        daypass_sign_in::SignIn::new(self.provider, self.session, person).with_options(options)
    }

    /// The flow by flag, or the only flow that the settings files allow.
    fn flow(&self) -> Option<Flow> {
        match self.flags.flow {
            _ if self.flags.use_device_code => Some(Flow::Device),
            Some(FlowChoice::Pkce) => Some(Flow::Browser),
            Some(FlowChoice::Device) => Some(Flow::Device),
            // The only flow that is left.
            None => self.context.refuse(Attempt::DeviceCode).is_err().then_some(Flow::Browser),
        }
    }

    fn failed(&self, error: &daypass_sign_in::Error) -> Report {
        self.context.sign_in_failed(error, self.session)
    }

    /// Writes the portal's region into the sections that have another region. A failure is a warning: the sign-in has
    /// succeeded.
    fn correct_region(&self, files: &Files, region: &Region) {
        let Some(edits) = region_correction(&files.config(), self.session, region) else { return };
        // Sections with odd names are edited, too: the edit adds no new name.
        let insist = |document: &mut Document| document.apply_for_aws_cli(&edits).map(|_| true);
        match self.context.edit_config(insist) {
            Ok(()) => self.context.ui.say(format!("The portal is in {region}; sso_region says so now.")),
            Err(report) => self.context.ui.warn(report.message()),
        }
    }
}

impl Context {
    /// The message after a sign-in: how long the token is valid, and until when it is renewed.
    pub(crate) fn outlook(&self, token: &Token, session: &Session) -> String {
        outlook(token, session, machine::now(), &self.env.time_zone())
    }
}
