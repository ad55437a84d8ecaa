//! Gets the credentials of a role from the cache or the portal; one process asks the portal for all.

use crate::{Error, ErrorKind, Notice, Plan, Provider, Session, Source, provider::with_causes};
use daypass_portal_client as portal;
use daypass_sso_types::{AccessToken, AccountId, Credentials, RoleName};
use daypass_token_cache::{CacheKey, REFRESH_LOCK_WAIT, RoleEntry};
use daypass_transport::Service;

impl Provider {
    /// Returns cached credentials without network, lock or wait; `None` if they have less than 15 minutes left, those of a
    /// console sign-in 5.
    pub fn cached(&self, plan: &Plan) -> Option<Credentials> {
        match plan.source() {
            Source::Sso { account, .. } => self.reusable(&plan.cache_key()?, Some(account)),
            Source::AssumeRole(_) | Source::External(_) => self.reusable(&plan.cache_key()?, None),
            Source::Static(keys) => Some(keys.clone()),
            Source::Login(profile) => self.logins.as_ref()?.cached(profile.session()),
        }
    }

    pub(crate) async fn role_credentials(
        &self,
        session: &Session,
        account: &AccountId,
        role: &RoleName,
    ) -> Result<Credentials, Error> {
        let key = session.role_key(account, role);
        if let Some(cached) = self.reusable(&key, Some(account)) {
            self.log_decision("role credentials are cached and good");
            return Ok(cached);
        }
        let _lock = self.lock(&key, "these role credentials", REFRESH_LOCK_WAIT).await?;
        if let Some(cached) = self.reusable(&key, Some(account)) {
            self.log_decision("another process has fetched the role credentials");
            return Ok(cached);
        }
        match self.fetch(session, account, role).await {
            Ok(credentials) => {
                let entry = RoleEntry::sso(credentials.clone());
                self.report_save("the role credentials", self.roles.save_role(&key, &entry));
                Ok(credentials)
            }
            Err(error) if error.kind() == ErrorKind::Network => match self.cached_entry(&key) {
                // The credentials have less than 15 minutes left, which is better than none without a network.
                Some(entry) if entry.is_valid(self.now()) => {
                    self.notify(&Notice::NotRenewed { reason: with_causes(&error) });
                    Ok(entry.credentials)
                }
                _ => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    async fn fetch(
        &self,
        session: &Session,
        account: &AccountId,
        role: &RoleName,
    ) -> Result<Credentials, Error> {
        let endpoint = session.endpoints.endpoint(Service::Portal, &session.region)?;
        let client = portal::Client::new(self.caller.clone(), endpoint);
        let token = self.access_token(session).await?;
        self.log_decision(format!("asking the portal for {role} in {account}"));
        let first = client.role_credentials(&token.access_token, account, role).await;
        let (token, answer) = match first {
            Err(error) if error.kind() == portal::ErrorKind::Unauthorized => {
                let other = self.token_after_refusal(session, &token).await?;
                let answer = client.role_credentials(&other.access_token, account, role).await;
                if answer.as_ref().is_err_and(|error| error.kind() == portal::ErrorKind::Unauthorized) {
                    // The renewed token is refused as well.
                    self.mark_refused(session, &other).await?;
                }
                (other, answer)
            }
            answer => (token, answer),
        };
        let mut credentials = match answer {
            Ok(credentials) => credentials,
            Err(error) => {
                return Err(self.refused(&client, &token.access_token, session, account, role, error).await);
            }
        };
        if credentials.expires_at.is_some_and(|end| end <= self.now()) {
            return Err(Error::new(
                ErrorKind::Service,
                "the portal gave credentials that have already expired",
            )
            .with_fact("look at", "the clock of this machine"));
        }
        credentials.account_id = Some(account.clone());
        Ok(credentials)
    }

    async fn refused(
        &self,
        client: &portal::Client,
        token: &AccessToken,
        session: &Session,
        account: &AccountId,
        role: &RoleName,
        error: portal::Error,
    ) -> Error {
        use portal::ErrorKind as Kind;
        let (kind, message) = match error.kind() {
            Kind::Unauthorized => (
                ErrorKind::TokenRefused,
                format!("the portal no longer accepts the sign-in to {}", session.label()),
            ),
            Kind::Forbidden | Kind::NotFound => {
                (ErrorKind::Refused, format!("role {role} in account {account} is not assigned to you"))
            }
            Kind::Network | Kind::Unavailable | Kind::Throttled | Kind::Malformed => {
                let why = error.failure().of("the portal");
                (ErrorKind::Network, format!("no credentials for {role} in {account}: {why}"))
            }
            _ => (ErrorKind::Service, format!("the portal gives no credentials for {role} in {account}")),
        };
        let mut report = Error::new(kind, message)
            .with_session(session.label())
            .with_fact("portal", session.start_url.as_str());
        if kind == ErrorKind::Refused {
            let roles = client.list_account_roles(token, account).await.unwrap_or_default();
            let names: Vec<_> = roles.iter().map(RoleName::as_str).collect();
            report = report.with_fact(
                "you have",
                match names.is_empty() {
                    true => "no role in that account".to_owned(),
                    false => format!("{} in that account", names.join(", ")),
                },
            );
        }
        report.with_call(error)
    }

    /// Returns cached credentials with 15 minutes or more left; a file that cannot be read counts as absent.
    pub(crate) fn reusable(&self, key: &CacheKey, account: Option<&AccountId>) -> Option<Credentials> {
        let entry = self.cached_entry(key).filter(|entry| entry.is_reusable(self.now()))?;
        let mut credentials = entry.credentials;
        if credentials.account_id.is_none() {
            credentials.account_id = account.cloned();
        }
        Some(credentials)
    }

    /// Returns the time at which the cached credentials of a plan expire; `None` if none are cached.
    pub fn cached_until(&self, plan: &Plan) -> Option<std::time::SystemTime> {
        let key = plan.cache_key()?;
        self.cached_entry(&key)?.credentials.expires_at
    }

    pub(crate) fn cached_entry(&self, key: &CacheKey) -> Option<RoleEntry> {
        let entry = self.load_or_set_aside(|| self.roles.load_role(key));
        entry.map_err(|error| self.log_decision(with_causes(&error))).ok().flatten()
    }

    /// Removes the cached credentials of a role; `false` if there were none or they could not be removed.
    pub fn remove_role(&self, key: &CacheKey) -> bool {
        self.roles.remove(key).unwrap_or(false)
    }
}
