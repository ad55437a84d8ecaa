//! Names cache files and locks. As the AWS CLI and the SDKs do, a name is the SHA-1 of a session name, a start URL or a
//! descriptor in JSON; daypass names its own files and locks in the same way.
//!
//! | what | folder | key |
//! | --- | --- | --- |
//! | token of an sso-session | `~/.aws/sso/cache` | [`CacheKey::for_session`] |
//! | token of a legacy profile | `~/.aws/sso/cache` | [`CacheKey::for_start_url`] |
//! | client registration, by flow | `~/.aws/sso/cache` | [`RegistrationKey::slot`], [`RegistrationKey::slots`] |
//! | role credentials | `~/.aws/cli/cache` | [`CacheKey::for_role`] |
//! | credentials of an assumed role | `~/.aws/cli/cache` | [`CacheKey::for_assume_role`] |
//! | console sign-in | `~/.aws/login/cache` | [`LoginKey`], a SHA-256 |
//! | listing of accounts and roles | the program's | the key of the session's token |
//! | lock of any of these | the program's | the key of the file |
//! | lock of a console sign-in's file | the program's | [`CacheKey::for_login`] |
//! | lock of a sign-in | the program's | [`CacheKey::for_sign_in`] |
//! | lock of an edited config file | the program's | [`CacheKey::for_edit`] |

use crate::{LoginKey, json::quote};
use daypass_sso_types::{AccessToken, ClientSecret};
use sha1::{Digest as _, Sha1};
use std::{fmt, fmt::Write as _, path::Path};

/// The name of one cache file, without its extension: a SHA-1, shown as 40 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CacheKey([u8; 20]);

/// The values from which the AWS CLI names the file of a client registration. The grant types are not among them; see
/// [`crate::Flow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the AWS CLI's descriptor; built by callers")]
pub struct RegistrationKey<'a> {
    /// The region of the OIDC service.
    pub region: &'a str,
    /// `sso_registration_scopes` as configured; `None` if the key is absent, as in every legacy profile. An empty list
    /// and `None` name different files.
    pub scopes: Option<&'a [String]>,
    /// The sso-session's name; `None` for a legacy profile.
    pub session_name: Option<&'a str>,
    /// The start URL exactly as configured.
    pub start_url: &'a str,
}

/// The values from which the AWS CLI names the file of role credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the AWS CLI's descriptor; built by callers")]
pub struct RoleKey<'a> {
    /// `sso_account_id`.
    pub account_id: &'a str,
    /// `sso_role_name`.
    pub role_name: &'a str,
    /// The sso-session's name. If it is set, the start URL is not part of the key.
    pub session_name: Option<&'a str>,
    /// The start URL of a legacy profile.
    pub start_url: Option<&'a str>,
}

/// The values from which the AWS CLI names the file of assumed-role credentials: the arguments of `AssumeRole` that the
/// profile sets. The MFA code is not among them, and neither is a generated session name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "the AWS CLI's descriptor; built by callers")]
pub struct AssumeRoleKey<'a> {
    /// `role_arn`.
    pub role_arn: &'a str,
    /// `role_session_name`, if the profile sets it.
    pub role_session_name: Option<&'a str>,
    /// `external_id`.
    pub external_id: Option<&'a str>,
    /// `mfa_serial`.
    pub serial_number: Option<&'a str>,
    /// `duration_seconds`, in seconds.
    pub duration_seconds: Option<u32>,
}

impl CacheKey {
    /// Returns the key of the token of an sso-session: the SHA-1 of its name.
    pub fn for_session(name: &str) -> Self {
        Self::of(name)
    }

    /// Returns the key of the token of a legacy profile: the SHA-1 of its start URL, which is not normalised, so that a
    /// trailing `/` or `#/` names another file.
    pub fn for_start_url(url: &str) -> Self {
        Self::of(url)
    }

    /// Returns the key under which the AWS CLI stores a client registration. daypass has a second slot for the other
    /// flow; [`crate::Store::find_registration`] reads both.
    pub fn for_registration(key: &RegistrationKey<'_>) -> Self {
        Self::of(&key.descriptor("botocore", ""))
    }

    /// Returns the key of the second slot, which only daypass uses: the AWS CLI's descriptor with the flow, and with
    /// `daypass` as the tool.
    pub(crate) fn for_second_registration(key: &RegistrationKey<'_>, flow: &str) -> Self {
        Self::of(&key.descriptor("daypass", flow))
    }

    /// Returns the key of role credentials in `~/.aws/cli/cache`.
    pub fn for_role(key: &RoleKey<'_>) -> Self {
        let mut text = String::with_capacity(160);
        text.push_str("{\"accountId\":");
        quote(&mut text, key.account_id);
        text.push_str(",\"roleName\":");
        quote(&mut text, key.role_name);
        let identity = key.session_name.map(|name| ("sessionName", name));
        if let Some((member, value)) = identity.or_else(|| key.start_url.map(|url| ("startUrl", url))) {
            for piece in [",\"", member, "\":"] {
                text.push_str(piece);
            }
            quote(&mut text, value);
        }
        text.push('}');
        Self::of(&text)
    }

    /// Returns the key of assumed-role credentials in `~/.aws/cli/cache`.
    pub fn for_assume_role(key: &AssumeRoleKey<'_>) -> Self {
        let mut text = String::from("{");
        if let Some(seconds) = key.duration_seconds {
            let _ = write!(text, "\"DurationSeconds\": {seconds}, ");
        }
        if let Some(id) = key.external_id {
            text.push_str("\"ExternalId\": ");
            quote(&mut text, id);
            text.push_str(", ");
        }
        text.push_str("\"RoleArn\": ");
        quote(&mut text, key.role_arn);
        for (member, value) in
            [("RoleSessionName", key.role_session_name), ("SerialNumber", key.serial_number)]
        {
            if let Some(value) = value {
                let _ = write!(text, ", \"{member}\": ");
                quote(&mut text, value);
            }
        }
        text.push('}');
        Self::of(&text)
    }

    /// Returns the key of the credentials of a `credential_process`, by its line. The AWS CLI caches none of these.
    pub fn for_process(line: &str) -> Self {
        let mut text = String::from("{\"CredentialProcess\": ");
        quote(&mut text, line);
        text.push('}');
        Self::of(&text)
    }

    /// Returns the key of the lock that a sign-in holds, from the key of its token. It differs from the lock of the
    /// token: a sign-in takes minutes, and a refresh of the current token must not wait for it.
    pub fn for_sign_in(token: &Self) -> Self {
        Self::of(&format!("sign-in {token}"))
    }

    /// Returns the key of the lock that a refresh of a console sign-in holds.
    pub fn for_login(key: &LoginKey) -> Self {
        Self::of(&format!("login {key}"))
    }

    /// Returns the key of the lock that every edit of the config file at this path holds.
    pub fn for_edit(file: &Path) -> Self {
        Self::of(&format!("config {}", file.display()))
    }

    /// Returns the key of what is remembered of a client registration. The secret is part of it, so that a server cannot
    /// give out the name of another server's client.
    pub fn for_client(id: &str, secret: &ClientSecret) -> Self {
        Self::of(&format!("client {id} {}", secret.expose()))
    }

    /// Returns a fingerprint of an access token, by which a listing read with this token is told from one read with
    /// another.
    pub fn for_access_token(token: &AccessToken) -> Self {
        Self::of(token.expose())
    }

    /// Parses a file name of 40 lower-case hexadecimal digits and `.json`; `None` for any other name.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let mut key = [0; 20];
        hex::decode_to_slice(name.strip_suffix(".json")?, &mut key).ok()?;
        // Upper-case digits decode as well, but name another file.
        Some(Self(key)).filter(|key| key.file_name() == name)
    }

    /// Returns the file name: the key and `.json`.
    pub fn file_name(&self) -> String {
        let mut name = String::with_capacity(45);
        name.push_str(self.digits(&mut [0; 40]));
        name.push_str(".json");
        name
    }

    fn digits<'d>(&self, digits: &'d mut [u8; 40]) -> &'d str {
        let _fits = hex::encode_to_slice(self.0, digits);
        std::str::from_utf8(digits).unwrap_or_default()
    }

    fn of(text: &str) -> Self {
        Self(Sha1::digest(text.as_bytes()).into())
    }
}

impl fmt::Display for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits(&mut [0; 40]))
    }
}

impl RegistrationKey<'_> {
    fn descriptor(&self, tool: &str, flow: &str) -> String {
        let mut text = String::from("{");
        if !flow.is_empty() {
            text.push_str("\"flow\": ");
            quote(&mut text, flow);
            text.push_str(", ");
        }
        text.push_str("\"region\": ");
        quote(&mut text, self.region);
        text.push_str(", \"scopes\": ");
        match self.scopes {
            None => text.push_str("null"),
            Some(scopes) => crate::json::quote_list(&mut text, scopes),
        }
        text.push_str(", \"session_name\": ");
        match self.session_name {
            None => text.push_str("null"),
            Some(name) => quote(&mut text, name),
        }
        text.push_str(", \"startUrl\": ");
        quote(&mut text, self.start_url);
        text.push_str(", \"tool\": ");
        quote(&mut text, tool);
        text.push('}');
        text
    }
}
