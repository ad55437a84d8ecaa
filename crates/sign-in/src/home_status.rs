//! The sessions and profiles of a home, and how long each is valid.

use crate::{Lifetime, SignInStatus};
use daypass_config_parse::Config;
use daypass_console_sign_ins::{ConsoleSignIn, ConsoleState};
use daypass_credentials::{
    Endpoints, Error, LoginProfile, Plan, Provider, Resolver, Session, Settings, resolve, sessions,
};
use daypass_login_session::console_login::LoginSession;
use daypass_sso_types::Remedy;
use daypass_token_cache::time::format as rfc3339;
use serde_json::{Value, json};
use std::time::SystemTime;

/// The status of all sign-ins of a home, or of one session or profile: by the files, until a program replaces a status by
/// [`SignInStatus::verified`].
///
/// ```
/// use daypass_config_parse::Config;
/// use daypass_credentials::{Provider, Settings};
/// use daypass_sign_in::HomeStatus;
/// use std::time::SystemTime;
///
/// /// What a status bar shows.
/// fn words(provider: &Provider, config: &Config<'_>, now: SystemTime) -> Vec<String> {
///     let status = HomeStatus::of(provider, config, &Settings::default(), None, None, now);
///     status.sessions.iter().map(|(session, status)| format!("{} {}", session.label(), status.word())).collect()
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct HomeStatus {
    /// The sessions in the order of the config file, then sign-ins that no session has.
    pub sessions: Vec<(Session, SignInStatus)>,
    /// The console sign-ins (`aws login`).
    pub consoles: Vec<ConsoleSignIn>,
    /// The profiles with a sign-in, and the lifetime of their cached credentials.
    pub profiles: Vec<(Plan, Option<Lifetime>)>,
    /// The time of which this is the status.
    pub now: SystemTime,
}

impl HomeStatus {
    /// The columns of [`HomeStatus::to_rows`].
    pub const COLUMNS: [&'static str; 8] = [
        "SESSION",
        "STATE",
        "TOKEN EXPIRES AT",
        "RENEWABLE UNTIL",
        "PROFILE",
        "ACCOUNT",
        "ROLE",
        "CREDENTIALS EXPIRE AT",
    ];

    /// Reads the status of every session and sign-in, or of the one session `only`; of the profiles only those that use a
    /// session, and of these only the one called `profile`, if it is given. Files are read and none is locked.
    pub fn of(
        provider: &Provider,
        config: &Config<'_>,
        settings: &Settings,
        only: Option<Session>,
        profile: Option<&str>,
        now: SystemTime,
    ) -> Self {
        let is_meant = |name: &str| profile.is_none_or(|wanted| wanted == name);
        let key = only.as_ref().map(Session::token_key);
        let uses = |own: &Session| key.is_none_or(|key| key == own.token_key());
        let (resolver, lifetime) = (Resolver::new(config, settings), Lifetime::of_many(provider));
        let mut profiles = Vec::new();
        for profile in config.profiles().filter(|profile| is_meant(profile.name())) {
            let Ok(plan) = resolver.resolve(profile.name()) else { continue };
            if plan.session().is_some_and(uses) || key.is_none() && plan.login().is_some() {
                let lifetime = lifetime(&plan);
                profiles.push((plan, lifetime));
            }
        }
        let (sessions, others) = if let Some(session) = only {
            (vec![session], Vec::new())
        } else {
            let sessions = sessions(config, settings);
            let endpoints = Endpoints::of(settings, config, None);
            let others = SignInStatus::of_others(provider, &sessions, &endpoints, now);
            (sessions, others)
        };
        let sessions = sessions.into_iter().map(|session| {
            let status = SignInStatus::of(provider, &session);
            (session, status)
        });
        let consoles = provider.login_sessions().filter(|_| key.is_none());
        let consoles = consoles.map(|logins| ConsoleSignIn::all(logins, config, now)).unwrap_or_default();
        Self { sessions: sessions.chain(others).collect(), consoles, profiles, now }
    }

    /// Reads the status of one console sign-in, and of the profiles that use it; of these only the one called `profile`, if
    /// it is given.
    pub fn of_console(
        provider: &Provider,
        config: &Config<'_>,
        settings: &Settings,
        identity: &LoginSession,
        profile: Option<&str>,
        now: SystemTime,
    ) -> Self {
        let (resolver, lifetime) = (Resolver::new(config, settings), Lifetime::of_many(provider));
        let names = config.profiles().map(|profile| profile.name().to_owned());
        let names = names.filter(|name| profile.is_none_or(|wanted| wanted == name));
        let plans = names.filter_map(|name| resolver.resolve(&name).ok());
        let plans = plans.filter(|plan| plan.login().is_some_and(|login| login.session() == identity));
        let profiles = plans
            .map(|plan| {
                let good = lifetime(&plan);
                (plan, good)
            })
            .collect();
        let logins = provider.login_sessions();
        let consoles =
            logins.map(|logins| ConsoleSignIn::of(logins, config, identity, now)).into_iter().collect();
        Self { sessions: Vec::new(), consoles, profiles, now }
    }

    /// Asks AWS about each console sign-in that a profile names and that its file does not say to be over.
    ///
    /// # Errors
    /// AWS does not answer the question; the status is then unknown.
    pub async fn verify_consoles(
        &mut self,
        provider: &Provider,
        config: &Config<'_>,
        settings: &Settings,
    ) -> Result<(), Error> {
        let Some(logins) = provider.login_sessions() else { return Ok(()) };
        for console in self.consoles.iter_mut().filter(|console| console.state.is_good()) {
            let plan = console.profiles.first().and_then(|name| resolve(config, settings, name).ok());
            if let Some(profile) = plan.as_ref().and_then(Plan::login) {
                console.verify(logins, profile).await?;
            }
        }
        Ok(())
    }

    /// Says whether no session needs a person.
    pub fn is_good(&self) -> bool {
        let is_good = |console: &ConsoleSignIn| console.state.is_good();
        self.sessions.iter().all(|(_, status)| status.is_good()) && self.consoles.iter().all(is_good)
    }

    /// Says whether there is nothing to show: no session and no sign-in.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty() && self.consoles.is_empty()
    }

    /// Returns why the first file of a sign-in that cannot be read cannot be read.
    pub fn unreadable(&self) -> Option<Error> {
        self.all_unreadable().next()
    }

    fn all_unreadable(&self) -> impl Iterator<Item = Error> {
        let of_sessions = self.sessions.iter().filter_map(|(_, status)| match status {
            SignInStatus::Unreadable(error) => Some(error.clone()),
            _ => None,
        });
        of_sessions.chain(self.consoles.iter().filter_map(|console| match &console.state {
            ConsoleState::Unreadable(error) => Some(error.clone().into()),
            _ => None,
        }))
    }

    /// Returns what would fix the token files that cannot be read; those that nobody needs are removed at once.
    pub fn remedy(&self) -> Option<Remedy> {
        self.all_unreadable().filter_map(|error| error.remedy()).reduce(Remedy::with)
    }

    /// Returns the status as JSON, as [docs/status.md](https://github.com/daypass/daypass/blob/main/docs/status.md) describes it.
    pub fn to_json(&self) -> Value {
        let session = |(session, state): &(Session, SignInStatus)| {
            json!({
                "session": session.label(),
                "start_url": session.start_url.as_str(),
                "region": session.region.as_str(),
                "endpoints": other_endpoints(session),
                "state": state.word(),
                "token_expires_at": state.token().map(|token| rfc3339(token.expires_at)),
                "renewable_until": state.renewable_until().map(rfc3339),
            })
        };
        let profile = |(plan, good): &(Plan, Option<Lifetime>)| {
            let (account, role) = target(plan);
            let until: Option<SystemTime> = good.as_ref().map(Lifetime::until);
            json!({
                "profile": plan.name(),
                "session": plan.session().map(Session::label),
                "login_session": plan.login().map(|login| login.session().as_str()),
                "account": account,
                "role": role,
                "credentials_expire_at": until.map(rfc3339),
            })
        };
        let sessions: Vec<_> = self.sessions.iter().map(session).collect();
        let profiles: Vec<_> = self.profiles.iter().map(profile).collect();
        let consoles: Vec<_> = self.consoles.iter().map(ConsoleSignIn::to_json).collect();
        json!({ "sessions": sessions, "console_sign_ins": consoles, "profiles": profiles })
    }

    /// Returns a row of [`HomeStatus::COLUMNS`] for each profile, and one for a sign-in without any.
    pub fn to_rows(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for (session, state) in &self.sessions {
            let expires = state.token().map(|token| rfc3339(token.expires_at));
            let of_session = [
                Some(session.label().to_owned()),
                Some(state.word().to_owned()),
                expires,
                state.renewable_until().map(rfc3339),
            ];
            let of_session = of_session.map(Option::unwrap_or_default);
            let uses = |plan: &Plan| plan.session().is_some_and(|own| own.token_key() == session.token_key());
            rows.extend(self.rows_of(&of_session, &uses));
        }
        for console in &self.consoles {
            let times = [console.state.keys_expire_at(), console.state.renewable_until()];
            let [expires, until] = times.map(|time| time.map(rfc3339).unwrap_or_default());
            let of_console = [console.label().to_owned(), console.state.word().to_owned(), expires, until];
            let uses = |plan: &Plan| plan.login().map(LoginProfile::session) == console.identity.as_ref();
            rows.extend(self.rows_of(&of_console, &uses));
        }
        rows
    }

    /// A row for each profile that uses a sign-in with these cells, or one without a profile.
    fn rows_of(&self, cells: &[String; 4], uses: &dyn Fn(&Plan) -> bool) -> Vec<Vec<String>> {
        let mut of_profiles: Vec<_> =
            self.profiles.iter().filter(|(plan, _)| uses(plan)).map(profile_cells).collect();
        if of_profiles.is_empty() {
            of_profiles.push(Default::default());
        }
        of_profiles.into_iter().map(|of_profile| cells.iter().cloned().chain(of_profile).collect()).collect()
    }
}

/// Returns the origins of a session's endpoints other than AWS's own.
pub fn other_endpoints(session: &Session) -> Vec<String> {
    let mut origins = session.endpoints.origins(&session.region);
    origins.dedup();
    origins
}

fn profile_cells((plan, good): &(Plan, Option<Lifetime>)) -> [String; 4] {
    let (account, role) = target(plan);
    let until = good.as_ref().map(|good| rfc3339(good.until())).unwrap_or_default();
    [plan.name().to_owned(), account.to_owned(), role.to_owned(), until]
}

/// Account and role; for a profile that chains roles, the last role.
fn target(plan: &Plan) -> (&str, &str) {
    (plan.account().unwrap_or_default(), plan.role().unwrap_or_default())
}
