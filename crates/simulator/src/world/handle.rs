//! Answers one request: rate limit, faults, the service's reply, and the log entry.

use super::World;
use crate::{
    call::Call,
    control,
    delivery::{Delivery, Ending},
    dispatch::{self, Route},
    faults::{EditedReply, Effect, FaultyRequest, Replacement},
    log::LogEntry,
    operation::Service,
    reply,
    services::refusal::{refusal, throttled},
    time::{Moment, http_date},
};
use daypass_transport::{Request, Response};
use std::time::{Duration, SystemTime};

impl World {
    /// Answers one request at this time.
    ///
    /// A reply that is late, broken or missing has a [`Delivery`] among its extensions.
    pub fn handle(&mut self, request: &Request, now: SystemTime) -> Response {
        self.handle_and_log(request, now).0
    }

    /// Answers like [`World::handle`], and returns the log entry; requests to the control interface have none.
    pub(crate) fn handle_and_log(
        &mut self,
        request: &Request,
        now: SystemTime,
    ) -> (Response, Option<LogEntry>) {
        self.signed_in(now);
        let moment = Moment::new(now, self.site.settings.skew_seconds, self.age);
        let request_id = self.site.ids.request_id();
        let call = Call::new(request, &self.prefix, moment, request_id);
        if control::is_for(&call) {
            let result = control::answer(self, &call);
            let response =
                result.unwrap_or_else(|failure| refusal(Service::Control, &failure, &call.request_id));
            return (response, None);
        }
        let row = dispatch::find(&call);
        let (response, effects) = self.attempt(row, &call);
        let mut delivery = Delivery::default();
        if !matches!(row.operation.service(), Service::Page) {
            delivery.delay = Duration::from_millis(self.site.settings.latency_ms);
        }
        let mut reply = EditedReply { response, delivery, date: moment.wire, is_held: false };
        for Effect { word, value } in &effects {
            if let Some(spoil) = word.spoil {
                spoil(&mut reply, value);
            }
        }
        let EditedReply { response, mut delivery, date, is_held } = reply;
        delivery.held = is_held.then(|| self.holds.hold());
        let mut response = reply::with_header(response, "date", &http_date(date));
        let status = if delivery.ending == Ending::NoReply { 0 } else { response.status().as_u16() };
        let entry = LogEntry::new(&call, row.operation, status, moment.wire);
        self.log.add(entry.clone());
        if delivery != Delivery::default() {
            response.extensions_mut().insert(delivery);
        }
        (response, Some(entry))
    }

    /// Returns the reply, and the effects of faults that change it.
    fn attempt(&mut self, row: &Route, call: &Call<'_>) -> (Response, Vec<Effect>) {
        let service = row.operation.service();
        let with_id = |response| reply::with_header(response, "x-amzn-requestid", &call.request_id);
        if let (Some(limit), Service::Oidc | Service::Portal) = (self.site.settings.rate_limit, service)
            && let Err(wait) = self.limiter.admit(limit, call.now.wire)
        {
            let retry_after = limit.retry_after.then_some(wait);
            return (with_id(throttled(service, retry_after, &call.request_id)), Vec::new());
        }
        let effects = self.faults.take(row.operation, call);
        let faulty = FaultyRequest { service, request_id: &call.request_id };
        let instead = effects.iter().find_map(|effect| Some((effect.word.instead?, &effect.value)));
        let response = match instead {
            Some((Replacement::Error(kind), _)) => {
                with_id(refusal(service, &kind.because("injected fault"), &call.request_id))
            }
            Some((Replacement::Service(reply), value)) => with_id(reply(&faulty, value)),
            Some((Replacement::Intermediary(reply), value)) => reply(&faulty, value),
            Some((Replacement::Usual, _)) | None => {
                let answer = (row.answer)(&mut self.site, call);
                with_id(answer.unwrap_or_else(|failure| refusal(service, &failure, &call.request_id)))
            }
        };
        (response, effects)
    }
}
