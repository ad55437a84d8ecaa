//! Sends requests with retries, a user agent and the attempt headers of the AWS SDKs.

use crate::{Error, Request, Response, RetryPolicy, Sleep, Transport, uuid};
use daypass_sso_types::Entropy;
use http::{HeaderValue, header::USER_AGENT};
use std::{fmt, sync::Arc};

/// Sends requests through a [`Transport`] and repeats them as a [`RetryPolicy`] says. Cheap to clone.
#[derive(Clone)]
pub struct Caller {
    transport: Arc<dyn Transport>,
    sleep: Arc<dyn Sleep>,
    entropy: Arc<dyn Entropy>,
    policy: RetryPolicy,
    user_agent: Option<HeaderValue>,
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("policy", &self.policy)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

impl Caller {
    /// Creates a caller with the standard retry policy and no user agent.
    pub fn new(transport: Arc<dyn Transport>, sleep: Arc<dyn Sleep>, entropy: Arc<dyn Entropy>) -> Self {
        Self { transport, sleep, entropy, policy: RetryPolicy::default(), user_agent: None }
    }

    /// Sets the retry policy.
    #[must_use]
    pub fn with_policy(self, policy: RetryPolicy) -> Self {
        Self { policy, ..self }
    }

    /// Sets the `User-Agent`. A text that is not valid in a header removes it.
    #[must_use]
    pub fn with_user_agent(self, user_agent: impl Into<String>) -> Self {
        Self { user_agent: HeaderValue::try_from(user_agent.into()).ok(), ..self }
    }

    /// Returns the retry policy.
    pub fn policy(&self) -> &RetryPolicy {
        &self.policy
    }

    /// Returns a random number from 0 (inclusive) to 1 (exclusive), from the entropy that the retries use.
    pub fn random(&self) -> f64 {
        let mut bytes = [0; 4];
        self.entropy.fill(&mut bytes);
        f64::from(u32::from_be_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
    }

    /// Appends a word to the `User-Agent`.
    #[must_use]
    pub fn with_agent_detail(self, detail: &str) -> Self {
        let agent = self.user_agent.as_ref().and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let agent = format!("{agent} {detail}").trim_start().to_owned();
        self.with_user_agent(agent)
    }

    /// Returns the timer that the retries use.
    pub fn timer(&self) -> &dyn Sleep {
        &*self.sleep
    }

    /// Returns the entropy that the retries use.
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Sleeps with the timer that the retries use. Dropping the future cancels the wait.
    pub async fn sleep(&self, time: std::time::Duration) {
        self.sleep.sleep(time).await;
    }

    /// Sends the request, repeats it as the policy says, and returns the last outcome.
    ///
    /// Each attempt has the headers that AWS SDKs send: `amz-sdk-invocation-id`, equal for all attempts, and
    /// `amz-sdk-request`. Neither is part of a signature.
    ///
    /// Dropping the future stops further attempts; a request may have arrived, and its reply is lost.
    ///
    /// # Errors
    /// The [`Error`] of the last attempt, if no reply came. Every status is a reply.
    pub async fn send(&self, request: Request) -> Result<Response, Error> {
        let invocation = uuid(&*self.entropy);
        let mut attempt = 1;
        loop {
            let outcome = self.transport.send(self.with_headers(request.clone(), attempt, &invocation)).await;
            match self.policy.next(attempt, &outcome, self.random()) {
                Some(wait) => self.sleep.sleep(wait).await,
                None => return outcome,
            }
            attempt += 1;
        }
    }

    /// Sends the request exactly once: for polls, which have their own rules for repeating. Dropping the future may
    /// lose the reply to a request that has arrived.
    ///
    /// # Errors
    /// The [`Error`] of the attempt, if no reply came.
    pub async fn send_once(&self, request: Request) -> Result<Response, Error> {
        self.send_attempt(request, 1, &uuid(&*self.entropy)).await
    }

    /// Sends one attempt of a call whose attempts are different requests, because each holds a proof of its own. The
    /// attempts count from 1 and have one invocation id, a [`uuid`]. Dropping the future may lose the reply to a request
    /// that has arrived.
    ///
    /// # Errors
    /// The [`Error`] of the attempt, if no reply came.
    pub async fn send_attempt(
        &self,
        request: Request,
        attempt: u32,
        invocation_id: &str,
    ) -> Result<Response, Error> {
        self.transport.send(self.with_headers(request, attempt, invocation_id)).await
    }

    fn with_headers(&self, mut request: Request, attempt: u32, invocation: &str) -> Request {
        let headers = request.headers_mut();
        if let Some(user_agent) = &self.user_agent {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        let attempt = match attempt {
            1 => "attempt=1".to_owned(),
            _ => format!("attempt={attempt}; max={}", self.policy.max_attempts),
        };
        for (name, value) in [("amz-sdk-invocation-id", invocation), ("amz-sdk-request", &attempt)] {
            headers.insert(
                name,
                HeaderValue::from_str(value).expect("digits, letters and punctuation of ASCII"),
            );
        }
        request
    }
}
