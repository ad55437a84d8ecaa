//! A role that `--role-arn` names: it is assumed as a profile with `role_arn` would be, and no file has that profile.

use super::{Kind, Subject};
use crate::{
    args::{AssumedRoleDuration, AssumedRoleFlags},
    context::Context,
    exit::Exit,
    report::Report,
};
use daypass_config_parse::{Batch, Config, Dialect, SectionName};
use daypass_credentials::{Source, resolve};
use std::time::Duration;

/// The shortest and the longest validity that STS takes.
const DURATIONS: std::ops::RangeInclusive<Duration> = Duration::from_mins(15)..=Duration::from_hours(12);

impl Subject {
    /// The role of `--role-arn`, which this subject assumes; this subject itself without the flag.
    pub(crate) fn assuming(
        self,
        context: &Context,
        flags: &AssumedRoleFlags,
        duration: AssumedRoleDuration,
    ) -> Result<Self, Report> {
        let Some(arn) = flags.role_arn.as_deref() else { return Ok(self) };
        if !(arn.starts_with("arn:") && arn.contains(":role/")) {
            return Err(Report::new(Exit::Usage, format!("--role-arn {arn} is not the ARN of a role"))
                .fact("expected", "arn:aws:iam::111122223333:role/NAME"));
        }
        if duration.duration.is_some_and(|duration| !DURATIONS.contains(&duration)) {
            return Err(Report::new(
                Exit::Usage,
                "--duration: the credentials of a role are valid from 15m to 12h",
            ));
        }
        let files = context.files()?;
        let mut settings = context.credential_settings()?;
        if self.kind == Kind::Environment {
            settings.environment_credentials = context.environment_credentials()?;
        }
        let mut document = files.config.clone();
        document
            .apply(&self.profile_of(arn, flags, duration))
            .map_err(|error| Report::new(Exit::Configuration, error.to_string()))?;
        let config = Config::new(&document, files.credentials.as_ref(), Dialect::AwsCli);
        let plan = resolve(&config, &settings, arn).map_err(|error| context.credentials_failed(&error))?;
        Self { files, plan, kind: Kind::Assumed }.checked(context)
    }

    /// The profile that would assume the role, and the one of its source where no file has it.
    fn profile_of(&self, arn: &str, flags: &AssumedRoleFlags, duration: AssumedRoleDuration) -> Batch {
        let (assumed, source) = (SectionName::profile(arn), SectionName::profile(self.plan.name()));
        let seconds = duration.duration.map(|duration| duration.as_secs().to_string());
        let region = self.plan.region().map(ToString::to_string);
        let from = match self.kind {
            Kind::Environment => ("credential_source", "Environment"),
            _ => ("source_profile", self.plan.name()),
        };
        let mut keys = vec![(&assumed, "role_arn", arn), (&assumed, from.0, from.1)];
        let optional =
            [("external_id", &flags.external_id), ("duration_seconds", &seconds), ("region", &region)];
        let set = optional.iter().filter_map(|(key, value)| Some((&assumed, *key, value.as_deref()?)));
        keys.extend(set);
        if let (Kind::Role, Source::Sso { session, account, role }) = (self.kind, self.plan.source()) {
            keys.extend([
                (&source, "sso_account_id", account.as_str()),
                (&source, "sso_role_name", role.as_str()),
            ]);
            keys.extend(match &session.name {
                Some(name) => vec![(&source, "sso_session", name.as_str())],
                None => vec![
                    (&source, "sso_start_url", session.start_url.as_str()),
                    (&source, "sso_region", session.region.as_str()),
                ],
            });
        }
        keys.into_iter().fold(Batch::new(), |batch, (section, key, value)| batch.set(section, key, value))
    }
}
