//! One call of a listing: the page to get, one attempt at it, and what the attempt was.

use super::Source;
use crate::host;
use daypass_portal_client::{Account, Error, ErrorKind, ListAccountRoles, ListAccounts, Operation, Page};
use daypass_sso_types::{AccountId, RoleName};
use daypass_transport::{Malformed, RetryPolicy};
use std::{collections::HashSet, time::Duration};

/// The most that the service puts on a page.
const PAGE: u8 = 100;

/// One page to get.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) what: What,
    next_token: Option<String>,
    seen: HashSet<String>,
    /// Failures so far, refusals apart.
    pub(super) failures: u32,
}

/// Whose page it is.
#[derive(Debug, Clone)]
pub(super) enum What {
    Accounts,
    /// Of the entry at this place.
    Roles(usize, AccountId),
}

/// What came of one attempt.
pub(super) enum Answer {
    Accounts(Page<Account>),
    Roles(Page<RoleName>),
    /// Too fast; the service asks for this wait.
    Refused(Duration, Error),
    /// Worth another attempt after this wait.
    Later(Duration, Error),
    Failed(Error),
}

impl Call {
    pub(super) fn new(what: What) -> Self {
        Self { what, next_token: None, seen: HashSet::new(), failures: 0 }
    }

    /// The page after. A token that came before would lead round in circles.
    pub(super) fn next(mut self, token: String) -> Result<Self, Error> {
        if !self.seen.insert(token.clone()) {
            return Err(Malformed::new("the same nextToken came twice").into());
        }
        Ok(Self { next_token: Some(token), failures: 0, ..self })
    }

    pub(super) async fn send(&self, source: &Source) -> Answer {
        let (next_token, max_results) = (self.next_token.clone(), Some(PAGE));
        match &self.what {
            What::Accounts => {
                let answer = send(source, &ListAccounts { next_token, max_results }, self.failures).await;
                answer.map_or_else(|answer| answer, Answer::Accounts)
            }
            What::Roles(_, id) => {
                let operation = ListAccountRoles { account: id.clone(), next_token, max_results };
                match send(source, &operation, self.failures).await {
                    Ok(page) => Answer::Roles(page),
                    // An account that is no longer the person's has no roles.
                    Err(Answer::Failed(error))
                        if matches!(error.kind(), ErrorKind::Forbidden | ErrorKind::NotFound) =>
                    {
                        Answer::Roles(Page { items: Vec::new(), next_token: None })
                    }
                    Err(answer) => answer,
                }
            }
        }
    }
}

async fn send<O: Operation>(source: &Source, operation: &O, failures: u32) -> Result<O::Output, Answer> {
    let request = operation.request(&source.endpoint, &source.token).map_err(Answer::Failed)?;
    let outcome = source.caller.send_once(request).await;
    let policy = RetryPolicy::default().with_max_attempts(u32::MAX);
    // Without its random part the wait is what the service asks for.
    let next = |random| policy.next(failures + 1, &outcome, random);
    let (asked, wait) = (next(0.0), next(random()));
    let error = match outcome {
        Ok(response) => match operation.read(&response) {
            Ok(output) => return Ok(output),
            Err(error) => error,
        },
        Err(error) => error.into(),
    };
    Err(match (error.kind(), asked, wait) {
        (ErrorKind::Throttled, Some(asked), _) => Answer::Refused(asked, error),
        (_, _, Some(wait)) => Answer::Later(wait, error),
        (_, _, None) => Answer::Failed(error),
    })
}

/// From 0 up to 1.
pub(super) fn random() -> f64 {
    let mut bytes = [0; 4];
    host::entropy(&mut bytes);
    f64::from(u32::from_be_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
}
