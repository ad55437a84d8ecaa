//! The world: one value that answers requests. No socket, no clock, no thread.

use crate::{
    call::Call,
    console, control,
    delivery::{Delivery, Ending, spoil},
    failure::{Failure, UNKNOWN_OPERATION},
    fault::{Effect, Faults, throttled},
    ids::Ids,
    limiter::Limiter,
    log::{Entry, Log},
    oidc,
    operation::{Operation, Service},
    organisation::Organisation,
    page, portal, reply, route, s3,
    scenario::{SCENARIOS, Scenario, ScenarioError},
    settings::Settings,
    state::State,
    sts,
    time::{Moment, http_date},
};
use daypass_transport::{Request, Response};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// A whole IAM Identity Center and what stands behind it.
#[derive(Clone)]
pub struct World {
    pub(crate) name: String,
    pub(crate) organisation: Organisation,
    pub(crate) settings: Settings,
    pub(crate) state: State,
    pub(crate) ids: Ids,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    limiter: Limiter,
    pub(crate) prefix: String,
    /// How much older than its time of issue everything is.
    pub(crate) age: Duration,
    /// The scenario, to begin again.
    pub(crate) text: String,
}

impl World {
    /// Three accounts, one user: the scenario `article`.
    ///
    /// # Panics
    /// Never: the scenario is part of the program, and a test reads it.
    pub fn demo() -> Self {
        Self::scenario("article").expect("the scenarios in the program are sound: a test reads each")
    }

    /// One of the scenarios that come with the simulator, see [`SCENARIOS`].
    ///
    /// # Errors
    /// There is none of that name.
    pub fn scenario(name: &str) -> Result<Self, ScenarioError> {
        match SCENARIOS.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Self::from_toml(text),
            None => Err(ScenarioError::unknown(name)),
        }
    }

    /// An organisation of so many accounts with so many roles each, the same for the same seed: one user, pages of a
    /// hundred.
    ///
    /// # Errors
    /// None for numbers that memory can hold.
    pub fn generated(accounts: usize, roles: usize, seed: u32) -> Result<Self, ScenarioError> {
        Self::from_toml(&format!(
            "name = \"generated\"\nusers = [\"testuser@example.com\"]\nseed = {seed}\n\
             [settings]\npage_size = 100\n[generate]\naccounts = {accounts}\nroles = {roles}\n"
        ))
    }

    /// A world from the text of a scenario file. The files of the crate's folder `scenarios` show the shape.
    ///
    /// # Errors
    /// The text is not TOML, or does not say a world.
    pub fn from_toml(text: &str) -> Result<Self, ScenarioError> {
        let Scenario { name, organisation, settings, faults } = Scenario::parse(text)?;
        let mut world = Self {
            name,
            ids: Ids::new(organisation.seed),
            organisation,
            settings,
            state: State::default(),
            faults: Faults::default(),
            log: Log::default(),
            limiter: Limiter::default(),
            prefix: String::new(),
            age: Duration::ZERO,
            text: text.to_owned(),
        };
        for fault in faults {
            world.faults.add(fault);
        }
        Ok(world)
    }

    /// Answers under this path too (`/idc`), not only at the root.
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        let plain = prefix.trim_matches('/');
        self.prefix = if plain.is_empty() { String::new() } else { format!("/{plain}") };
        self
    }

    /// With other settings.
    #[must_use]
    pub fn with_settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// Answers one request at this time.
    ///
    /// A reply that is to come late, broken or not at all has a [`Delivery`] among its extensions.
    pub fn handle(&mut self, request: &Request, now: SystemTime) -> Response {
        self.handle_noting(request, now).0
    }

    /// The same, with what was noted of it.
    pub(crate) fn handle_noting(&mut self, request: &Request, now: SystemTime) -> (Response, Option<Entry>) {
        let moment = Moment::new(now, self.settings.skew_seconds, self.age);
        let call = Call::new(request, &self.prefix);
        self.answer(&call, moment)
    }

    fn answer(&mut self, call: &Call<'_>, moment: Moment) -> (Response, Option<Entry>) {
        let operation = route::find(call);
        let service = operation.service();
        let request_id = self.ids.request_id();
        if operation == Operation::Control {
            let result = control::answer(self, call, moment);
            return (result.unwrap_or_else(|failure| failure.reply(service, &request_id)), None);
        }
        let (mut response, effects) = self.attempt(operation, call, moment, &request_id);
        let mut delivery = Delivery::default();
        if !matches!(service, Service::Page) {
            delivery.delay = Duration::from_millis(self.settings.latency_ms);
        }
        let mut date = moment.wire;
        for effect in effects.iter().copied() {
            spoil(effect, &mut response, &mut delivery, &mut date);
        }
        let mut response = reply::with_header(response, "date", &http_date(date));
        response = reply::with_header(response, "x-amzn-requestid", &request_id);
        let status = if delivery.ending == Ending::NoReply { 0 } else { response.status().as_u16() };
        let entry = Entry::new(call, operation, status, moment.wire);
        self.log.note(entry.clone());
        if delivery != Delivery::default() {
            response.extensions_mut().insert(delivery);
        }
        (response, Some(entry))
    }

    /// The reply, and the faults that touch it.
    fn attempt(
        &mut self,
        operation: Operation,
        call: &Call<'_>,
        moment: Moment,
        request_id: &str,
    ) -> (Response, Vec<Effect>) {
        let service = operation.service();
        if let (Some(limit), Service::Oidc | Service::Portal) = (self.settings.rate_limit, service)
            && let Err(wait) = self.limiter.admit(limit, moment.wire)
        {
            return (throttled(service, limit.retry_after.then_some(wait), request_id), Vec::new());
        }
        let effects = self.faults.take(operation);
        let made_up = effects.iter().find_map(|effect| effect.instead(service, request_id));
        let response = made_up.unwrap_or_else(|| {
            self.perform(operation, call, moment, request_id)
                .unwrap_or_else(|failure| failure.reply(service, request_id))
        });
        (response, effects)
    }

    fn perform(
        &mut self,
        operation: Operation,
        call: &Call<'_>,
        moment: Moment,
        request_id: &str,
    ) -> Result<Response, Failure> {
        match operation {
            Operation::RegisterClient => oidc::register(self, call, moment),
            Operation::StartDeviceAuthorization => oidc::start_device(self, call, moment),
            Operation::CreateToken => oidc::create_token(self, call, moment),
            Operation::Authorize => oidc::authorize(self, call, moment),
            Operation::Device => oidc::device_page(self, call, moment),
            Operation::ListAccounts => portal::list_accounts(self, call, moment),
            Operation::ListAccountRoles => portal::list_roles(self, call, moment),
            Operation::GetRoleCredentials => portal::role_credentials(self, call, moment),
            Operation::Logout => portal::logout(self, call, moment),
            Operation::GetCallerIdentity => sts::caller_identity(self, call, moment, request_id),
            Operation::AssumeRole => sts::assume_role(self, call, moment, request_id),
            Operation::OtherSts => sts::other(self, call, moment),
            Operation::ListBuckets => s3::list_buckets(self, call, moment),
            Operation::ListObjectsV2 => s3::list_objects(self, call, moment),
            Operation::GetSigninToken => console::sign_in_token(self, call, moment),
            Operation::ConsoleLogin => console::login(self, call, moment),
            Operation::Home => Ok(page::home(self, call)),
            Operation::Control | Operation::Unknown => {
                Err(UNKNOWN_OPERATION.because("Nothing is here that answers to this method and path."))
            }
        }
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("name", &self.name)
            .field("accounts", &self.organisation.accounts.len())
            .field("sessions", &self.state.sessions.len())
            .finish_non_exhaustive()
    }
}
