//! The controls of a world: what a test, or a person, changes and reads while the world runs.

use super::World;
use crate::{
    faults::Fault,
    log::{Entry, Log},
    operation::Operation,
    services::oidc::{
        model::Decision,
        signed_in::{SignIn, SignedIn, sign_in},
    },
    site::settings::{AutoApprove, Settings},
    time::Moment,
};
use std::time::{Duration, SystemTime};

impl World {
    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.site.settings
    }

    /// The settings, to change.
    pub fn settings_mut(&mut self) -> &mut Settings {
        &mut self.site.settings
    }

    /// Decides sign-ins without a person from now on. Device codes that already wait are not decided by it.
    pub fn set_auto_approve(&mut self, mode: AutoApprove) {
        self.site.settings.auto_approve = mode;
    }

    /// Who was signed in from the start (see [`World::with_sign_in`] and `signed_in` in scenario files). What happens
    /// before the first request happens now, if it has not happened yet.
    pub fn signed_in(&mut self, now: SystemTime) -> Option<&SignedIn> {
        if let (None, Some(who)) = (&self.started, &self.at_start) {
            let moment = Moment::new(now, self.site.settings.skew_seconds, self.age);
            self.started = sign_in(&mut self.site, who, moment);
        }
        self.started.as_ref()
    }

    /// Signs somebody in without a page. `None` if the user does not exist.
    pub fn sign_in(&mut self, who: &SignIn, now: SystemTime) -> Option<SignedIn> {
        let moment = Moment::new(now, self.site.settings.skew_seconds, self.age);
        sign_in(&mut self.site, who, moment)
    }

    /// Presses Allow for the device with this code, as this user or (without one) the first. Says whether there was one
    /// that waited.
    pub fn allow_device(&mut self, user_code: &str, user: Option<&str>) -> bool {
        let mut users = self.site.organisation.users.iter();
        let user = users.find(|known| user.is_none_or(|user| user == known.as_str())).cloned();
        user.is_some_and(|user| self.decide_device(user_code, Decision::Allowed { user }))
    }

    /// Presses Deny for the device with this code; false if no such device waits.
    pub fn deny_device(&mut self, user_code: &str) -> bool {
        self.decide_device(user_code, Decision::Denied)
    }

    fn decide_device(&mut self, user_code: &str, decision: Decision) -> bool {
        let code = self.site.oidc.device_code(user_code).map(str::to_owned);
        let device = code.and_then(|code| self.site.oidc.devices.get_mut(&code));
        let Some(device) = device.filter(|device| device.decision == Decision::Pending) else { return false };
        device.decision = decision;
        true
    }

    /// Adds a fault; it happens after those added before it.
    pub fn add_fault(&mut self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Forgets the faults that have not happened yet.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Sends the replies that a fault `hold` keeps back.
    pub fn release(&mut self) {
        self.holds.release();
    }

    /// How many replies are kept back by a fault `hold`: their requests were answered, and the clients wait.
    pub fn held(&self) -> u64 {
        self.holds.count()
    }

    /// Whether the reply of that number is still kept back, see [`Delivery::held`](crate::Delivery::held).
    pub fn is_held(&self, number: u64) -> bool {
        self.holds.is_held(number)
    }

    /// Lets time pass: everything issued so far is that much older, while the clocks on both sides stay together
    /// (a signature made now is still in time). For clocks that disagree see [`Settings::skew_seconds`].
    pub fn advance(&mut self, time: Duration) {
        self.age = self.age.saturating_add(time);
    }

    /// Lets all access tokens expire now. Refresh tokens stay.
    pub fn expire_access_tokens(&mut self) {
        self.site.oidc.access_tokens.values_mut().for_each(|access| access.expires_at = Duration::ZERO);
    }

    /// Ends all sessions now, as when an administrator revokes them: access and refresh tokens are refused.
    pub fn end_sessions(&mut self) {
        self.site.oidc.sessions.iter_mut().for_each(|session| session.is_over = true);
    }

    /// Lets all role credentials expire now.
    pub fn expire_credentials(&mut self) {
        self.site.keys.expire();
    }

    /// Forgets all client registrations: they are refused from now on.
    pub fn revoke_registrations(&mut self) {
        self.site.oidc.registrations.clear();
    }

    /// Lets all waiting device codes expire now.
    pub fn expire_device_codes(&mut self) {
        self.site.oidc.devices.values_mut().for_each(|device| device.expires_at = Duration::ZERO);
    }

    /// The requests so far, oldest first, without secrets: no query, no headers but `User-Agent`, no bodies.
    pub fn log(&self) -> impl Iterator<Item = &Entry> {
        self.log.entries()
    }

    /// The number of requests for an operation, refused and failed ones included.
    pub fn count(&self, operation: Operation) -> u64 {
        self.log.count(operation)
    }

    /// Forgets log and counts.
    pub fn clear_log(&mut self) {
        self.log = Log::default();
    }

    /// Begins again as the scenario says: settings, faults, log and everything issued.
    pub fn reset(&mut self) {
        if let Ok(world) = Self::from_toml(&self.text) {
            let prefix = std::mem::take(&mut self.prefix);
            // The clients that wait are not part of the scenario.
            let mut holds = self.holds.clone();
            holds.release();
            let at_start = self.at_start.take();
            *self = Self { holds, at_start, prefix, ..world };
        }
    }

    /// The scenario's name.
    pub fn name(&self) -> &str {
        &self.site.name
    }

    /// The region of this IAM Identity Center.
    pub fn region(&self) -> &str {
        &self.site.organisation.region
    }

    /// The start URL that belongs to this world. Others are accepted too, unless the settings say otherwise.
    pub fn start_url(&self) -> &str {
        &self.site.organisation.start_url
    }

    /// A config file that goes with a sign-in: its sso-session, and a profile of the same name with the user's first
    /// role. Names are written as they are: choose plain ones.
    pub fn config(&self, signed_in: &SignedIn) -> String {
        let (organisation, name) = (&self.site.organisation, signed_in.session());
        let mut text = format!(
            "[sso-session {name}]\nsso_start_url = {}\nsso_region = {}\n\
             sso_registration_scopes = sso:account:access\n",
            organisation.start_url, organisation.region
        );
        let mut roles = organisation
            .accounts
            .iter()
            .filter_map(|account| Some((account, account.assigned(signed_in.user()).next()?)));
        if let Some((account, role)) = roles.next() {
            text += &format!(
                "\n[profile {name}]\nsso_session = {name}\nsso_account_id = {}\nsso_role_name = {}\nregion = {}\n",
                account.id, role.name, organisation.region
            );
        }
        text
    }
}
