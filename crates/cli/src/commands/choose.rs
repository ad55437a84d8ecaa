//! The wizard's account and role: by flag, the only one there is, or picked by the person.

use super::{configure_session::missing, configure_sso::COMMAND, portal::Desk};
use crate::{
    args::ConfigureSso,
    context::Context,
    exit::Exit,
    prompt,
    report::{Report, clean},
};
use daypass_portal_client::Account;
use daypass_sso_types::RoleName;

/// The account.
pub(crate) async fn account(
    context: &Context,
    flags: &ConfigureSso,
    desk: &Desk<'_>,
) -> Result<Account, Report> {
    let mut accounts = desk.accounts().await?;
    if let Some(wanted) = &flags.sso_account_id {
        let found = accounts.iter().position(|account| account.id.as_str() == wanted);
        return match found {
            Some(at) => Ok(accounts.swap_remove(at)),
            None => Err(Report::new(Exit::Refused, format!("account {wanted} is not assigned to you"))
                .fact("you have", few(accounts.iter().map(|account| account.id.as_str())))
                .mend(["daypass", "configure", "sso", "--sso-account-id", "ID"])),
        };
    }
    let at = match accounts.as_slice() {
        [] => {
            return Err(
                Report::new(Exit::Refused, "no account is assigned to you").mend(["daypass", "accounts"])
            );
        }
        [only] => {
            context.ui.say(&format!("The only account available to you is: {}", label(only)));
            0
        }
        many if context.ui.prompts() => {
            let labels: Vec<_> = many.iter().map(label).collect();
            prompt::pick(&format!("There are {} accounts available to you", many.len()), &labels)?
        }
        many => {
            return Err(missing("the account", "--sso-account-id", "ID", COMMAND)
                .fact("you have", few(many.iter().map(|account| account.id.as_str()))));
        }
    };
    let account = accounts.swap_remove(at);
    context.ui.say(&format!("Using the account {}", account.id));
    Ok(account)
}

/// The role in that account.
pub(crate) async fn role(
    context: &Context,
    flags: &ConfigureSso,
    desk: &Desk<'_>,
    account: &Account,
) -> Result<RoleName, Report> {
    let mut roles = desk.roles(account).await?;
    if let Some(wanted) = &flags.sso_role_name {
        let found = roles.iter().position(|role| role.as_str() == wanted);
        return match found {
            Some(at) => Ok(roles.swap_remove(at)),
            None => Err(Report::new(
                Exit::Refused,
                format!("role {wanted} in account {} is not assigned to you", account.id),
            )
            .fact("you have", few(roles.iter().map(RoleName::as_str)))
            .mend(["daypass", "configure", "sso", "--sso-role-name", "NAME"])),
        };
    }
    let at = match roles.as_slice() {
        [] => {
            return Err(Report::new(
                Exit::Refused,
                format!("no role in account {} is assigned to you", account.id),
            )
            .mend(["daypass", "roles"]));
        }
        [only] => {
            context.ui.say(&format!("The only role available to you is: {}", clean(only.as_str())));
            0
        }
        many if context.ui.prompts() => {
            let labels: Vec<_> = many.iter().map(|role| role.as_str().to_owned()).collect();
            prompt::pick(&format!("There are {} roles available to you", many.len()), &labels)?
        }
        many => {
            return Err(missing("the role", "--sso-role-name", "NAME", COMMAND)
                .fact("you have", few(many.iter().map(RoleName::as_str))));
        }
    };
    let role = roles.swap_remove(at);
    context.ui.say(&format!("Using the role {}", clean(role.as_str())));
    Ok(role)
}

fn label(account: &Account) -> String {
    let parts: Vec<_> =
        [&account.name, &account.email].into_iter().flatten().map(|text| clean(text)).collect();
    if parts.is_empty() { account.id.to_string() } else { format!("{} ({})", parts.join(", "), account.id) }
}

fn few<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 8;
    let names: Vec<_> = names.map(clean).collect();
    match names.len() {
        0 => "nothing".to_owned(),
        count if count > SHOWN => {
            format!("{} and {} more", names.get(..SHOWN).unwrap_or_default().join(", "), count - SHOWN)
        }
        _ => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_sso_types::AccountId;

    #[test]
    fn labels_of_accounts() {
        for (name, email, expected) in [
            (Some("Dev"), Some("d@example.com"), "Dev, d@example.com (111122223333)"),
            (None, Some("d@example.com"), "d@example.com (111122223333)"),
            (Some("Dev"), None, "Dev (111122223333)"),
            (None, None, "111122223333"),
        ] {
            let account = Account {
                id: AccountId::new("111122223333").expect("an id"),
                name: name.map(str::to_owned),
                email: email.map(str::to_owned),
            };
            assert_eq!(label(&account), expected);
        }
    }
}
