//! The queue of faults, and which of them happen to a request.

use super::line::{Effect, Fault};
use crate::{
    call::Call,
    operation::{Operation, Service},
};

/// The faults that have not happened yet, in the order in which they were added.
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

    /// Takes the effects that happen to this request, of at most one fault that replaces the reply and of all others,
    /// and counts these faults down.
    pub(crate) fn take(&mut self, operation: Operation, call: &Call<'_>) -> Vec<Effect> {
        let everywhere = !matches!(operation.service(), Service::Page | Service::Control);
        let (mut taken, mut is_replaced) = (Vec::new(), false);
        for fault in &mut self.0 {
            let applies = fault.operation.map_or(everywhere, |named| named == operation)
                && fault.parameters.iter().all(|(name, value)| call.has_parameter(name, value));
            if applies && !(fault.replaces_reply() && is_replaced) {
                is_replaced |= fault.replaces_reply();
                taken.extend(fault.effects.iter().cloned());
                fault.remaining = fault.remaining.map(|count| count.saturating_sub(1));
            }
        }
        self.0.retain(|fault| fault.remaining != Some(0));
        taken
    }
}
