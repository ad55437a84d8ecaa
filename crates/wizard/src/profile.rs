//! The questions for a profile: its account and role, its defaults, its name.

use crate::{
    SessionAnswers, Wizard,
    question::{Question, missing, wrong},
};
use daypass_at_terminal::{AssignedChoice, NotChosen};
use daypass_config_parse::SectionName;
use daypass_populate::setup::{self, OUTPUTS, ProfileSetup, suggested_name};
use daypass_portal_client::Account;
use daypass_reports::{Exit, Report};
use daypass_sso_types::{AccountId, RoleName};
use daypass_terminal::clean;

impl Wizard<'_> {
    /// Checks, where nobody can be asked, that account and role are given or in the profile: before a browser opens for the
    /// sign-in.
    ///
    /// # Errors
    /// One of them is missing.
    pub fn can_choose(&self) -> Result<(), Report> {
        let needed = [
            ("the account", "sso_account_id", "<ID>", &self.given.account),
            ("the role", "sso_role_name", "<NAME>", &self.given.role),
        ];
        let lacking = needed.iter().find(|(_, key, _, given)| given.is_none() && self.stored(key).is_none());
        match lacking {
            Some((what, key, placeholder, _)) if !self.terminal.prompts() => {
                Err(missing(self.line, what, key, placeholder))
            }
            _ => Ok(()),
        }
    }

    /// Chooses the account: the one that is given, the only one, or the one that the person picks. The value in the profile
    /// is where the list starts, and the answer without a terminal.
    ///
    /// # Errors
    /// Nothing was chosen.
    pub fn account(&self, accounts: Vec<Account>) -> Result<Account, Report> {
        let current = self.stored("sso_account_id");
        let given = self.given.account.as_deref();
        let choice = AssignedChoice { what: "account", place: "", given, current: current.as_deref() };
        let label = |account: &Account| clean(&account.label());
        let chosen = choice.choose(self.terminal, accounts, |account| account.id.as_str(), label);
        chosen.map_err(|error| self.not_chosen(error, &choice, "sso_account_id", "<ID>"))
    }

    /// Chooses the role in the account, like [`Wizard::account`].
    ///
    /// # Errors
    /// Nothing was chosen.
    pub fn role(&self, account: &AccountId, roles: Vec<RoleName>) -> Result<RoleName, Report> {
        let (place, current) = (format!(" in account {account}"), self.stored("sso_role_name"));
        let given = self.given.role.as_deref();
        let choice = AssignedChoice { what: "role", place: &place, given, current: current.as_deref() };
        let chosen = choice.choose(self.terminal, roles, RoleName::as_str, |role| clean(role.as_str()));
        chosen.map_err(|error| self.not_chosen(error, &choice, "sso_role_name", "<NAME>"))
    }

    /// Asks for region, output format and name, and returns the whole.
    ///
    /// # Errors
    /// A question was cancelled.
    pub fn finish(
        &self,
        session: SessionAnswers,
        account: AccountId,
        role: RoleName,
    ) -> Result<ProfileSetup, Report> {
        let setting = |key, text, given: &Option<String>, known: &[&str]| {
            let known = known.iter().map(|&value| value.to_owned()).collect();
            let current = self.stored(key);
            let question = Question { text, key, placeholder: "", given: given.clone(), current, known };
            question.optional(self.terminal)
        };
        let region = setting("region", "Default client Region", &self.given.region, &[])?;
        let text = "CLI default output format (json if not specified)";
        let output = setting("output", text, &self.given.output, &OUTPUTS)?;
        let profile = match &self.given.profile {
            Some(profile) => profile.clone(),
            None => self.profile_name(suggested_name(&role, &account))?,
        };
        let SessionAnswers { name: session, keys, .. } = session;
        Ok(ProfileSetup { profile, session, keys, account, role, region, output })
    }

    /// Asks for the name of the profile; without a terminal, the usual name.
    fn profile_name(&self, usual: String) -> Result<String, Report> {
        if !self.terminal.prompts() {
            return Ok(usual);
        }
        let config = self.files.config();
        let check = |name: &str| {
            setup::check_name(&config, &SectionName::profile(name)).map_err(|error| error.to_string())
        };
        let name = self.terminal.ask("Profile name", Some(&usual), None, &[], &check)?;
        Ok(name.unwrap_or(usual))
    }

    /// Reports why nothing was chosen, with the flag of this key that chooses.
    fn not_chosen(
        &self,
        error: NotChosen,
        choice: &AssignedChoice<'_>,
        key: &str,
        placeholder: &str,
    ) -> Report {
        let AssignedChoice { what, place, given, .. } = choice;
        match error {
            NotChosen::NotAssigned(have) => {
                let wanted = given.unwrap_or_default();
                let problem = format!("{what} {wanted}{place} is not assigned to you");
                wrong(self.line, Exit::Refused, problem, wanted, placeholder).fact("you have", have)
            }
            NotChosen::NoneAssigned => {
                let report = Report::new(Exit::Refused, format!("no {what}{place} is assigned to you"));
                report.try_command(["daypass".to_owned(), format!("{what}s")])
            }
            NotChosen::NotGiven(have) => {
                missing(self.line, &format!("the {what}"), key, placeholder).fact("you have", have)
            }
            NotChosen::Question(error) => error.into(),
        }
    }
}
