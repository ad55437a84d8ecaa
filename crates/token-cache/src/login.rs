//! Cached console sign-ins (`aws login`): credentials, refresh token, and the key that the refresh token is bound to.

use crate::{
    json::{Defect, Members, Writer},
    time,
};
use daypass_sso_types::{
    AccountId, Credentials, DpopKey, IdToken, RefreshToken, SecretAccessKey, SessionToken,
};
use std::time::SystemTime;

/// The token type of every console sign-in.
const TOKEN_TYPE: &str = "aws_sigv4";

/// The contents of one file of `~/.aws/login/cache`.
///
/// Whatever an AWS tool has left out or spelled in its own way is read, if the keys are there; what is written has every
/// member that any reader requires.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoginEntry {
    /// The credentials. `expires_at` is always set: if the file's is absent or unreadable, it is the Unix epoch, so that
    /// the session is refreshed and not lost.
    pub credentials: Credentials,
    /// `tokenType`; `aws_sigv4` if it is absent.
    pub token_type: String,
    /// `clientId`: the client of the sign-in, with which the session is refreshed; `None` if it is absent or empty.
    pub client_id: Option<String>,
    /// `refreshToken`; `None` if it is absent or empty.
    pub refresh_token: Option<RefreshToken>,
    /// `idToken`, or Java's and Go's `identityToken`; `None` if both are absent or empty. No refresh renews it.
    pub id_token: Option<IdToken>,
    /// `dpopKey`: a private key in PEM; `None` if it is absent or empty.
    pub dpop_key: Option<DpopKey>,
    /// `signInRegion`: where the session was opened, which alone refreshes it. Older tools do not write it, and some
    /// drop it when they refresh.
    pub sign_in_region: Option<String>,
    unknown_credentials: Members,
    unknown: Members,
}

impl LoginEntry {
    /// Creates an entry with these credentials alone.
    pub fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            token_type: TOKEN_TYPE.to_owned(),
            client_id: None,
            refresh_token: None,
            id_token: None,
            dpop_key: None,
            sign_in_region: None,
            unknown_credentials: Members::default(),
            unknown: Members::default(),
        }
    }

    /// Returns the entry after a refresh: these keys and this refresh token, everything else as it is, also what
    /// daypass does not know. Without a new refresh token the old one stays (RFC 6749, section 6), and so does the
    /// account, which no reply names.
    #[must_use]
    pub fn refreshed(&self, keys: Credentials, refresh_token: Option<RefreshToken>) -> Self {
        let account_id = keys.account_id.clone().or_else(|| self.credentials.account_id.clone());
        Self {
            credentials: Credentials { account_id, ..keys },
            refresh_token: refresh_token.or_else(|| self.refresh_token.clone()),
            ..self.clone()
        }
    }

    /// Whether another entry is of the same session at the same refresh: it has the same key and the same refresh
    /// token. Whoever signs in or refreshes changes one of them.
    pub fn is_same_grant(&self, other: &Self) -> bool {
        self.dpop_key == other.dpop_key && self.refresh_token == other.refresh_token
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Defect> {
        Members::parse_first(bytes).and_then(Self::from_members)
    }

    pub(crate) fn from_members(mut members: Members) -> Result<Self, Defect> {
        let mut inner =
            members.take_object("accessToken").ok_or(Defect("it has no accessToken with keys"))?;
        let key = inner.take_text("accessKeyId").ok_or(Defect("it has no accessKeyId"))?;
        let secret = inner.take_text("secretAccessKey").ok_or(Defect("it has no secretAccessKey"))?;
        let mut text = |name| members.take_text(name).filter(|text| !text.is_empty());
        let id_token = text("idToken");
        let (token_type, client_id, refresh_token) =
            (text("tokenType"), text("clientId"), text("refreshToken"));
        let (dpop_key, sign_in_region) = (text("dpopKey"), text("signInRegion"));
        // Java keeps its own name for the id token, which stays in the file beside the usual one.
        let id_token = id_token.or_else(|| members.text("identityToken"));
        Ok(Self {
            credentials: Credentials {
                access_key_id: key,
                secret_access_key: SecretAccessKey::new(secret),
                session_token: inner.take_text("sessionToken").map(SessionToken::new),
                expires_at: Some(inner.take_time("expiresAt").unwrap_or(SystemTime::UNIX_EPOCH)),
                account_id: inner.take_text("accountId").and_then(|id| AccountId::new(id).ok()),
            },
            token_type: token_type.unwrap_or_else(|| TOKEN_TYPE.to_owned()),
            client_id,
            refresh_token: refresh_token.map(RefreshToken::new),
            id_token: id_token.map(IdToken::new),
            dpop_key: dpop_key.map(DpopKey::new),
            sign_in_region,
            unknown_credentials: inner,
            unknown: members,
        })
    }

    /// Writes the members in the order of the AWS CLI.
    pub(crate) fn to_json(&self) -> String {
        let keys = &self.credentials;
        let mut inner = Writer::new();
        inner
            .text("accessKeyId", &keys.access_key_id)
            .text("secretAccessKey", keys.secret_access_key.expose())
            .optional("sessionToken", keys.session_token.as_ref().map(SessionToken::expose))
            .optional("accountId", keys.account_id.as_ref().map(AccountId::as_str))
            .text("expiresAt", &time::format(keys.expires_at.unwrap_or(SystemTime::UNIX_EPOCH)))
            .members(&self.unknown_credentials);
        let mut out = Writer::new();
        out.object("accessToken", inner)
            .text("tokenType", &self.token_type)
            .optional("clientId", self.client_id.as_deref())
            .optional("refreshToken", self.refresh_token.as_ref().map(RefreshToken::expose))
            .optional("idToken", self.id_token.as_ref().map(IdToken::expose))
            .optional("dpopKey", self.dpop_key.as_ref().map(DpopKey::expose))
            .optional("signInRegion", self.sign_in_region.as_deref())
            .members(&self.unknown);
        out.finish()
    }
}
