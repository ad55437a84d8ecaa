//! One call of a listing: the page to get, one attempt at it, and what the attempt was.

use crate::{PortalSession, Unlisted, UnlistedReason, portal_session::PAGE};
use daypass_portal_client::{
    Account, Error, ErrorKind, ListAccountRoles, ListAccounts, Operation, Page, Pages,
};
use daypass_sso_types::{AccountId, RoleName};
use std::time::Duration;

/// One page to get.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) what: What,
    pub(super) pages: Pages,
    /// Failures so far, throttling apart.
    pub(super) failures: u32,
    /// Answers to other calls when the first of them came.
    pub(super) answered_before: usize,
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
    /// The roles of this account are refused; it may be the person's no longer.
    Unlisted(Unlisted),
    /// Too fast; the service asks for this wait.
    Throttled(Duration, Error),
    /// Worth another attempt after this wait.
    Later(Duration, Error),
    Failed(Error),
}

impl Call {
    pub(super) fn new(what: What) -> Self {
        Self { what, pages: Pages::default(), failures: 0, answered_before: 0 }
    }

    pub(super) async fn send(&self, session: &PortalSession) -> Answer {
        let (next_token, max_results) = (self.pages.next_token(), Some(PAGE));
        match &self.what {
            What::Accounts => {
                let answer = send(session, &ListAccounts { next_token, max_results }, self.failures).await;
                answer.map_or_else(|answer| answer, Answer::Accounts)
            }
            What::Roles(_, id) => {
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
    // How often is for the listing to say; the policy says whether at all, and how long to wait.
    let policy = session.caller.policy().clone().with_max_attempts(u32::MAX);
    // Without its random part the wait is what the service asks for.
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
