//! Reads who signed in, when and where from the id token of the service.

use crate::LoginSession;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_sso_types::{IdToken, Region};
use daypass_transport::Malformed;
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// The longest time that a session can be refreshed, by the guide of AWS: 12 hours. A shorter one ends with the person's
/// session in the console, which nothing on disk tells.
pub const LONGEST_SESSION: Duration = Duration::from_secs(12 * 3600);

/// What an id token says of a sign-in. No refresh renews it, so it keeps the time and the place of the sign-in.
///
/// The signature is not checked. The token comes straight from the service over TLS, which OpenID Connect Core (section
/// 3.1.3.7, item 6) accepts in its place; a token from anywhere else proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdTokenClaims {
    /// The console identity: `sub`.
    pub login_session: LoginSession,
    /// When it signed in: `iat`; `None` if the token does not say.
    pub issued_at: Option<SystemTime>,
    /// The ARN of the session (`arn:aws:signin:REGION:ACCOUNT:session/UUID`), by which it can be revoked; `None` if the
    /// token does not say.
    pub session_arn: Option<String>,
}

impl IdTokenClaims {
    /// Reads the claims of an id token.
    ///
    /// # Errors
    /// A text that is not a JWT of three parts, or has no `sub` that is an ARN. The message quotes nothing of it.
    pub fn read(id_token: &IdToken) -> Result<Self, Malformed> {
        let no_token = || Malformed::new("its idToken is not a JWT with three parts");
        let parts: Vec<&str> = id_token.expose().split('.').collect();
        let [_, claims, _] = parts.as_slice() else { return Err(no_token()) };
        let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).map_err(|_| no_token())?;
        let claims: Value = serde_json::from_slice(&claims).map_err(|_| no_token())?;
        let sub = claims.get("sub").and_then(Value::as_str);
        let sub = sub.ok_or_else(|| Malformed::new("its idToken names nobody: it has no sub"))?;
        let login_session = LoginSession::new(sub)
            .map_err(|_| Malformed::new("its idToken names no console identity: its sub is not an ARN"))?;
        let issued = claims.get("iat").and_then(Value::as_u64).map(Duration::from_secs);
        let session_arn = claims.get("session_arn").and_then(Value::as_str);
        Ok(Self {
            login_session,
            issued_at: issued.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since)),
            session_arn: session_arn.filter(|arn| is_session_arn(arn)).map(str::to_owned),
        })
    }

    /// Returns the region in which the session was opened, by its ARN.
    ///
    /// ```
    /// use daypass_console_login::IdTokenClaims;
    /// use daypass_sso_types::IdToken;
    ///
    /// // {"sub":"arn:aws:iam::111122223333:root","session_arn":"arn:aws:signin:us-east-2:111122223333:session/5"}
    /// let claims = "eyJzdWIiOiJhcm46YXdzOmlhbTo6MTExMTIyMjIzMzMzOnJvb3QiLCJzZXNzaW9uX2FybiI6ImFybjphd3M6c2lnbmluOnVzLWVhc3Q\
    ///               tMjoxMTExMjIyMjMzMzM6c2Vzc2lvbi81In0";
    /// let token = IdToken::new(format!("e30.{}.e30", claims.replace([' ', '\n'], "")));
    /// let read = IdTokenClaims::read(&token).expect("a token of AWS");
    /// assert_eq!(read.region().map(|region| region.to_string()).as_deref(), Some("us-east-2"));
    /// ```
    pub fn region(&self) -> Option<Region> {
        Region::new(self.session_arn.as_deref()?.split(':').nth(3)?).ok()
    }

    /// Returns the latest time at which the session can end.
    pub fn ends_by(&self) -> Option<SystemTime> {
        self.issued_at?.checked_add(LONGEST_SESSION)
    }
}

/// Returns the console identity that an id token names; see [`IdTokenClaims::read`].
///
/// # Errors
/// Those of [`IdTokenClaims::read`].
pub fn login_session_of(id_token: &IdToken) -> Result<LoginSession, Malformed> {
    IdTokenClaims::read(id_token).map(|claims| claims.login_session)
}

fn is_session_arn(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain
        && matches!(text.split(':').collect::<Vec<_>>().as_slice(), ["arn", _, "signin", _, _, what] if what.starts_with("session/"))
}
