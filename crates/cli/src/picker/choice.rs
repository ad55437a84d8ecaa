//! The choice of a profile or a role, and the way to its credentials.

use crate::{context::Context, report::Report};
use daypass_credentials::{Plan, Session};
use daypass_inventory::Usage;
use daypass_sso_types::{AccountId, Region, RoleName};

/// A profile, or a role that no profile names.
#[derive(Debug, Clone)]
pub(crate) enum Choice {
    /// A profile.
    Profile(String),
    /// A role that no profile names.
    Role(Box<(Session, AccountId, RoleName)>),
}

impl Choice {
    /// The key of the choice in the usage file.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Profile(name) => format!("profile {name}"),
            Self::Role(role) => {
                let (session, account, role) = &**role;
                format!("role {} {account} {role}", session.label())
            }
        }
    }

    /// Counts a use, for the order of the next list; only uses by a person at a terminal count.
    pub(crate) fn note(&self, context: &Context) {
        if context.ui.prompts() {
            Usage::load(&context.paths.state).note(&context.paths.state, &self.key());
        }
    }

    /// The plan of a role, or the name of the profile whose plan the config file gives.
    pub(crate) fn into_plan(self, context: &Context) -> Result<Result<Plan, String>, Report> {
        match self {
            Self::Profile(name) => Ok(Err(name)),
            Self::Role(role) => {
                let (session, account, role) = *role;
                // In the region of the profile that populate would write for the role.
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
