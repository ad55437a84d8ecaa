//! What every command starts from: flags, environment, files, terminal; and the way to AWS, made when needed.

use crate::{args::Global, changes_made::ChangesMade, exit::Exit, machine, report::Report, signals::Signals};
pub(crate) use daypass_config_files::ConfigFiles as Files;
use daypass_credentials::{Exchanges, Notice, Provider, Settings, Watch};
use daypass_environment::{Environment, Network, Paths, Variable};
use daypass_settings::Forbidden;
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::{ErrorKind, Terminal};
use daypass_transport::{BoxFuture, Caller, FinishedCall, LastSkew, Observed, ReqwestTransport, RetryPolicy};
use jiff::tz::TimeZone;
use std::{fs, io, sync::Arc, time::Duration};

/// What daypass calls itself to AWS.
pub(crate) const USER_AGENT: &str = concat!("daypass/", env!("CARGO_PKG_VERSION"));
/// The AWS CLI's own limit on connecting and on waiting for an answer is a minute; people give up before.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// What every command starts from.
#[derive(Debug)]
pub(crate) struct Context {
    /// Options of every command.
    pub(crate) global: Global,
    /// The environment.
    pub(crate) env: Environment,
    /// The files' locations.
    pub(crate) paths: Paths,
    /// The terminal.
    pub(crate) ui: Arc<Terminal>,
    /// What AWS's answers tell of the clock.
    pub(crate) skew: Arc<LastSkew>,
    /// What ends the program, and when.
    pub(crate) signals: Arc<Signals>,
    /// The exchanges with AWS that an end has to wait for.
    pub(crate) exchanges: Exchanges,
    /// The changes made so far, for the message after an interruption.
    pub(crate) changes: ChangesMade,
}

impl Context {
    /// The frame for these options.
    ///
    /// # Errors
    /// No home directory.
    pub(crate) fn new(global: Global, env: Environment, ui: Arc<Terminal>) -> Result<Self, Report> {
        let paths = Paths::of(&env)?;
        let signals = Arc::<Signals>::default();
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
        })
    }

    /// Refuses a profile in the environment that is no text: it would be somebody else who is meant. `doctor` goes on
    /// and tells of it.
    pub(crate) fn refuse_undecodable_profile(&self) -> Result<(), Report> {
        if self.global.profile.as_ref().is_none_or(String::is_empty) {
            self.env.profile()?;
            self.env.text(Variable::Exec)?;
        }
        Ok(())
    }

    /// The profile in use: `--profile`, AWS_PROFILE, AWS_DEFAULT_PROFILE, that of an `exec` around, `default`.
    pub(crate) fn profile(&self) -> String {
        self.named_profile().unwrap_or_else(|| "default".to_owned())
    }

    /// The profile that somebody named, by flag or environment.
    pub(crate) fn named_profile(&self) -> Option<String> {
        self.chosen_profile().or_else(|| self.env.hint(Variable::Exec))
    }

    /// The same, to be changed: that of an `exec` around is for use alone.
    pub(crate) fn chosen_profile(&self) -> Option<String> {
        let flag = self.global.profile.clone().filter(|name| !name.is_empty());
        flag.or_else(|| self.env.hint(Variable::Profile)).or_else(|| self.env.hint(Variable::DefaultProfile))
    }

    /// What flags and environment say about AWS; a region that is none is an error.
    pub(crate) fn settings(&self) -> Result<Settings, Report> {
        Ok(Settings { region: self.region()?, ..self.sign_in_settings()? })
    }

    /// The client region that flag or environment say.
    pub(crate) fn region(&self) -> Result<Option<Region>, Report> {
        self.region_for(self.chosen_profile().as_deref())
    }

    /// The same for a profile that is asked for in another way, or for a role that no profile names: what an `exec`
    /// around has set for its own profile is nobody's wish for it.
    pub(crate) fn region_for(&self, whose: Option<&str>) -> Result<Option<Region>, Report> {
        match self.global.region.clone().filter(|region| !region.is_empty()) {
            Some(region) => Region::new(region)
                .map(Some)
                .map_err(|error| Report::new(Exit::Usage, error.to_string()).fact("set by", "--region")),
            None => Ok(self.env.region(whose)?),
        }
    }

    /// The settings of a credential request. A region that is none matters where a region is used.
    pub(crate) fn credential_settings(&self) -> Result<Settings, Report> {
        let region = match self.region() {
            Err(report) if report.exit() == Exit::Usage => return Err(report),
            region => region.ok().flatten(),
        };
        Ok(Settings { region, ..self.sign_in_settings()? })
    }

    /// The same without the client region, for what calls no service in it: signing in and out, listing.
    pub(crate) fn sign_in_settings(&self) -> Result<Settings, Report> {
        Ok(Settings { trust: Some(self.trust()), ..self.env.endpoint_settings()? })
    }

    /// Credentials of the environment, which win over a profile that only the environment names.
    ///
    /// # Errors
    /// Keys that have ended, or an end that is no time.
    pub(crate) fn environment_credentials(&self) -> Result<Option<Credentials>, Report> {
        Ok(self.env.valid_keys(machine::now())?)
    }

    /// The way to AWS. `ca_bundle` is the profile's, where flag and environment say nothing.
    pub(crate) fn caller(&self, ca_bundle: Option<&str>) -> Result<Caller, Report> {
        let network = Network::of(&self.env)?;
        let limit = |flag: Option<u64>, default: Duration| match flag {
            Some(0) => None,
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => Some(default),
        };
        let mut options = network.client_options(ca_bundle, &self.paths.home);
        let flag = self.global.ca_bundle.clone().filter(|path| !path.as_os_str().is_empty());
        options.ca_bundle = flag.or(options.ca_bundle);
        options.connect_timeout = limit(self.global.cli_connect_timeout, CONNECT_TIMEOUT);
        options.read_timeout = limit(self.global.cli_read_timeout, READ_TIMEOUT);
        if self.global.no_verify_ssl {
            self.refuse_forbidden(Forbidden::NoVerifySsl, "--no-verify-ssl is forbidden here")?;
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
        let caller = Caller::new(Arc::new(observed), Arc::new(machine::Timer), Arc::new(machine::entropy));
        Ok(caller.with_policy(policy).with_user_agent(USER_AGENT))
    }

    /// Credentials for plans, with the caches of this home and its warnings on this terminal.
    pub(crate) fn provider(&self, ca_bundle: Option<&str>) -> Result<Provider, Report> {
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
        let provider = Provider::new(
            self.paths.folders(),
            self.caller(ca_bundle)?,
            Arc::new(machine::now),
            machine::pause,
        );
        let provider = provider.with_observer(Arc::new(observer)).with_exchanges(self.exchanges.clone());
        Ok(match self.ui.prompts() {
            true => {
                let ui = Arc::clone(&self.ui);
                // It blocks; nothing else wants to run meanwhile.
                let ask = move |serial: &str| -> BoxFuture<'static, io::Result<String>> {
                    Box::pin(std::future::ready(ask_mfa_code(&ui, serial)))
                };
                provider.with_mfa(Arc::new(ask))
            }
            false => provider,
        })
    }

    /// The zone in which times are shown. Without TZ its file is read as it stands: finding its name, which nobody
    /// asks for, takes a walk through all zones.
    pub(crate) fn zone(&self) -> TimeZone {
        let local = match self.env.hint(Variable::TimeZone) {
            None => fs::read("/etc/localtime").ok(),
            Some(_) => None,
        };
        local.and_then(|file| TimeZone::tzif("", &file).ok()).unwrap_or_else(TimeZone::system)
    }
}

/// Asks for the code of an MFA device.
fn ask_mfa_code(terminal: &Terminal, serial: &str) -> io::Result<String> {
    terminal.ask_for(&format!("MFA code of {serial}")).map_err(|error| match error.kind() {
        ErrorKind::Cancelled => io::ErrorKind::Interrupted.into(),
        _ => io::Error::other(error),
    })
}
