//! The site: the state of the services. Faults, limits and the log belong to the world.

pub(crate) mod generate;
pub(crate) mod ids;
pub(crate) mod organisation;
pub(crate) mod settings;

use crate::services::{console::model::SignIns, oidc::model::Oidc, signin::model::Signin, sts::model::Keys};
use ids::Ids;
use organisation::Organisation;
use settings::Settings;

/// One IAM Identity Center: its organisation, its settings, and everything it has issued.
#[derive(Clone)]
pub(crate) struct Site {
    /// The scenario's name.
    pub(crate) name: String,
    pub(crate) organisation: Organisation,
    pub(crate) settings: Settings,
    pub(crate) ids: Ids,
    pub(crate) oidc: Oidc,
    pub(crate) keys: Keys,
    pub(crate) sign_ins: SignIns,
    pub(crate) signin: Signin,
    /// The sessions at the metadata service of the instance.
    pub(crate) instance_sessions: Vec<String>,
}

impl Site {
    /// Creates a site without sign-ins.
    pub(crate) fn new(name: String, organisation: Organisation, settings: Settings) -> Self {
        Self {
            name,
            ids: Ids::new(organisation.seed),
            organisation,
            settings,
            oidc: Oidc::default(),
            keys: Keys::default(),
            sign_ins: SignIns::default(),
            signin: Signin::default(),
            instance_sessions: Vec::new(),
        }
    }
}
