//! Sign-ins without a page, so that scripts need no browser and no approval.

use super::{
    client::{ACCOUNT_ACCESS, DEVICE_GRANT, REFRESH_GRANT},
    grant::{self, Tokens},
    model::Registration,
};
use crate::{
    site::{Site, settings::RefreshTokens},
    time::{Moment, iso},
};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use std::{fmt, time::Duration};

/// Which user to sign in, and under which session name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignIn {
    /// The name of the sso-session, from which the token's file name derives.
    pub session: String,
    /// The user; `None` is the first user of the scenario.
    pub user: Option<String>,
    /// Whether the access token expired an hour ago, so that only the refresh token is valid.
    pub is_aged: bool,
}

impl SignIn {
    /// Signs in the first user, with a valid access token.
    pub fn new(session: impl Into<String>) -> Self {
        Self { session: session.into(), user: None, is_aged: false }
    }

    /// Sets the user.
    #[must_use]
    pub fn with_user(self, user: impl Into<String>) -> Self {
        Self { user: Some(user.into()), ..self }
    }

    /// Makes the access token one that expired an hour ago.
    #[must_use]
    pub fn aged(self) -> Self {
        Self { is_aged: true, ..self }
    }
}

/// A sign-in as the AWS CLI stores it.
#[derive(Clone)]
pub struct SignedIn {
    session: String,
    user: String,
    token: Value,
}

impl SignedIn {
    /// Returns the name of the sso-session.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// Returns the user.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Returns the access token.
    pub fn access_token(&self) -> &str {
        self.token.get("accessToken").and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the name of the token file in `~/.aws/sso/cache`: the SHA-1 of the session's name, and `.json`.
    pub fn file_name(&self) -> String {
        format!("{}.json", hex::encode(Sha1::digest(&self.session)))
    }

    /// Returns the text of the token file as the AWS CLI v2 writes it: tokens and client registration as JSON.
    pub fn file(&self) -> String {
        self.token.to_string()
    }

    /// Returns the token file as a JSON value.
    pub(crate) fn token(&self) -> &Value {
        &self.token
    }
}

impl fmt::Debug for SignedIn {
    /// Leaves out the tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session).finish_non_exhaustive()
    }
}

/// Registers a client and signs a user in; `None` if there is no such user.
pub(crate) fn sign_in(site: &mut Site, who: &SignIn, now: Moment) -> Option<SignedIn> {
    let mut users = site.organisation.users.iter();
    let user = users.find(|user| who.user.as_ref().is_none_or(|wanted| wanted == *user))?.clone();
    let (client_id, client_secret) = (site.ids.opaque("client", 24), site.ids.opaque("client secret", 96));
    let registration_ends_at = now.after(site.settings.registration_seconds);
    let scopes = vec![ACCOUNT_ACCESS.to_owned()];
    let registration = Registration {
        secret: client_secret.clone(),
        name: "signed in from the start".to_owned(),
        scopes: scopes.clone(),
        grant_types: vec![DEVICE_GRANT.to_owned(), REFRESH_GRANT.to_owned()],
        redirect_uris: Vec::new(),
        expires_at: registration_ends_at,
    };
    site.oidc.registrations.insert(client_id.clone(), registration);
    let session = grant::open(site, &user, &client_id, &scopes, now);
    let which = match site.settings.refresh_tokens {
        RefreshTokens::None => Tokens::Session,
        RefreshTokens::Reusable | RefreshTokens::SingleUse | RefreshTokens::Omitted => {
            Tokens::AccessAndRefresh
        }
    };
    let issued = grant::issue(site, session, which, now);
    let mut ends_at = now.on_wire(now.after(issued.seconds));
    if who.is_aged {
        if let Some(access) = site.oidc.access_tokens.get_mut(&issued.access_token) {
            access.expires_at = Duration::ZERO;
        }
        ends_at = now.wire.saturating_sub(Duration::from_secs(3600));
    }
    // Members and their order: docs/evidence/cache-files.md#the-tokens-members.
    let mut token = json!({
        "startUrl": site.organisation.start_url,
        "region": site.organisation.region,
        "accessToken": issued.access_token,
        "expiresAt": iso(ends_at),
        "clientId": client_id,
        "clientSecret": client_secret,
        "registrationExpiresAt": iso(now.on_wire(registration_ends_at)),
    });
    if let (Some(token), Some(refresh_token)) = (token.as_object_mut(), issued.refresh_token) {
        token.insert("refreshToken".to_owned(), json!(refresh_token));
    }
    Some(SignedIn { session: who.session.clone(), user, token })
}
