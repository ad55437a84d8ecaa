//! What lies in the caches of a home, and what the service knows of it.

use super::{
    place::{PLANTED, Place, write},
    profiles::identity,
    spec::{Kind, REGION, Role, Spec, Token, URL},
};
use crate::time::rfc3339;
use daypass_simulator::{SignIn, World};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use std::{
    fs,
    time::{Duration, SystemTime},
};

/// A key of no session.
const KEY: &str = include_str!("login.pem");

impl Place {
    /// Fills the caches; sessions that the service knows are opened in the world.
    pub(super) fn caches(&mut self, spec: &Spec, world: &mut World) -> Result<(), String> {
        let now = SystemTime::now();
        let sessions = spec.sessions.iter().map(|session| (session.name.as_str(), session.token));
        let portals = spec.profiles.iter().filter_map(|profile| match profile.kind {
            Kind::Legacy { token, .. } => Some((URL, token)),
            _ => None,
        });
        let mut tokens: Vec<_> = sessions.chain(portals).collect();
        // What the service ends or forgets, it does to all that there are.
        tokens.sort_by_key(|(_, token)| !matches!(token, Token::Revoked | Token::Forgotten));
        for (key, token) in tokens {
            self.token(world, key, token, now)?;
        }
        let logins = spec.profiles.iter().filter_map(|profile| match profile.kind {
            Kind::Other(kind) => Some(kind),
            _ => None,
        });
        logins.into_iter().try_for_each(|kind| self.login(kind))?;
        spec.profiles.iter().try_for_each(|profile| self.role(&profile.kind, profile.role))
    }

    /// The file of a console sign-in that the service does not know: with good keys, with old ones that it refuses to renew, with
    /// old ones that nothing renews, and half a file.
    fn login(&self, kind: &str) -> Result<(), String> {
        let end = if kind == "login good" { "2099-01-01T00:00:00Z" } else { "2020-01-01T00:00:00Z" };
        let keys = json!({ "accessKeyId": "ASIAPLANTED000000000", "secretAccessKey": format!("{PLANTED}-of-a-login"),
            "sessionToken": format!("{PLANTED}-token"), "accountId": "051234567822", "expiresAt": end });
        let mut file = json!({ "accessToken": keys, "tokenType": "aws_sigv4", "dpopKey": KEY, "signInRegion": REGION,
            "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": format!("{PLANTED}-refresh-token") });
        let mut text = match (kind, file.as_object_mut()) {
            ("login good" | "login aged" | "login torn", _) => file.to_string(),
            ("login over", Some(members)) => {
                members.remove("refreshToken");
                file.to_string()
            }
            _ => return Ok(()),
        };
        if kind == "login torn" {
            text.truncate(text.len() / 2);
        }
        let name: String =
            Sha256::digest(identity(kind).as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        write(&self.home().join(format!(".aws/login/cache/{name}.json")), &text)
    }

    /// The token's file under the key, and what the service knows of it.
    fn token(&mut self, world: &mut World, key: &str, token: Token, now: SystemTime) -> Result<(), String> {
        let path = self.home().join(format!(".aws/sso/cache/{}.json", hash(key)));
        // Of two sessions of one name, the last one's.
        if path.is_dir() {
            drop(fs::remove_dir(&path));
        }
        let mut who = SignIn::new(key);
        match token {
            Token::None => return Ok(()),
            Token::Folder => {
                drop(fs::remove_file(&path));
                return fs::create_dir_all(&path).map_err(|error| error.to_string());
            }
            Token::OtherUser => who = who.with_user("other@example.com"),
            Token::Aged | Token::Over | Token::Forgotten => who = who.aged(),
            _ => {}
        }
        let signed_in = world.sign_in(&who, now).ok_or("no such user")?;
        let mut file: Value = serde_json::from_str(&signed_in.file()).map_err(|error| error.to_string())?;
        let members = file.as_object_mut().ok_or("the token is no object")?;
        for name in ["accessToken", "refreshToken", "clientSecret"] {
            self.secrets.extend(members.get(name).and_then(Value::as_str).map(str::to_owned));
        }
        members.insert("startUrl".to_owned(), URL.into());
        members.insert("region".to_owned(), REGION.into());
        match token {
            Token::NearEnd => {
                members.insert("expiresAt".to_owned(), rfc3339(now + Duration::from_secs(20)).into());
            }
            Token::Over => {
                for name in ["refreshToken", "clientId", "clientSecret", "registrationExpiresAt"] {
                    members.remove(name);
                }
            }
            Token::NoAccess => {
                members.retain(|name, _| name.starts_with("client"));
            }
            Token::OtherPortal => {
                members.insert("startUrl".to_owned(), "https://other.awsapps.com/start".into());
                members.insert("region".to_owned(), "us-east-1".into());
            }
            Token::Revoked => world.end_sessions(),
            Token::Forgotten => world.revoke_registrations(),
            _ => {}
        }
        let mut text = file.to_string();
        if token == Token::Torn {
            text.truncate(text.len() / 2);
        }
        write(&path, &text)
    }

    fn role(&self, kind: &Kind, role: Role) -> Result<(), String> {
        let key = match kind {
            Kind::Sso { session, account, role } => {
                format!(r#"{{"accountId":"{account}","roleName":"{role}","sessionName":{}}}"#, ascii(session))
            }
            Kind::Legacy { account, role, .. } => {
                format!(r#"{{"accountId":"{account}","roleName":"{role}","startUrl":"{URL}"}}"#)
            }
            _ => return Ok(()),
        };
        let end = match role {
            Role::None => return Ok(()),
            Role::Good | Role::Torn => "2099-01-01T00:00:00Z",
            Role::Over => "2020-01-01T00:00:00Z",
        };
        let credentials = json!({ "AccessKeyId": "ASIAPLANTED000000000", "SecretAccessKey": format!("{PLANTED}-of-a-role"),
            "SessionToken": format!("{PLANTED}-token"), "Expiration": end, "AccountId": "111122223333" });
        let mut text = json!({ "ProviderType": "sso", "Credentials": credentials }).to_string();
        if role == Role::Torn {
            text.truncate(text.len() / 2);
        }
        write(&self.home().join(format!(".aws/cli/cache/{}.json", hash(&key))), &text)
    }
}

/// The name that the AWS CLI gives a file.
fn hash(key: &str) -> String {
    Sha1::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON as Python writes it: beyond ASCII in escapes.
fn ascii(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    let escaped = quoted.chars().map(|c| match c {
        c if c.is_ascii() && c != '\u{7f}' => c.to_string(),
        c => {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
    });
    escaped.collect()
}
