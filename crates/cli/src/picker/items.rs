//! The lines of the picker.

use super::choice::Choice;
use crate::{
    args::ListingFlags,
    context::{Context, Files},
    inventory::Inventory,
    report::{Report, clean},
};
use daypass_credentials::is_bare_default;
use daypass_terminal::{Text, table};
use std::collections::HashSet;

/// A line and the choice that it stands for.
#[derive(Debug)]
pub(super) struct Item {
    cells: [String; 3],
    pub(super) choice: Choice,
}

/// A line for every profile, in file order.
pub(super) fn profiles(files: &Files) -> Vec<Item> {
    let config = files.config();
    let item = |profile: daypass_config_parse::Profile<'_>| {
        let value = |key: &str| profile.get(key).map(clean).unwrap_or_default();
        let source = profile.get("source_profile").map(|source| format!("through {}", clean(source)));
        let role = format!("{} {}", value("sso_account_id"), value("sso_role_name"));
        let what = if role == " " { source.unwrap_or_default() } else { role };
        Item {
            cells: [clean(profile.name()), what, value("sso_session")],
            choice: Choice::Profile(profile.name().to_owned()),
        }
    };
    config.profiles().filter(|profile| !is_bare_default(profile)).map(item).collect()
}

/// A line for every role of every session that no profile names. A session without a cached listing is listed, if that
/// needs no sign-in.
pub(super) fn roles(context: &Context, files: &Files) -> Result<Vec<Item>, Report> {
    let config = files.config();
    let taken: HashSet<_> = config
        .profiles()
        .filter_map(|profile| {
            Some((profile.get("sso_session")?, profile.get("sso_account_id")?, profile.get("sso_role_name")?))
        })
        .collect();
    let mut items = Vec::new();
    for section in config.sso_sessions() {
        let Ok(inventory) = Inventory::of(context, Some(section.name())) else { continue };
        let listing = inventory.last().map_or_else(|| inventory.listing(ListingFlags::default()), Ok);
        let listing = match listing {
            Ok(listing) => listing,
            Err(report) if report.is_interruption() => return Err(report),
            Err(report) => {
                context.ui.log(1, format!("no roles of {}: {}", section.name(), report.message()));
                continue;
            }
        };
        for listed in listing.accounts {
            let account = &listed.account;
            let name = account.name.as_deref().or(account.email.as_deref()).unwrap_or(account.id.as_str());
            for role in listed.roles {
                if taken.contains(&(section.name(), account.id.as_str(), role.as_str())) {
                    continue;
                }
                items.push(Item {
                    cells: [clean(name), clean(&format!("{} {role}", account.id)), clean(section.name())],
                    choice: Choice::Role(Box::new((inventory.session.clone(), account.id.clone(), role))),
                });
            }
        }
    }
    Ok(items)
}

/// The text of the lines, in columns.
pub(super) fn aligned(items: &[Item]) -> Vec<String> {
    const WIDEST: usize = 40;
    table::columns(items.iter().map(|item| &item.cells), WIDEST).iter().map(Text::plain).collect()
}
