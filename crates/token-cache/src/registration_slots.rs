//! Finds, saves and removes client registrations in the two slots of their flows; see [`Flow`].

use crate::{Error, ErrorKind, Flow, Registration, RegistrationKey, Store};
use daypass_files::Saved;

impl Store {
    /// Finds the registration for a flow in both slots; if both have one, the one that expires later. Where tokens
    /// are sealed none is kept.
    ///
    /// # Errors
    /// A slot cannot be read or is corrupt, and neither slot has a registration for the flow.
    pub fn find_registration(
        &self,
        key: &RegistrationKey<'_>,
        flow: Flow,
    ) -> Result<Option<Registration>, Error> {
        if self.sealing().is_some() {
            return Ok(None);
        }
        let mut best: Option<Registration> = None;
        let mut failure = None;
        for slot in [key.slot(flow), key.slot(flow.other())] {
            match self.load_registration(&slot) {
                Ok(Some(found)) if found.flow() == flow => {
                    if best.as_ref().is_none_or(|best| best.expires_at < found.expires_at) {
                        best = Some(found);
                    }
                }
                Ok(_) => {}
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        match (best, failure) {
            (None, Some(error)) => Err(error),
            (best, _) => Ok(best),
        }
    }

    /// Saves a registration in the slot of its flow. If the AWS CLI has stored a registration of the other flow there,
    /// that one moves to its own slot first, unless that slot is taken. Where tokens are sealed nothing is written.
    ///
    /// # Errors
    /// A write failed.
    pub fn save_registration_by_flow(
        &self,
        key: &RegistrationKey<'_>,
        registration: &Registration,
    ) -> Result<Saved, Error> {
        if self.sealing().is_some() {
            return Ok(Saved::default());
        }
        let flow = registration.flow();
        let slot = key.slot(flow);
        let mut saved = Saved::default();
        if let Ok(Some(found)) = self.load_registration(&slot) {
            let its_slot = key.slot(flow.other());
            if found.flow() != flow && !self.path(&its_slot).exists() {
                saved = self.save_registration(&its_slot, &found)?;
            }
        }
        saved.notices.extend(self.save_registration(&slot, registration)?.notices);
        Ok(saved)
    }

    /// Removes every registration for a flow, for use after the server has rejected it; `true` if there was one.
    /// Corrupt files stay.
    ///
    /// # Errors
    /// A slot cannot be read, or a file cannot be removed.
    pub fn remove_registrations(&self, key: &RegistrationKey<'_>, flow: Flow) -> Result<bool, Error> {
        let mut removed = false;
        for slot in [key.slot(flow), key.slot(flow.other())] {
            match self.load_registration(&slot) {
                Ok(Some(found)) if found.flow() == flow => removed |= self.remove(&slot)?,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Corrupt => {}
                Err(error) => return Err(error),
            }
        }
        Ok(removed)
    }
}
