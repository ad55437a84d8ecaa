//! What `aws sso list-accounts`, `list-account-roles` and `get-role-credentials` print.

use daypass_portal_client::Account;
use daypass_sso_types::{AccountId, Credentials, RoleName, SessionToken};
use serde_json::{Value, json};
use std::{fmt, time::UNIX_EPOCH};

/// The members of an object, in the order of the service's model.
type Members = Vec<(&'static str, Value)>;

/// The answer of an operation of the access portal: one member that is a list of objects, or one object.
///
/// ```
/// use daypass_aws_cli_forms::PortalAnswer;
/// use daypass_sso_types::{AccountId, RoleName};
///
/// let account = AccountId::new("111122223333").expect("an id");
/// let roles = [RoleName::new("Admin").expect("a name")];
/// let answer = PortalAnswer::of_roles(&account, &roles);
/// assert!(answer.to_json().starts_with("{\n    \"roleList\": [\n        {\n            \"roleName\": \"Admin\",\n"));
/// ```
#[derive(Clone)]
pub struct PortalAnswer {
    name: &'static str,
    is_list: bool,
    objects: Vec<Members>,
}

/// The objects may hold secrets, so that their number alone is shown.
impl fmt::Debug for PortalAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, objects, .. } = self;
        f.debug_struct("PortalAnswer").field("name", name).field("objects", &objects.len()).finish()
    }
}

impl PortalAnswer {
    /// Creates the answer of `list-accounts`.
    pub fn of_accounts(accounts: &[Account]) -> Self {
        let members = |account: &Account| {
            let id = Some(("accountId", Value::from(account.id.as_str())));
            let name = account.name.as_deref().map(|name| ("accountName", name.into()));
            let email = account.email.as_deref().map(|email| ("emailAddress", email.into()));
            [id, name, email].into_iter().flatten().collect()
        };
        Self { name: "accountList", is_list: true, objects: accounts.iter().map(members).collect() }
    }

    /// Creates the answer of `list-account-roles`.
    pub fn of_roles(account: &AccountId, roles: &[RoleName]) -> Self {
        let members = |role: &RoleName| {
            vec![("roleName", role.as_str().into()), ("accountId", account.as_str().into())]
        };
        Self { name: "roleList", is_list: true, objects: roles.iter().map(members).collect() }
    }

    /// Creates the answer of `get-role-credentials`, which holds secrets; its time is in milliseconds since 1970.
    pub fn of_role_credentials(credentials: &Credentials) -> Self {
        let end = credentials.expires_at.and_then(|end| end.duration_since(UNIX_EPOCH).ok());
        let end = end.and_then(|end| u64::try_from(end.as_millis()).ok());
        let session_token = credentials.session_token.as_ref().map(SessionToken::expose);
        let members = [
            ("accessKeyId", Value::from(credentials.access_key_id.as_str())),
            ("secretAccessKey", credentials.secret_access_key.expose().into()),
            ("sessionToken", session_token.into()),
            ("expiration", end.into()),
        ];
        let members = members.into_iter().filter(|(_, value)| !value.is_null()).collect();
        Self { name: "roleCredentials", is_list: false, objects: vec![members] }
    }

    /// Returns the answer as a value, for `--query` and the text form.
    pub fn to_value(&self) -> Value {
        let object = |members: &Members| {
            Value::Object(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
        };
        let objects: Vec<_> = self.objects.iter().map(object).collect();
        let inner = match (self.is_list, objects.first()) {
            (false, Some(one)) => one.clone(),
            _ => Value::from(objects),
        };
        json!({ self.name: inner })
    }

    /// Writes JSON as the AWS CLI prints it: with four spaces, and the members in the order of the service's model.
    pub fn to_json(&self) -> String {
        let object = |members: &Members, indent: usize| {
            let pad = " ".repeat(indent);
            let lines: Vec<_> =
                members.iter().map(|(name, value)| format!("{pad}    \"{name}\": {value}")).collect();
            format!("{{\n{}\n{pad}}}", lines.join(",\n"))
        };
        let inner = match (self.is_list, self.objects.as_slice()) {
            (false, [one]) => object(one, 4),
            (_, []) => "[]".to_owned(),
            (_, objects) => {
                let objects: Vec<_> =
                    objects.iter().map(|members| format!("        {}", object(members, 8))).collect();
                format!("[\n{}\n    ]", objects.join(",\n"))
            }
        };
        format!("{{\n    \"{}\": {inner}\n}}\n", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_sso_types::SecretAccessKey;
    use std::time::Duration;

    fn account() -> AccountId {
        AccountId::new("111122223333").expect("an id")
    }

    /// The text is JSON of the value, whose members have an order.
    fn check(answer: &PortalAnswer, value: &Value, text: &str) {
        assert_eq!(answer.to_value(), *value);
        assert_eq!(answer.to_json(), text);
        assert_eq!(serde_json::from_str::<Value>(text).ok().as_ref(), Some(value));
    }

    #[test]
    fn lists_have_the_members_that_are_known() {
        let accounts = [
            Account { id: account(), name: Some("prod".to_owned()), email: Some("a@example.com".to_owned()) },
            Account { id: AccountId::new("444455556666").expect("an id"), name: None, email: None },
        ];
        check(
            &PortalAnswer::of_accounts(&accounts),
            &json!({ "accountList": [
                { "accountId": "111122223333", "accountName": "prod", "emailAddress": "a@example.com" },
                { "accountId": "444455556666" },
            ] }),
            r#"{
    "accountList": [
        {
            "accountId": "111122223333",
            "accountName": "prod",
            "emailAddress": "a@example.com"
        },
        {
            "accountId": "444455556666"
        }
    ]
}
"#,
        );
        let roles = [RoleName::new("Admin").expect("a name")];
        check(
            &PortalAnswer::of_roles(&account(), &roles),
            &json!({ "roleList": [{ "roleName": "Admin", "accountId": "111122223333" }] }),
            r#"{
    "roleList": [
        {
            "roleName": "Admin",
            "accountId": "111122223333"
        }
    ]
}
"#,
        );
        check(
            &PortalAnswer::of_roles(&account(), &[]),
            &json!({ "roleList": [] }),
            "{\n    \"roleList\": []\n}\n",
        );
    }

    #[test]
    fn credentials_are_one_object_and_are_not_shown_for_debugging() {
        let keys = Credentials {
            access_key_id: "ASIAEXAMPLE".to_owned(),
            secret_access_key: SecretAccessKey::new("s3cret"),
            session_token: Some(SessionToken::new("t0ken")),
            expires_at: Some(UNIX_EPOCH + Duration::from_millis(1_893_484_800_123)),
            account_id: None,
        };
        let answer = PortalAnswer::of_role_credentials(&keys);
        check(
            &answer,
            &json!({ "roleCredentials": {
                "accessKeyId": "ASIAEXAMPLE",
                "secretAccessKey": "s3cret",
                "sessionToken": "t0ken",
                "expiration": 1_893_484_800_123_u64,
            } }),
            r#"{
    "roleCredentials": {
        "accessKeyId": "ASIAEXAMPLE",
        "secretAccessKey": "s3cret",
        "sessionToken": "t0ken",
        "expiration": 1893484800123
    }
}
"#,
        );
        assert_eq!(format!("{answer:?}"), "PortalAnswer { name: \"roleCredentials\", objects: 1 }");
        let lasting = Credentials { session_token: None, expires_at: None, ..keys };
        assert_eq!(
            PortalAnswer::of_role_credentials(&lasting).to_value(),
            json!({ "roleCredentials": { "accessKeyId": "ASIAEXAMPLE", "secretAccessKey": "s3cret" } })
        );
    }
}
