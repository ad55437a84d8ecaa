//! Finds the account that a person names.

use daypass_portal_client::Account;
use daypass_sso_types::closest;

/// The accounts that a name matches.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "one, several or none")]
pub enum AccountMatch<'a> {
    /// One account has the name or the id.
    One(&'a Account),
    /// No account has the name or the id.
    None,
    /// Several accounts have the name; an id would tell them apart.
    Several(Vec<&'a Account>),
}

/// Finds the account with this name, ignoring case, or with this id.
///
/// ```
/// use daypass_inventory::{AccountMatch, find_account};
/// # use daypass_portal_client::Account;
/// # use daypass_sso_types::AccountId;
/// # let account = |id: &str, name: &str| Account {
/// #     id: AccountId::new(id).expect("an id"), name: Some(name.into()), email: None };
/// let accounts = [account("111122223333", "Prod"), account("444455556666", "dev")];
/// assert_eq!(find_account(&accounts, "prod"), AccountMatch::One(&accounts[0]));
/// assert_eq!(find_account(&accounts, "444455556666"), AccountMatch::One(&accounts[1]));
/// assert_eq!(find_account(&accounts, "test"), AccountMatch::None);
/// ```
pub fn find_account<'a>(accounts: impl IntoIterator<Item = &'a Account>, name: &str) -> AccountMatch<'a> {
    let wanted = name.to_lowercase();
    let is_meant = |account: &&Account| {
        account.id.as_str() == name
            || account.name.as_deref().is_some_and(|known| known.to_lowercase() == wanted)
    };
    let found: Vec<_> = accounts.into_iter().filter(is_meant).collect();
    match found.as_slice() {
        [] => AccountMatch::None,
        [only] => AccountMatch::One(only),
        _ => AccountMatch::Several(found),
    }
}

/// Suggests an existing name or id for one that no account has: the most similar, else the only one with that prefix.
///
/// ```
/// use daypass_inventory::nearest_account;
/// # use daypass_portal_client::Account;
/// # use daypass_sso_types::AccountId;
/// # let account = |id: &str, name: &str| Account {
/// #     id: AccountId::new(id).expect("an id"), name: Some(name.into()), email: None };
/// let accounts = [account("111122223333", "Production"), account("444455556666", "dev")];
/// assert_eq!(nearest_account(&accounts, "Prodcution"), Some("Production"));
/// assert_eq!(nearest_account(&accounts, "prod"), Some("Production"));
/// assert_eq!(nearest_account(&accounts, "test"), None);
/// ```
pub fn nearest_account<'a>(accounts: impl IntoIterator<Item = &'a Account>, name: &str) -> Option<&'a str> {
    let names: Vec<_> = accounts
        .into_iter()
        .flat_map(|account| account.name.as_deref().into_iter().chain([account.id.as_str()]))
        .collect();
    let wanted = name.to_lowercase();
    let begins = |known: &&&str| {
        let known = known.to_lowercase();
        let shorter = known.len().min(wanted.len());
        shorter > 2 && (known.starts_with(&wanted) || wanted.starts_with(&known))
    };
    let mut beginning = names.iter().filter(begins);
    closest(name, names.iter().copied())
        .or_else(|| beginning.next().copied().filter(|_| beginning.next().is_none()))
}
