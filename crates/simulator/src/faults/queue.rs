//! The faults that are still to happen, and which of them happen to a request.

use super::line::{Effect, Fault};
use crate::{
    call::Call,
    operation::{Operation, Service},
};

/// The faults that are still to happen, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// Counts down the faults that happen to this request: at most one that preempts the reply, and all others.
    pub(crate) fn take(&mut self, operation: Operation, call: &Call<'_>) -> Vec<Effect> {
        let everywhere = !matches!(operation.service(), Service::Page | Service::Control);
        let (mut taken, mut is_preempted) = (Vec::new(), false);
        for fault in &mut self.0 {
            let applies = fault.operation.map_or(everywhere, |named| named == operation)
                && fault.parameters.iter().all(|(name, value)| call.has_parameter(name, value));
            if applies && !(fault.preempts() && is_preempted) {
                is_preempted |= fault.preempts();
                taken.extend(fault.effects.iter().cloned());
                fault.remaining = fault.remaining.map(|count| count.saturating_sub(1));
            }
        }
        self.0.retain(|fault| fault.remaining != Some(0));
        taken
    }
}
