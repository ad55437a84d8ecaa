//! Seals what renews a token, opens it, and says what is known of it either way.

use crate::{
    CacheKey, SealError, SealedRenewal, Sealer, Token, TokenClient,
    json::{Members, Writer},
    sealed::Renews,
    time,
};
use daypass_sso_types::{ClientSecret, RefreshToken};
use std::time::SystemTime;

impl Token {
    /// Whether there is something in plain that a sealer would seal: a client, with its refresh token or without. A token
    /// without a client is that of an editor, which keeps the client in another file and would renew no more.
    pub fn has_plain_renewal(&self) -> bool {
        self.client.is_some()
    }

    /// Whether there is a refresh token, sealed or not.
    pub fn has_refresh_token(&self) -> bool {
        self.refresh_token.is_some() || self.sealed.as_ref().is_some_and(|sealed| sealed.renews.is_some())
    }

    /// Returns when the registration of the client that can refresh the token expires, sealed or not, if that is known.
    pub fn registration_expires_at(&self) -> Option<SystemTime> {
        let plain = self.client.as_ref().and_then(|client| client.expires_at);
        plain.or_else(|| self.sealed.as_ref()?.renews?.end())
    }

    /// Returns the digest of the client, sealed or not, by which [`crate::ClientEndpoints`] remembers its endpoints.
    pub fn client_key(&self) -> Option<CacheKey> {
        let plain = self.client.as_ref().map(|client| CacheKey::for_client(&client.id, &client.secret));
        plain.or_else(|| self.sealed.as_ref()?.client)
    }

    /// Drops the refresh token, sealed or not: AWS has refused what it gave.
    pub fn end_renewal(&mut self) {
        self.refresh_token = None;
        if let Some(sealed) = &mut self.sealed {
            sealed.renews = None;
        }
    }

    /// Returns the token with what renews it sealed, for the file of this key.
    ///
    /// # Errors
    /// The key is not at hand.
    pub fn seal(&self, key: &CacheKey, sealer: &dyn Sealer) -> Result<Self, SealError> {
        let mut out = Writer::new();
        if let Some(client) = &self.client {
            out.text("clientId", &client.id)
                .text("clientSecret", client.secret.expose())
                .optional("registrationExpiresAt", client.expires_at.map(time::format).as_deref());
        }
        out.optional("refreshToken", self.refresh_token.as_ref().map(RefreshToken::expose));
        let text = sealer.seal(&key.file_name(), &out.finish())?;
        let until = self.registration_expires_at().map_or(Renews::UntilUnknown, Renews::Until);
        let renews = self.refresh_token.is_some().then_some(until);
        let renewal = SealedRenewal { text, client: self.client_key(), renews };
        let mut token = self.clone();
        (token.client, token.refresh_token, token.sealed) = (None, None, Some(renewal));
        Ok(token)
    }

    /// Returns the token with what renews it in plain, as the file of this key has it sealed.
    ///
    /// # Errors
    /// The key is not at hand, or the sealed text was altered or is that of another file.
    pub fn open(&self, key: &CacheKey, sealer: &dyn Sealer) -> Result<Self, SealError> {
        let Some(renewal) = &self.sealed else { return Ok(self.clone()) };
        let mut opened = self.clone();
        opened.sealed = None;
        let mut is_read = false;
        sealer.open(&key.file_name(), &renewal.text, &mut |secret| {
            let Ok(mut members) = Members::parse(secret) else { return };
            let registration_ends = members.take_time("registrationExpiresAt");
            if let (Some(id), Some(secret)) =
                (members.take_text("clientId"), members.take_text("clientSecret"))
            {
                let secret = ClientSecret::new(secret);
                opened.client = Some(TokenClient { id, secret, expires_at: registration_ends });
            }
            // One that AWS has refused stays in the sealed text until the next sign-in.
            let refresh = members.take_text("refreshToken").filter(|_| renewal.renews.is_some());
            opened.refresh_token = refresh.map(RefreshToken::new);
            is_read = true;
        })?;
        // What stands in plain beside it is not sealed: the client whose endpoints were looked at must be this one.
        if !is_read || opened.client_key() != renewal.client {
            return Err(SealError::altered("what renews the session is not that of this file"));
        }
        Ok(opened)
    }
}
