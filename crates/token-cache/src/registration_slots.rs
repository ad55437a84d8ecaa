//! Registrations of both flows side by side; see [`Flow`].

use crate::{Error, ErrorKind, Flow, Registration, RegistrationKey, Store};
use daypass_files::Saved;

impl Store {
    /// The registration for a flow, from either slot; of two, the one that lasts longer. A corrupt file counts
    /// as absent when the other slot has one.
    pub fn find_registration(
        &self,
        key: &RegistrationKey<'_>,
        flow: Flow,
    ) -> Result<Option<Registration>, Error> {
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

    /// Saves a registration in the slot of its flow. A registration of the other flow that the AWS CLI left
    /// there moves to the other slot first, unless that has one.
    pub fn store_registration(
        &self,
        key: &RegistrationKey<'_>,
        registration: &Registration,
    ) -> Result<Saved, Error> {
        let flow = registration.flow();
        let slot = key.slot(flow);
        let mut saved = Saved::default();
        if let Ok(Some(guest)) = self.load_registration(&slot) {
            let home = key.slot(flow.other());
            if guest.flow() != flow && !self.path(&home).exists() {
                saved = self.save_registration(&home, &guest)?;
            }
        }
        saved.notices.extend(self.save_registration(&slot, registration)?.notices);
        Ok(saved)
    }

    /// Removes every registration for a flow, as after the server has rejected it. Whether there was one.
    pub fn forget_registration(&self, key: &RegistrationKey<'_>, flow: Flow) -> Result<bool, Error> {
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
