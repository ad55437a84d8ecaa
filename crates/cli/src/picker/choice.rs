//! What was picked, and how it gets credentials.

use crate::{context::Context, report::Report};
use daypass_credentials::{Plan, Session};
use daypass_inventory::Usage;
use daypass_sso_types::{AccountId, Region, RoleName};

/// What was picked.
#[derive(Debug, Clone)]
pub(crate) enum Choice {
    /// This profile.
    Profile(String),
    /// A role that no profile names.
    Role(Box<(Session, AccountId, RoleName)>),
}

impl Choice {
    /// What it is called in the notes on use.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Profile(name) => format!("profile {name}"),
            Self::Role(role) => {
                let (session, account, role) = &**role;
                format!("role {} {account} {role}", session.label())
            }
        }
    }

    /// Notes that it is used, for the order of the next list. Only what a person does counts.
    pub(crate) fn note(&self, context: &Context) {
        if context.ui.prompts() {
            Usage::load(&context.paths.state).note(&context.paths.state, &self.key());
        }
    }

    /// How it gets credentials, where the config file does not say.
    pub(crate) fn into_plan(self, context: &Context) -> Result<Result<Plan, String>, Report> {
        match self {
            Self::Profile(name) => Ok(Err(name)),
            Self::Role(role) => {
                let (session, account, role) = *role;
                // As the profile that populate would make of it.
                let settings = context.preferences()?;
                let set = settings
                    .regions(session.label())
                    .first()
                    .and_then(|region| Region::new(region.as_str()).ok());
                let region = context.region_for(Some(&format!("{role}-{account}")))?.or(set);
                Ok(Ok(Plan::for_role(session, account, role, region)))
            }
        }
    }
}
