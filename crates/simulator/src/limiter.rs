//! The rate limiter: a token bucket with a rate per second and a burst.

use crate::site::settings::RateLimit;
use std::time::Duration;

/// A token bucket.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limiter {
    /// Tokens left, and when they were counted.
    last: Option<(f64, Duration)>,
}

impl Limiter {
    /// Admits a call, or returns in how many whole seconds it can be repeated.
    pub(crate) fn admit(&mut self, limit: RateLimit, now: Duration) -> Result<(), u32> {
        let burst = limit.burst.max(1.0);
        let rate = limit.per_second.max(f64::MIN_POSITIVE);
        let (left, counted) = self.last.unwrap_or((burst, now));
        let left = (now.saturating_sub(counted).as_secs_f64().mul_add(rate, left)).min(burst);
        if left >= 1.0 {
            self.last = Some((left - 1.0, now));
            return Ok(());
        }
        self.last = Some((left, now));
        let wait = Duration::try_from_secs_f64((1.0 - left) / rate).unwrap_or(Duration::MAX);
        Err(u32::try_from(wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)))
            .unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_admitted_at_the_rate_after_a_burst() {
        let limit = RateLimit::new(20.0, 5.0);
        let mut limiter = Limiter::default();
        let admitted =
            (0..3000).filter(|at| limiter.admit(limit, Duration::from_millis(*at)).is_ok()).count();
        assert!((64..=66).contains(&admitted), "{admitted}");
        let (slow, mut limiter) = (RateLimit::new(0.1, 1.0), Limiter::default());
        let answers = [0, 0, 500, 10_000].map(|at| limiter.admit(slow, Duration::from_millis(at)));
        assert_eq!(answers, [Ok(()), Err(10), Err(10), Ok(())]);
    }
}
