//! The pace of calls: full speed until the service refuses a call, then the rate that its refusals reveal.
//!
//! A refusal means that the service's token bucket is empty. Between two refusals the service has admitted exactly what
//! the bucket refilled, so the admitted calls divided by the time are its rate: at least the quotient by the whole
//! time, at most the quotient by the time without our own pauses. The new rate is the geometric mean of the two bounds.
//! It grows until the next refusal, the faster the further apart the bounds are. Pure: times are arguments.

use std::time::Duration;

/// The wait in seconds after a refusal without `Retry-After`; up to half of it is added at random.
const REFUSAL_WAIT: f64 = 0.25;
/// The least part by which the rate grows in a second.
const MIN_GROWTH: f64 = 0.02;
/// The least rate, in calls per second.
const MIN_RATE: f64 = 0.2;

/// The pace of one listing. All times are seconds since its start.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// The measured rate; `None` before the second refusal.
    rate: Option<Rate>,
    /// The last refusal.
    refused: Option<Refusal>,
}

#[derive(Debug)]
struct Rate {
    per_second: f64,
    /// The part by which the rate grows in a second.
    growth: f64,
    /// How many calls may start now.
    credit: f64,
    /// The most credit that may accumulate: half of the last burst that the service admitted.
    max_credit: f64,
    /// When the credit was last updated.
    updated: f64,
}

#[derive(Debug)]
struct Refusal {
    at: f64,
    /// Until when no call starts.
    resume: f64,
    /// Calls that were started after `resume` and admitted.
    admitted: f64,
}

impl Pace {
    /// Returns how long to wait before the next call; `None` if it may start now.
    pub(crate) fn wait(&mut self, now: Duration) -> Option<Duration> {
        let now = now.as_secs_f64();
        let resume = self.refused.as_ref().map_or(0.0, |refused| refused.resume);
        if now < resume {
            return Some(at_least(resume - now));
        }
        let rate = self.rate.as_mut()?;
        rate.update(now, resume);
        let missing = 1.0 - rate.credit;
        (missing > 1e-6).then(|| at_least(missing / rate.per_second))
    }

    /// Records that a call starts.
    pub(crate) fn started(&mut self) {
        if let Some(rate) = &mut self.rate {
            rate.credit -= 1.0;
        }
    }

    /// Records that the service admitted the call that was started at `started`, whatever its result.
    pub(crate) fn admitted(&mut self, started: Duration) {
        if let Some(refused) = &mut self.refused
            && started.as_secs_f64() >= refused.resume
        {
            refused.admitted += 1.0;
        }
    }

    /// Records that the service throttled the call that was started at `started`.
    ///
    /// `asked` is the wait that the service asks for, or zero; `random` is in 0..1.
    pub(crate) fn refused(&mut self, now: Duration, started: Duration, asked: Duration, random: f64) {
        let (now, started) = (now.as_secs_f64(), started.as_secs_f64());
        let pause = if asked.is_zero() { REFUSAL_WAIT * (1.0 + random / 2.0) } else { asked.as_secs_f64() };
        if let Some(refused) = self.refused.as_mut().filter(|refused| started < refused.resume) {
            // Started before the last refusal was known: it can only prolong the wait.
            let asked = if asked.is_zero() { refused.resume } else { now + pause };
            refused.resume = refused.resume.max(asked);
            return;
        }
        if let Some(before) = &self.refused {
            let whole = (now - before.at).max(0.05);
            let active = (now - before.resume).clamp(0.02, whole);
            let (least, most) = (before.admitted.max(0.5) / whole, before.admitted.max(0.5) / active);
            let mut per_second = (least * most).sqrt();
            if let Some(rate) = &self.rate {
                per_second = per_second.min(rate.per_second * 0.9);
            }
            self.rate = Some(Rate {
                per_second: per_second.max(MIN_RATE),
                growth: (root32(most / least) - 1.0).max(MIN_GROWTH),
                credit: 0.0,
                max_credit: (before.admitted / 2.0).max(1.0),
                updated: now,
            });
        }
        self.refused = Some(Refusal { at: now, resume: now + pause, admitted: 0.0 });
    }

    /// Returns the measured rate of the service, in calls per second.
    pub(crate) fn per_second(&self) -> Option<f64> {
        self.rate.as_ref().map(|rate| rate.per_second)
    }
}

impl Rate {
    /// Adds the credit of the time since the last update, and lets the rate grow.
    fn update(&mut self, now: f64, resume: f64) {
        let passed = (now - self.updated).max(0.0);
        self.credit = (self.credit + passed * self.per_second).min(self.max_credit);
        let grown = now - self.updated.max(resume);
        if grown > 0.0 {
            self.per_second *= 1.0 + self.growth * grown;
        }
        self.updated = now;
    }
}

/// Rounds a wait up to 1 µs: with an exact timer, a wait of zero would be repeated forever.
fn at_least(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds).max(Duration::from_micros(1))
}

/// Computes the 32nd root by square roots, which are instructions: `powf` would make every process load libm at start.
fn root32(value: f64) -> f64 {
    (0..5).fold(value, |root, _| root.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Simulates a service with a token bucket and 30 ms latency; returns the seconds and the refusals.
    fn run(calls: usize, per_second: f64, burst: f64, retry_after: Option<f64>) -> (f64, usize) {
        const STEP: f64 = 0.001;
        let (mut pace, mut bucket, mut now) = (Pace::default(), burst, 0.0_f64);
        let (mut left, mut done, mut refusals) = (calls, 0, 0);
        // When the answer comes, when it was asked, whether it was let in.
        let mut flying: Vec<(f64, f64, bool)> = Vec::new();
        while done < calls {
            bucket = (bucket + STEP * per_second).min(burst);
            now += STEP;
            let time = Duration::from_secs_f64(now);
            let (back, still): (Vec<_>, Vec<_>) = flying.into_iter().partition(|(at, ..)| *at <= now);
            flying = still;
            for (_, started, admitted) in back {
                let started = Duration::from_secs_f64(started);
                if admitted {
                    pace.admitted(started);
                    done += 1;
                } else {
                    refusals += 1;
                    left += 1;
                    pace.refused(time, started, Duration::from_secs_f64(retry_after.unwrap_or(0.0)), 0.5);
                }
            }
            while left > 0 && flying.len() < 32 && pace.wait(time).is_none() {
                pace.started();
                left -= 1;
                let admitted = bucket >= 1.0;
                if admitted {
                    bucket -= 1.0;
                }
                flying.push((now + 0.03, now, admitted));
            }
            assert!(now < 1000.0, "it does not end");
        }
        (now, refusals)
    }

    #[test]
    fn finds_the_service_s_rate() {
        for (calls, per_second, burst, retry_after, within) in [
            (202, 20.0, 20.0, None, 1.08),
            (202, 20.0, 20.0, Some(1.0), 1.1),
            (2020, 20.0, 20.0, None, 1.05),
            (2020, 20.0, 20.0, Some(1.0), 1.05),
            (2020, 100.0, 100.0, None, 1.05),
            (100, 5.0, 10.0, Some(1.0), 1.1),
            (60, 1.0, 5.0, Some(1.0), 1.1),
            // Where a second of waiting is asked for that the bucket cannot make up, the wait is what it costs.
            (202, 20.0, 5.0, None, 1.25),
            (202, 20.0, 5.0, Some(1.0), 1.7),
            (400, 20.0, 1.0, Some(1.0), 2.2),
            (2020, 100.0, 20.0, Some(1.0), 1.7),
        ] {
            #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
            let ideal = (calls as f64 - burst) / per_second;
            let (time, refusals) = run(calls, per_second, burst, retry_after);
            println!(
                "{per_second}/s, {burst} at once, {retry_after:?}: {:.2} of {ideal:.1} s, {refusals} refusals",
                time / ideal
            );
            assert!(
                time < ideal * within,
                "{per_second} {burst} {retry_after:?}: {time:.2} s, ideal {ideal:.2} s"
            );
        }
    }

    fn at(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    fn waits(pace: &mut Pace, seconds: f64) -> f64 {
        pace.wait(at(seconds)).map_or(0.0, |wait| wait.as_secs_f64())
    }

    #[test]
    fn a_refusal_is_waited_out() {
        for (asked, random, until) in
            [(0.0, 0.0, 1.25), (0.0, 0.5, 1.3125), (0.0, 1.0, 1.375), (2.0, 0.5, 3.0)]
        {
            let mut pace = Pace::default();
            assert_eq!((waits(&mut pace, 0.0), pace.per_second()), (0.0, None));
            pace.refused(at(1.0), at(0.9), at(asked), random);
            for now in [1.0, 1.125] {
                assert!((waits(&mut pace, now) - (until - now)).abs() < 1e-9, "{asked} {random} {now}");
            }
            assert_eq!(pace.wait(at(until)), None, "{asked} {random}");
            assert_eq!(pace.per_second(), None, "one refusal tells no rate");
        }
    }

    /// What started before the refusal was known tells nothing new but how long to wait.
    #[test]
    fn a_refusal_of_what_was_under_way_lengthens_the_wait_at_most() {
        for (asked, until) in [(0.0, 1.25), (0.0625, 1.25), (1.0, 2.0625)] {
            let mut pace = Pace::default();
            pace.refused(at(1.0), at(0.9), at(0.0), 0.0);
            pace.refused(at(1.0625), at(0.95), at(asked), 0.0);
            assert!((waits(&mut pace, 1.125) - (until - 1.125)).abs() < 1e-9, "{asked}");
            assert_eq!((pace.wait(at(until)), pace.per_second()), (None, None), "{asked}");
        }
    }

    #[test]
    fn two_refusals_tell_the_rate() {
        let mut pace = Pace::default();
        pace.refused(at(1.0), at(0.9), at(0.0), 0.0);
        // What started before the pause was over does not count.
        pace.admitted(at(0.95));
        for _ in 0..10 {
            pace.admitted(at(1.25));
        }
        pace.refused(at(2.25), at(2.2), at(0.0), 0.0);
        // At least 10 in 1.25 s, at most 10 in the second of them without our pause.
        let rate = (8.0_f64 * 10.0).sqrt();
        assert!((pace.per_second().expect("a rate") - rate).abs() < 1e-9, "{pace:?}");
        // A quarter of a second later it has let in two more and a part of a third, which is to be waited for.
        assert_eq!(pace.wait(at(2.5)), None);
        pace.started();
        pace.started();
        let missing = 1.0 - (0.25 * rate - 2.0);
        assert!((waits(&mut pace, 2.5) - missing / rate).abs() < 1e-6, "{pace:?}");
        // It grows by two parts in a hundred each second, and saves up no more than half of what was let in.
        assert_eq!(pace.wait(at(12.5)), None);
        assert!((pace.per_second().expect("a rate") - rate * 1.2).abs() < 1e-6, "{pace:?}");
        for _ in 0..5 {
            assert_eq!(pace.wait(at(12.5)), None);
            pace.started();
        }
        assert!(pace.wait(at(12.5)).is_some());
        // Refused again, it is a tenth slower than it was, whatever was let in.
        let before = pace.per_second().expect("a rate");
        for _ in 0..1_000 {
            pace.admitted(at(12.5));
        }
        pace.refused(at(12.5), at(12.5), at(0.0), 0.0);
        assert!((pace.per_second().expect("a rate") - before * 0.9).abs() < 1e-6, "{pace:?}");
    }

    #[test]
    fn no_refusal_no_limit() {
        let (time, refusals) = run(2000, 1e9, 1e9, None);
        assert!(time < 2.1 && refusals == 0, "{time} s, {refusals} refusals");
    }
}
