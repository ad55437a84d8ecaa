//! The controls of a world: methods by which tests change and read it while it runs.

use super::World;
use crate::{
    faults::Fault,
    log::{Log, LogEntry},
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
    /// Returns the settings.
    pub fn settings(&self) -> &Settings {
        &self.site.settings
    }

    /// Returns the settings for changes.
    pub fn settings_mut(&mut self) -> &mut Settings {
        &mut self.site.settings
    }

    /// Decides future sign-ins without a person; device codes that already wait stay undecided.
    pub fn set_auto_approve(&mut self, mode: AutoApprove) {
        self.site.settings.auto_approve = mode;
    }

    /// Returns the sign-in from the start (see [`World::with_sign_in`] and `signed_in` in scenario files), and makes it
    /// first if it was not made yet.
    pub fn signed_in(&mut self, now: SystemTime) -> Option<&SignedIn> {
        if let (None, Some(who)) = (&self.started, &self.at_start) {
            let moment = Moment::new(now, self.site.settings.skew_seconds, self.age);
            self.started = sign_in(&mut self.site, who, moment);
        }
        self.started.as_ref()
    }

    /// Signs a user in without a page; `None` if the user does not exist.
    pub fn sign_in(&mut self, who: &SignIn, now: SystemTime) -> Option<SignedIn> {
        let moment = Moment::new(now, self.site.settings.skew_seconds, self.age);
        sign_in(&mut self.site, who, moment)
    }

    /// Allows the device with this user code, as this user or the first one; false if no such device waits.
    pub fn allow_device(&mut self, user_code: &str, user: Option<&str>) -> bool {
        let mut users = self.site.organisation.users.iter();
        let user = users.find(|known| user.is_none_or(|user| user == known.as_str())).cloned();
        user.is_some_and(|user| self.decide_device(user_code, Decision::Allowed { user }))
    }

    /// Denies the device with this user code; false if no such device waits.
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

    /// Adds a fault, which happens after the faults added before it.
    pub fn add_fault(&mut self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Removes the faults that have not happened yet.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Sends the replies that a fault `hold` holds.
    pub fn release(&mut self) {
        self.holds.release();
    }

    /// Returns how many replies a fault `hold` holds.
    pub fn held(&self) -> u64 {
        self.holds.count()
    }

    /// Says whether the reply with this number is still held, see [`Delivery::held`](crate::Delivery::held).
    pub fn is_held(&self, number: u64) -> bool {
        self.holds.is_held(number)
    }

    /// Ages everything that was issued by this time, without setting a clock: a signature made now stays valid.
    ///
    /// To set the clocks apart, use [`Settings::skew_seconds`].
    pub fn advance(&mut self, time: Duration) {
        self.age = self.age.saturating_add(time);
    }

    /// Expires all access tokens. Refresh tokens stay valid.
    pub fn expire_access_tokens(&mut self) {
        self.site.oidc.access_tokens.values_mut().for_each(|access| access.expires_at = Duration::ZERO);
    }

    /// Ends all sessions, as an administrator can: access and refresh tokens are refused; also those of console sign-ins,
    /// whose keys stay valid to their end.
    pub fn end_sessions(&mut self) {
        self.site.oidc.sessions.iter_mut().for_each(|session| session.is_over = true);
        self.site.signin.end_sessions();
    }

    /// Expires all role credentials.
    pub fn expire_credentials(&mut self) {
        self.site.keys.expire();
    }

    /// Removes all client registrations, which are then refused.
    pub fn revoke_registrations(&mut self) {
        self.site.oidc.registrations.clear();
    }

    /// Expires all device codes.
    pub fn expire_device_codes(&mut self) {
        self.site.oidc.devices.values_mut().for_each(|device| device.expires_at = Duration::ZERO);
    }

    /// Lists the requests, oldest first, without secrets: no query, no header except `User-Agent`, no body.
    pub fn log(&self) -> impl Iterator<Item = &LogEntry> {
        self.log.entries()
    }

    /// Counts the requests of an operation, with refused and failed ones.
    pub fn count(&self, operation: Operation) -> u64 {
        self.log.count(operation)
    }

    /// Clears the log and the counts.
    pub fn clear_log(&mut self) {
        self.log = Log::default();
    }

    /// Restores the scenario: settings, faults, log, and nothing issued.
    pub fn reset(&mut self) {
        if let Ok(world) = Self::from_toml(&self.text) {
            let prefix = std::mem::take(&mut self.prefix);
            // Clients that wait for held replies are not part of the scenario, so they get them.
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

    /// Writes a config file for a sign-in: its sso-session, and a profile of that name with the user's first role.
    ///
    /// Names are not quoted, so choose plain ones.
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
