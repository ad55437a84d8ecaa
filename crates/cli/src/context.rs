//! What every command starts with: flags, environment, paths, terminal, and the clients of AWS.

use crate::{args::Global, changes_made::ChangesMade, exit::Exit, machine, report::Report, vault};
use daypass_at_terminal::FollowedPin;
pub(crate) use daypass_config_files::ConfigFiles as Files;
use daypass_config_parse::Profile;
use daypass_credentials::{Exchanges, LoginSessions, Notice, Provider, Settings, Watch};
use daypass_environment::{Environment, Network, Paths, Variable};
use daypass_login_session::console_login::RingSigner;
use daypass_programs::ProcessRunner;
use daypass_settings::Attempt;
use daypass_signals::Signals;
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::{ErrorKind, Terminal};
use daypass_token_cache::Sealer;
use daypass_transport::{
    BoxFuture, Caller, FinishedCall, LastSkew, Observed, ReqwestTransport, RetryPolicy, TokioTimer,
};
use daypass_vault::Vault;
use std::{io, sync::Arc, time::Duration};

/// The User-Agent of requests to AWS.
pub(crate) const USER_AGENT: &str = concat!("daypass/", env!("CARGO_PKG_VERSION"));
/// The AWS CLI waits a minute to connect and a minute for an answer; people give up earlier.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// What every command starts with.
#[derive(Debug)]
pub(crate) struct Context {
    /// The options that every command has.
    pub(crate) global: Global,
    /// The environment.
    pub(crate) env: Environment,
    /// Where files are.
    pub(crate) paths: Paths,
    /// The terminal.
    pub(crate) ui: Arc<Terminal>,
    /// The clock skew that AWS's answers show.
    pub(crate) skew: Arc<LastSkew>,
    /// The signals that end the program.
    pub(crate) signals: Arc<Signals>,
    /// The exchanges with AWS that have to complete before the program ends.
    pub(crate) exchanges: Exchanges,
    /// The changes made so far, for the message after an interruption.
    pub(crate) changes: ChangesMade,
    /// The pin of the working folder, for the commands that follow it.
    pub(crate) pin: Option<FollowedPin>,
    /// What seals and opens the sessions of this home.
    pub(crate) vault: Arc<Vault>,
}

impl Context {
    /// Creates the context for these options.
    ///
    /// # Errors
    /// No home directory.
    pub(crate) fn new(global: Global, env: Environment, ui: Arc<Terminal>) -> Result<Self, Report> {
        let paths = Paths::of(&env)?;
        let vault = vault::of(&paths, &ui);
        let signals = Arc::new(Signals::new(daypass_terminal::stderr_is_terminal()));
        let watch = Arc::clone(&signals) as Arc<dyn Watch>;
        Ok(Self {
            global,
            env,
            paths,
            ui,
            skew: Arc::default(),
            signals,
            exchanges: Exchanges::default().with_watch(watch),
            changes: ChangesMade::default(),
            pin: None,
            vault,
        })
    }

    /// Fails if a variable that names the profile is not UTF-8, so that no other profile is used in its place. `doctor`
    /// reports the variable as a finding.
    pub(crate) fn refuse_undecodable_profile(&self) -> Result<(), Report> {
        if self.global.profile.as_ref().is_none_or(String::is_empty) {
            self.env.profile()?;
            self.env.text(Variable::Exec)?;
        }
        Ok(())
    }

    /// The profile in use: `--profile`, AWS_PROFILE, AWS_DEFAULT_PROFILE, the profile of an outer `exec`, that of the
    /// working folder, `default`.
    pub(crate) fn profile(&self) -> String {
        self.named_profile().unwrap_or_else(|| "default".to_owned())
    }

    /// The profile that a flag, the environment or the pin of the working folder names.
    pub(crate) fn named_profile(&self) -> Option<String> {
        let pinned = || self.pin.as_ref()?.pin.profile().map(str::to_owned);
        self.chosen_profile().or_else(|| self.env.hint(Variable::Exec)).or_else(pinned)
    }

    /// The profile that a flag or the environment names, for a command that writes it: not the profile of an outer `exec`.
    pub(crate) fn chosen_profile(&self) -> Option<String> {
        let flag = self.global.profile.clone().filter(|name| !name.is_empty());
        flag.or_else(|| self.env.hint(Variable::Profile)).or_else(|| self.env.hint(Variable::DefaultProfile))
    }

    /// The settings of a credential request by flags and environment; an invalid region is an error.
    pub(crate) fn settings(&self) -> Result<Settings, Report> {
        Ok(Settings { region: self.region()?, ..self.sign_in_settings()? })
    }

    /// The client region by flag or environment.
    pub(crate) fn region(&self) -> Result<Option<Region>, Report> {
        self.region_for(self.chosen_profile().as_deref())
    }

    /// The client region for this profile or role. The region that an outer `exec` has set for its own profile does not
    /// count for another one.
    pub(crate) fn region_for(&self, whose: Option<&str>) -> Result<Option<Region>, Report> {
        match self.global.region.clone().filter(|region| !region.is_empty()) {
            Some(region) => Region::new(region)
                .map(Some)
                .map_err(|error| Report::new(Exit::Usage, error.to_string()).fact("set by", "--region")),
            None => Ok(self.env.region(whose)?.or_else(|| self.pinned_region(whose))),
        }
    }

    /// The settings of a credential request; an invalid region in the environment counts as no region.
    pub(crate) fn credential_settings(&self) -> Result<Settings, Report> {
        let region = match self.region() {
            Err(report) if report.exit() == Exit::Usage => return Err(report),
            region => region.ok().flatten(),
        };
        Ok(Settings { region, ..self.sign_in_settings()? })
    }

    /// The settings without the client region: for signing in and out, and for listings, which use no service in it.
    pub(crate) fn sign_in_settings(&self) -> Result<Settings, Report> {
        let trust = Some(Arc::new(self.settings_files().trust()));
        let environment_credentials = self.environment_credentials().ok().flatten();
        Ok(Settings { trust, environment_credentials, ..self.env.endpoint_settings()? })
    }

    /// The credentials in the environment, which win over a profile that only the environment names.
    ///
    /// # Errors
    /// The keys have expired, or AWS_CREDENTIAL_EXPIRATION is not a time.
    pub(crate) fn environment_credentials(&self) -> Result<Option<Credentials>, Report> {
        Ok(self.env.valid_keys(machine::now())?)
    }

    /// Creates the HTTP client, with the profile's `ca_bundle` if flag and environment name none.
    pub(crate) fn caller(&self, profile: Option<&Profile<'_>>) -> Result<Caller, Report> {
        let network = Network::of(&self.env)?;
        let limit = |flag: Option<u64>, default: Duration| match flag {
            Some(0) => None,
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => Some(default),
        };
        let mut options = network.client_options(self.ca_bundle(profile), &self.paths.home);
        let flag = self.global.ca_bundle.clone().filter(|path| !path.as_os_str().is_empty());
        options.ca_bundle = flag.or(options.ca_bundle);
        options.connect_timeout = limit(self.global.cli_connect_timeout, CONNECT_TIMEOUT);
        options.read_timeout = limit(self.global.cli_read_timeout, READ_TIMEOUT);
        if self.global.no_verify_ssl {
            self.refuse(Attempt::NoVerifySsl)?;
        }
        options.verify_tls = !self.global.no_verify_ssl;
        let transport = ReqwestTransport::new(options)
            .map_err(|error| Report::new(Exit::Network, "cannot set up the HTTP client").cause(&error))?;
        let (ui, skew) = (Arc::clone(&self.ui), Arc::clone(&self.skew));
        let observed =
            Observed::new(Arc::new(transport), Arc::new(machine::now), move |call: &FinishedCall| {
                call.clock_skew.into_iter().for_each(|seconds| skew.learn(seconds));
                ui.log(2, call.to_string());
            });
        let mut policy = RetryPolicy::default();
        if let Some(attempts) = network.max_attempts {
            policy.max_attempts = attempts;
        }
        let caller = Caller::new(Arc::new(observed), Arc::new(TokioTimer), Arc::new(machine::entropy));
        Ok(caller.with_policy(policy).with_user_agent(USER_AGENT))
    }

    fn process_runner(&self) -> ProcessRunner {
        ProcessRunner::new(self.env.hint(Variable::ProcessChain).unwrap_or_default(), self.ui.prompts())
    }

    /// Creates the provider of credentials, with the caches of this home and warnings on this terminal.
    pub(crate) fn provider(&self, profile: Option<&Profile<'_>>) -> Result<Provider, Report> {
        vault::adopt_plain(&self.vault, &self.paths, &self.ui);
        let ui = Arc::clone(&self.ui);
        let paths = self.paths.clone();
        let changes = self.changes.clone();
        let observer = move |notice: &Notice| {
            if let Notice::Stored(_) = notice {
                changes.note(notice.to_string());
            }
            let text = paths.pretty_text(&notice.to_string());
            if notice.is_warning() { ui.warn(text) } else { ui.log(1, text) }
        };
        let (observer, clock) = (Arc::new(observer), Arc::new(machine::now));
        let caller = self.caller(profile)?;
        let logins = LoginSessions::new(
            &self.paths.login_cache(&self.env),
            &self.paths.locks(),
            caller.clone(),
            clock.clone(),
            Arc::new(RingSigner::new()),
            machine::pause,
        );
        let logins = logins.with_observer(observer.clone()).with_exchanges(self.exchanges.clone());
        let provider = Provider::new(self.paths.folders(), caller, clock, machine::pause);
        let provider = provider
            .with_observer(observer)
            .with_exchanges(self.exchanges.clone())
            .with_login_sessions(logins)
            .with_sealer(Arc::clone(&self.vault) as Arc<dyn Sealer>)
            .with_process_runner(Arc::new(self.process_runner()));
        if !self.ui.prompts() {
            return Ok(provider);
        }
        let ui = Arc::clone(&self.ui);
        // The question blocks the runtime, on which nothing else runs meanwhile.
        let ask = move |serial: &str| -> BoxFuture<'static, io::Result<String>> {
            Box::pin(std::future::ready(ask_mfa_code(&ui, serial)))
        };
        Ok(provider.with_mfa(Arc::new(ask)))
    }
}

/// Asks for the code of an MFA device.
fn ask_mfa_code(terminal: &Terminal, serial: &str) -> io::Result<String> {
    terminal.ask_for(&format!("MFA code of {serial}")).map_err(|error| match error.kind() {
        ErrorKind::Cancelled => io::ErrorKind::Interrupted.into(),
        _ => io::Error::other(error),
    })
}
