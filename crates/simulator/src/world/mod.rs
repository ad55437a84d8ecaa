//! The world: one value that answers requests, without socket, clock or thread.

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
use held_replies::HeldReplies;
use std::{fmt, time::Duration};

/// A simulated IAM Identity Center with its services and its faults.
#[derive(Clone)]
pub struct World {
    pub(crate) site: Site,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    limiter: Limiter,
    holds: HeldReplies,
    /// The user to sign in before the first request, also after a reset.
    at_start: Option<SignIn>,
    /// The sign-in of `at_start`, once it is made.
    started: Option<SignedIn>,
    pub(crate) prefix: String,
    /// The time that [`World::advance`] has added to the age of everything issued.
    pub(crate) age: Duration,
    /// The text of the scenario, for [`World::reset`].
    pub(crate) text: String,
}

impl World {
    /// Creates the scenario `article`: three accounts, one user.
    ///
    /// # Panics
    /// Never: the scenario is part of the program, and a test reads it.
    pub fn demo() -> Self {
        Self::scenario("article").expect("the scenarios in the program are sound: a test reads each")
    }

    /// Creates one of the built-in scenarios, see [`SCENARIOS`].
    ///
    /// # Errors
    /// Fails if there is no scenario of that name.
    pub fn scenario(name: &str) -> Result<Self, ScenarioError> {
        match SCENARIOS.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Self::from_toml(text),
            None => Err(ScenarioError::unknown(name)),
        }
    }

    /// Generates an organisation of one user, with this many accounts and roles each, and pages of 100.
    ///
    /// Equal seeds give equal organisations.
    ///
    /// # Errors
    /// Never for numbers that memory can hold.
    pub fn generated(accounts: usize, roles: usize, seed: u32) -> Result<Self, ScenarioError> {
        Self::from_toml(&format!(
            "name = \"generated\"\nusers = [\"testuser@example.com\"]\nseed = {seed}\n\
             [settings]\npage_size = 100\n[generate]\naccounts = {accounts}\nroles = {roles}\n"
        ))
    }

    /// Creates a world from the text of a scenario file, such as those in the crate's folder `scenarios`.
    ///
    /// # Errors
    /// Fails if the text is not TOML, or does not describe a world.
    pub fn from_toml(text: &str) -> Result<Self, ScenarioError> {
        let Scenario { site, faults, signed_in } = Scenario::parse(text)?;
        let mut world = Self {
            site,
            faults: Faults::default(),
            log: Log::default(),
            limiter: Limiter::default(),
            holds: HeldReplies::default(),
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

    /// Also answers below this path, such as `/idc`.
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        let plain = prefix.trim_matches('/');
        self.prefix = if plain.is_empty() { String::new() } else { format!("/{plain}") };
        self
    }

    /// Signs a user in before the first request, also after a [`reset`](World::reset); [`World::signed_in`] returns the
    /// sign-in. Its tokens depend on the scenario's seed alone. A user that does not exist is not signed in.
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
