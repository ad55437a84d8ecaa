//! One call of a listing: the page to request, one attempt, and its outcome.

use crate::{PortalSession, Unlisted, UnlistedReason, portal_session::PAGE_SIZE};
use daypass_portal_client::{
    Account, Error, ErrorKind, ListAccountRoles, ListAccounts, Operation, Page, Pages,
};
use daypass_sso_types::{AccountId, RoleName};
use std::time::Duration;

/// One page to request, with the failures so far.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) subject: Subject,
    pub(super) pages: Pages,
    /// Failed attempts so far, not counting throttled ones.
    pub(super) failures: u32,
    /// Answers to other calls at the time of the first failure.
    pub(super) answered_before: usize,
}

/// The list that a page belongs to.
#[derive(Debug, Clone)]
pub(super) enum Subject {
    /// The list of accounts.
    Accounts,
    /// The roles of the listed account at this index.
    Roles(usize, AccountId),
}

/// The outcome of one attempt.
pub(super) enum Answer {
    Accounts(Page<Account>),
    Roles(Page<RoleName>),
    /// The service refuses to list the roles of the account, which may no longer be assigned to the person.
    Unlisted(Unlisted),
    /// The service throttles calls and asks for this wait, or for none.
    Throttled(Duration, Error),
    /// The attempt failed; another may succeed after this wait.
    Later(Duration, Error),
    Failed(Error),
}

impl Call {
    pub(super) fn new(subject: Subject) -> Self {
        Self { subject, pages: Pages::default(), failures: 0, answered_before: 0 }
    }

    pub(super) async fn send(&self, session: &PortalSession) -> Answer {
        let (next_token, max_results) = (self.pages.next_token(), Some(PAGE_SIZE));
        match &self.subject {
            Subject::Accounts => {
                let answer = send(session, &ListAccounts { next_token, max_results }, self.failures).await;
                answer.map_or_else(|answer| answer, Answer::Accounts)
            }
            Subject::Roles(_, id) => {
                let operation = ListAccountRoles { account: id.clone(), next_token, max_results };
                match send(session, &operation, self.failures).await {
                    Ok(page) => Answer::Roles(page),
                    Err(Answer::Failed(error))
                        if matches!(error.kind(), ErrorKind::Forbidden | ErrorKind::NotFound) =>
                    {
                        Answer::Unlisted(Unlisted::new(UnlistedReason::Refused, &error))
                    }
                    Err(answer) => answer,
                }
            }
        }
    }
}

async fn send<O: Operation>(
    session: &PortalSession,
    operation: &O,
    failures: u32,
) -> Result<O::Output, Answer> {
    let request = operation.request(&session.endpoint, &session.token).map_err(Answer::Failed)?;
    let outcome = session.caller.send_once(request).await;
    // The listing limits the attempts; the policy says whether an error is retried and how long to wait.
    let policy = session.caller.policy().clone().with_max_attempts(u32::MAX);
    // With the random part at zero, the wait is the one that the service asks for.
    let next = |random| policy.next(failures + 1, &outcome, random);
    let (asked, wait) = (next(0.0), next(session.caller.random()));
    let error = match outcome {
        Ok(response) => match operation.read(&response) {
            Ok(output) => return Ok(output),
            Err(error) => error,
        },
        Err(error) => error.into(),
    };
    Err(match (error.kind(), asked, wait) {
        (ErrorKind::Throttled, Some(asked), _) => Answer::Throttled(asked, error),
        (_, _, Some(wait)) => Answer::Later(wait, error),
        (_, _, None) => Answer::Failed(error),
    })
}
