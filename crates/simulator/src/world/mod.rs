//! The world: one value that answers requests. No socket, no clock, no thread.

mod controls;
mod handle;
mod held_replies;

use crate::{
    faults::Faults,
    limiter::Limiter,
    log::Log,
    scenario::{SCENARIOS, Scenario, ScenarioError},
    services::oidc::signed_in::{SignIn, SignedIn},
    site::{Site, settings::Settings},
};
use held_replies::Holds;
use std::{fmt, time::Duration};

/// A whole IAM Identity Center with the services behind it, and what is to go wrong in it.
#[derive(Clone)]
pub struct World {
    pub(crate) site: Site,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    limiter: Limiter,
    holds: Holds,
    /// Who is to be signed in before the first request, each time the world begins.
    at_start: Option<SignIn>,
    /// That sign-in, once it was made.
    started: Option<SignedIn>,
    pub(crate) prefix: String,
    /// Time that passed for everything issued so far and not for the clocks, see [`World::advance`].
    pub(crate) age: Duration,
    /// The text of the scenario, for [`World::reset`].
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
        let Scenario { site, faults, signed_in } = Scenario::parse(text)?;
        let mut world = Self {
            site,
            faults: Faults::default(),
            log: Log::default(),
            limiter: Limiter::default(),
            holds: Holds::default(),
            at_start: signed_in.map(SignIn::new),
            started: None,
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

    /// Begins with somebody signed in, after a [`reset`](World::reset), too; [`World::signed_in`] says with which
    /// token. The tokens depend on the scenario's seed alone. A user that the scenario does not have is not signed in.
    #[must_use]
    pub fn with_sign_in(mut self, who: SignIn) -> Self {
        self.at_start = Some(who);
        self
    }

    /// Changes the settings.
    #[must_use]
    pub fn with_settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.site.settings);
        self
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("name", &self.site.name)
            .field("accounts", &self.site.organisation.accounts.len())
            .field("sessions", &self.site.oidc.sessions.len())
            .finish_non_exhaustive()
    }
}
